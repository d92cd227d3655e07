"""What units that are no more, and officers whose work ended, left behind: seen by the successor, and handed over."""

from datetime import date

import pytest

from dossiers import actions, successions
from dossiers.models import Dossier, Step
from dossiers.sentences import sentence
from dossiers.states import DossierState
from reports.results import count
from tests.builders import at, make_unit, make_user, receive, reread
from units.lineage import Lineage
from units.models import AdministrativeUnit, Assignment, Role, UnitEvent, User

LAST, FIRST = date(2018, 1, 14), date(2018, 1, 15)
TODAY = FIRST
SAID = "Sáp nhập xã (Nghị quyết 1)"


@pytest.fixture
def successor(district):
    return make_unit("14700", "Xã Kim Sơn", parent=district, agency_code="H42.28.6", valid_from=FIRST)


@pytest.fixture
def new_leader(successor, clock):
    return make_user("leader.14700", Role.LEADER, successor)


@pytest.fixture
def new_clerk(successor, clock):
    return make_user("clerk.14700", Role.CLERK, successor)


@pytest.fixture
def new_officer(successor, clock):
    return make_user("officer.14700", Role.OFFICER, successor)


@pytest.fixture
def dossier(clerk, support):
    """Received before the change, of five working days."""
    return receive(by=clerk, procedure=support, now=at("2018-01-12 10:00"), applicant_address="Xóm 3, xã Kim Định")


@pytest.fixture
def merged(commune, successor, dossier):
    return ended(commune, successor)


def ended(unit, *successors, kind="merge", description="Sáp nhập xã"):
    AdministrativeUnit.objects.filter(pk=unit.pk).update(valid_to=LAST)
    event = UnitEvent.objects.create(effective_on=FIRST, kind=kind, description=description, source="Nghị quyết 1")
    event.from_units.add(unit)
    event.to_units.add(*successors)
    return AdministrativeUnit.objects.get(pk=unit.pk)


def again(user):
    """As he is found by the next request."""
    return User.objects.get(pk=user.pk)


def hand_over(unit, to, by, **more):
    given = {"dossiers": successions.left_by(unit, again(by)), "source": SAID} | more
    return actions.hand_to_successor(unit=unit, to=to, by=by, now=at("2018-01-15 09:00"), **given)


class TestSight:
    def test_the_successors_leader_sees_what_was_left_behind(self, merged, dossier, new_leader):
        assert list(Dossier.objects.visible_to(again(new_leader))) == [dossier]

    def test_nobody_else_of_the_successor_does_before_it_is_handed_over(
        self, merged, dossier, new_clerk, new_officer, successor
    ):
        for user in (new_clerk, new_officer):
            assert not Dossier.objects.visible_to(again(user)).exists()
        hand_over(merged, successor, make_user("x", Role.LEADER, successor))
        for user in (new_clerk, new_officer):
            assert list(Dossier.objects.visible_to(again(user))) == [dossier]

    def test_a_leader_of_a_unit_that_took_over_nothing_does_not(self, merged, dossier, other_commune, clock):
        neighbour = make_user("leader.14638", Role.LEADER, other_commune)
        assert not Dossier.objects.visible_to(neighbour).exists()

    def test_by_way_of_another_unit_and_of_one_above(self, commune, district, province, dossier, successor, clock):
        AdministrativeUnit.objects.filter(pk=successor.pk).update(valid_to=LAST, valid_from=date(2017, 1, 1))
        last = make_unit("14701", "Xã Mới", parent=None, agency_code="H42.9", valid_from=FIRST)
        ended(commune, AdministrativeUnit.objects.get(pk=successor.pk))
        event = UnitEvent.objects.create(effective_on=FIRST, kind="merge", description="Lần hai")
        event.from_units.add(successor)
        event.to_units.add(last)
        leader = make_user("leader.14701", Role.LEADER, last)
        assert list(Dossier.objects.visible_to(leader)) == [dossier]
        assert Lineage.on(TODAY).successors(commune) == [last]


class TestHandingOver:
    def test_who_decides_and_who_hands_back_go_over(self, merged, dossier, successor, new_leader, commune):
        assert hand_over(merged, successor, new_leader) == 1
        moved = reread(dossier)
        assert (moved.competent_agency, moved.returning_desk) == (successor.committee, successor.desk)
        assert (moved.receiving_desk, moved.due_at, moved.state) == (commune.desk, dossier.due_at, dossier.state)

    def test_the_history_says_from_whom_to_whom_and_by_which_decision(self, merged, dossier, successor, new_leader):
        hand_over(merged, successor, new_leader)
        event = dossier.events.get(kind="succeeded")
        assert event.by == new_leader
        assert all(part in sentence(event) for part in ("Xã Kim Định", "Xã Kim Sơn", SAID))

    def test_it_is_counted_where_it_is_decided_now(self, merged, dossier, successor, new_leader):
        units = {"units": [merged.pk, successor.pk], "first": FIRST, "last": FIRST, "by": "unit"}
        assert set(count(**units)) == {merged.pk}
        hand_over(merged, successor, new_leader)
        assert set(count(**units)) == {successor.pk}

    def test_what_an_officer_had_in_hand_waits_to_be_taken_up(
        self, commune, dossier, officer, successor, new_leader, new_officer
    ):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-12 11:00"))
        merged = ended(commune, successor)
        hand_over(merged, successor, new_leader)
        moved = reread(dossier)
        assert (moved.handled_by, moved.holding_agency, moved.state) == (
            None,
            successor.committee,
            DossierState.PROCESSING,
        )
        assert moved.open_step.agency == successor.committee
        actions.resolve(dossier=moved, by=again(new_officer), now=at("2018-01-15 10:00"))

    def test_of_a_result_only_the_desk_goes_over(self, commune, dossier, officer, successor, new_leader, new_clerk):
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-12 11:00"))
        merged = ended(commune, successor)
        assert hand_over(merged, successor, new_leader) == 1
        moved = reread(dossier)
        assert (moved.competent_agency, moved.returning_desk) == (commune.committee, successor.desk)
        actions.hand_back(
            dossier=moved, collection=actions.Collection(), by=again(new_clerk), now=at("2018-01-15 10:00")
        )

    def test_a_result_on_its_way_goes_to_the_new_desk(
        self, commune, dossier, officer, successor, new_leader, new_clerk
    ):
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-12 11:00"))
        hand_over(ended(commune, successor), successor, new_leader)
        step = Step.objects.on_their_way().at_places_of(again(new_clerk)).get()
        assert (step.dossier, step.desk, step.due_at) == (dossier, successor.desk, None)
        taken = actions.take_over(dossier=reread(dossier), by=again(new_clerk), now=at("2018-01-15 10:00"))
        assert taken.open_step.taken_by == new_clerk

    def test_what_was_sent_back_to_the_desk_does_so_too(self, commune, dossier, officer, successor, new_leader):
        begun = actions.start(dossier=dossier, by=officer, now=at("2018-01-12 11:00"))
        actions.send_back(dossier=begun, by=officer, now=at("2018-01-12 14:00"), reason="Thiếu chữ ký")
        hand_over(ended(commune, successor), successor, new_leader)
        assert reread(dossier).open_step.desk == successor.desk

    def test_what_is_over_stays(self, commune, dossier, officer, clerk, successor, new_leader):
        actions.withdraw(dossier=dossier, by=clerk, now=at("2018-01-12 11:00"), reason="x")
        merged = ended(commune, successor)
        assert hand_over(merged, successor, new_leader) == 0

    def test_twice_moves_nothing_the_second_time(self, merged, dossier, successor, new_leader):
        both = Dossier.objects.filter(pk=dossier.pk)
        assert hand_over(merged, successor, new_leader, dossiers=both) == 1
        assert hand_over(merged, successor, new_leader, dossiers=both) == 0
        assert dossier.events.filter(kind="succeeded").count() == 1

    def test_the_new_desk_stands_in_for_the_old_one(self, merged, dossier, successor, new_leader, new_clerk, client):
        hand_over(merged, successor, new_leader)
        client.force_login(new_clerk)
        client.post(f"/dossiers/{dossier.code}/withdraw/", {"reason": "Xin rút"})
        assert reread(dossier).state == DossierState.WITHDRAWN


class TestWhatIsLeft:
    def test_a_unit_and_its_successors_are_listed_until_all_is_handed_over(
        self, merged, dossier, successor, new_leader
    ):
        left = successions.left_by_units(again(new_leader), TODAY)
        assert [(each.unit, each.count, each.successors) for each in left] == [(merged, 1, [successor])]
        assert successions.count_left_by_units(again(new_leader), TODAY) == 1
        hand_over(merged, successor, new_leader)
        assert successions.left_by_units(again(new_leader), TODAY) == []

    def test_before_the_day_has_come_nothing_is(self, merged, dossier, district_leader):
        assert successions.left_by_units(again(district_leader), LAST) == []

    @pytest.mark.parametrize("units", [1, 3])
    def test_they_are_listed_at_the_same_cost(
        self, units, district, support, district_leader, successor, django_assert_num_queries
    ):
        for number in range(units):
            unit = make_unit(f"1{number}", f"Xã {number}", parent=district, agency_code=f"H42.1{number}")
            by = make_user(f"clerk.{number}", Role.CLERK, unit)
            receive(by=by, procedure=support, now=at("2018-01-12 10:00"))
            ended(unit, successor, description=f"Sáp nhập {number}")
        user = again(district_leader)
        Dossier.objects.visible_to(user)  # his duties and reach are kept with him
        with django_assert_num_queries(9):
            assert len(successions.left_by_units(user, TODAY)) == units


class TestSplit:
    @pytest.fixture
    def other(self, district):
        return make_unit("14702", "Xã Như Hòa", parent=district, agency_code="H42.7", valid_from=FIRST)

    def test_hamlets_go_to_one_and_the_rest_to_the_other(
        self, commune, clerk, support, dossier, successor, other, district_leader
    ):
        rest = receive(by=clerk, procedure=support, now=at("2018-01-12 10:00"), applicant_address="Xóm 5, xã Kim Định")
        split = ended(commune, successor, other, kind="split")
        found = successions.narrowed(successions.left_by(split, again(district_leader)), "xom 3")
        assert hand_over(split, successor, district_leader, dossiers=found) == 1
        assert hand_over(split, other, district_leader) == 1
        assert reread(dossier).competent_agency == successor.committee
        assert reread(rest).competent_agency == other.committee

    def test_each_leader_sees_both_successors(self, commune, dossier, successor, other, new_leader):
        split = ended(commune, successor, other, kind="split")
        assert successions.places_for(split, again(new_leader), TODAY) == [successor, other]

    def test_where_nobody_took_it_over_those_above_choose(self, commune, dossier, district_leader, district):
        gone = ended(commune, kind="abolish_district")
        assert district in successions.places_for(gone, again(district_leader), TODAY)


class TestAnOfficersWork:
    @pytest.fixture
    def held(self, dossier, officer):
        return actions.start(dossier=dossier, by=officer, now=at("2018-01-12 11:00"))

    @pytest.fixture
    def colleague(self, commune, clock):
        return make_user("officer2.14635", Role.OFFICER, commune, full_name="Ngô Thị Mai")

    def over(self, officer, leader, to):
        dossiers = successions.in_hands_of(officer, again(leader))
        given = {"officer": officer, "to": to, "by": leader, "now": at("2018-01-15 09:00"), "reason": "Nghỉ hưu"}
        return actions.hand_over_work(dossiers=dossiers, **given)

    def test_a_colleague_goes_on_with_it(self, held, officer, leader, colleague):
        assert self.over(officer, leader, colleague) == 1
        assert reread(held).handled_by == colleague
        event = held.events.get(kind="succeeded")
        assert (event.reason, event.data["to"]) == ("Nghỉ hưu", "Ngô Thị Mai")

    def test_or_whoever_takes_it_up_next(self, held, officer, leader):
        assert self.over(officer, leader, None) == 1
        assert reread(held).handled_by is None

    def test_nobody_who_does_not_work_there(self, held, officer, leader, new_officer):
        assert self.over(officer, leader, new_officer) == 0
        assert reread(held).handled_by == officer

    def test_nor_what_somebody_else_has_in_hand_by_now(self, held, officer, leader, colleague):
        """Between opening the page and pressing: it is none of the officer's any more."""
        actions.assign(dossier=held, by=leader, now=at("2018-01-15 08:30"), to=colleague)
        given = {"dossiers": Dossier.objects.filter(pk=held.pk), "officer": officer, "to": None, "by": leader}
        assert actions.hand_over_work(**given, now=at("2018-01-15 09:00")) == 0
        assert reread(held).handled_by == colleague

    def test_it_is_left_from_the_day_after_his_last(self, held, officer):
        left = Dossier.objects.filter(successions.is_left_by_its_officer(TODAY))
        assert not left.exists()
        Assignment.objects.filter(user=officer).update(valid_to=LAST)
        assert list(left) == [held]
        assert not Dossier.objects.filter(successions.is_left_by_its_officer(LAST)).exists()

    def test_so_it_is_when_his_account_is_disabled(self, held, officer):
        User.objects.filter(pk=officer.pk).update(is_active=False)
        assert Dossier.objects.filter(successions.is_left_by_its_officer(TODAY)).exists()

    def test_he_sees_nothing_any_more(self, held, officer):
        Assignment.objects.filter(user=officer).update(valid_to=LAST)
        assert not Dossier.objects.visible_to(again(officer)).exists()


def test_costs_the_same_however_many_offices_hold(
    clerk, officer, commune, support, successor, administrator, now, django_assert_max_num_queries
):
    """What lies with the committee goes to that of the successor, each with a step of its own."""
    for many in (1, 3):
        held = [
            actions.start(dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now)
            for _ in range(many)
        ]
        given = {"unit": commune, "to": successor, "by": administrator, "now": at("2018-01-16 08:00"), "source": SAID}
        with django_assert_max_num_queries(16):
            actions.hand_to_successor(dossiers=Dossier.objects.filter(pk__in=[each.pk for each in held]), **given)
        for dossier in held:
            *_, last, new = dossier.steps.order_by("position")
            assert (last.ended_at, new.begun_at, new.agency) == (
                at("2018-01-16 08:00"),
                at("2018-01-16 08:00"),
                successor.committee,
            )
            assert new.position == last.position + 1
