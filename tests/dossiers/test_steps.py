"""Whose hands a dossier is in: forwarded, taken over, sent back, signed; each step with its time."""

import pytest
from django.db import DatabaseError, transaction

from dossiers import actions
from dossiers.models import Dossier, Step
from dossiers.permissions import moves_open_to
from dossiers.states import DossierState, Verb
from dossiers.steps import Way, expected_next, places_to_forward_to, to_be_handed_over_by
from procedures.models import Process, ProcessStep
from tests.builders import at, make_procedure, make_user, receive, reread
from units.models import Agency, AgencyKind, Role, RuleSet

LABOUR, TAX = "Phòng Lao động - Thương binh và Xã hội", "Chi cục Thuế"


@pytest.fixture
def labour(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name=LABOUR)


@pytest.fixture
def tax(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.BESIDE, name=TAX)


@pytest.fixture
def expert(labour, district, clock):
    return make_user("labour.376", Role.OFFICER, district, agency=labour, full_name="Ngô Thị Mai")


@pytest.fixture
def assessor(tax, district, clock):
    return make_user("tax.376", Role.OFFICER, district, agency=tax, full_name="Đinh Văn Thuế")


@pytest.fixture
def process(support, labour):
    """Five working days: the desk, the commune, the district's office, the commune again."""
    process = Process.objects.create(procedure=support, decision="12/QĐ-UBND")
    steps = [("Tiếp nhận", "desk", "", 4), ("Thẩm định", "authority", "", 12), ("Xét duyệt", "office", LABOUR, 16)]
    for position, (name, place, office, hours) in enumerate([*steps, ("Trình ký", "authority", "", 8)], 1):
        ProcessStep.objects.create(
            process=process, position=position, name=name, place=place, office=office, hours=hours
        )
    return process


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


def steps_of(dossier):
    return [(step.place.name, step.how_it_ended) for step in dossier.steps.select_related("desk", "agency")]


class TestWithoutAProcess:
    def test_what_nobody_has_handed_on_has_no_steps(self, dossier):
        assert not dossier.steps.exists()
        assert reread(dossier).holding_agency is None

    def test_the_desk_the_office_and_the_desk_again(self, dossier, clerk, officer, commune):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        assert reread(dossier).holding_agency == commune.committee
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-17 10:00"))
        assert reread(dossier).holding_agency is None
        actions.hand_back(dossier=dossier, by=clerk, now=at("2018-01-18 08:00"), collection=actions.Collection())
        assert dossier.steps.last().taken_by == clerk  # what he hands back has come to him
        desk, committee = commune.desk.name, commune.committee.name
        assert steps_of(dossier) == [(desk, "handed_on"), (committee, "done"), (desk, "done")]
        assert list(dossier.steps.values_list("begun_at", "ended_at")) == [
            (at("2018-01-15 08:00"), at("2018-01-15 09:00")),
            (at("2018-01-15 09:00"), at("2018-01-17 10:00")),
            (at("2018-01-17 10:00"), at("2018-01-18 08:00")),
        ]

    def test_the_officer_has_the_whole_time_and_the_desk_the_day(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        desk, office = dossier.steps.all()
        assert desk.due_at == at("2018-01-15 17:00")
        assert office.due_at == dossier.due_at

    def test_what_was_handed_back_at_once_has_no_steps(self, clerk, birth, now):
        version = birth.version_on(now.date())
        intake = actions.Intake(version=version, applicant_name="Nguyễn Văn Đức")
        dossier, _ = actions.receive_and_hand_back(desk=clerk.desks[0], intake=intake, key="k", by=clerk, now=now)
        assert not dossier.steps.exists()

    def test_it_may_go_to_an_office_of_the_unit_above(self, dossier, officer, labour, tax):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        assert set(places_to_forward_to(reread(dossier))) == {labour, tax}

    def test_the_result_goes_to_the_desk_that_hands_it_back(self, dossier, clerk, officer, district):
        """Not always the one that received it; it is counted once, with the authority that decides."""
        Dossier.objects.update(returning_desk=district.desk)
        there = make_user("clerk.376", Role.CLERK, district)
        resolved = actions.resolve(dossier=dossier, by=officer, now=at("2018-01-17 10:00"))
        assert resolved.open_step.desk == district.desk
        moment = at("2018-01-18 08:00")
        assert Verb.HAND_BACK in moves_open_to(there, reread(dossier), now=moment)
        assert Verb.HAND_BACK not in moves_open_to(clerk, reread(dossier), now=moment)
        assert Dossier.objects.visible_to(clerk).get() == Dossier.objects.visible_to(there).get() == dossier

    def test_nobody_has_in_hand_what_was_forwarded(self, dossier, officer, labour):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=labour)
        assert reread(dossier).handled_by is None

    def test_while_the_clock_stands_still_nobody_is_late_unless_he_was_before(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-22 09:00"), reason="Nộp lệ phí trước bạ")
        step = reread(dossier).steps.last()
        assert not step.is_late(at("2018-01-25 09:00").date())
        step.dossier.paused_at = at("2018-01-23 09:00")  # a day after it was due
        assert step.is_late(at("2018-01-25 09:00").date())

    def test_a_day_of_its_own_is_kept(self, dossier, clerk, labour):
        due = at("2018-01-17 17:00")
        actions.forward(dossier=dossier, by=clerk, now=at("2018-01-15 09:00"), to=labour, due_at=due)
        assert dossier.steps.last().due_at == due

    def test_after_a_pause_the_open_step_has_its_time_too(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.ask_for_papers(
            dossier=dossier, by=officer, now=at("2018-01-16 09:00"), reason="Thiếu", papers=["Sổ hộ khẩu"]
        )
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-18 09:00"))
        assert dossier.steps.last().due_at == reread(dossier).due_at > dossier.due_at


class TestTheDesksTime:
    """NĐ 61/2018/NĐ-CP art. 18: what comes after 15:00 may wait for the next morning."""

    @pytest.mark.parametrize(
        ("received", "due"),
        [
            ("2018-01-15 14:59", "2018-01-15 17:00"),
            ("2018-01-15 15:00", "2018-01-15 17:00"),
            ("2018-01-15 15:01", "2018-01-16 11:30"),
            ("2018-01-15 15:30", "2018-01-16 11:30"),
            ("2018-01-19 16:00", "2018-01-22 11:30"),
            ("2018-01-20 09:00", "2018-01-22 11:30"),
        ],
    )
    def test_by_the_hour_of_the_regulation(self, clerk, support, received, due):
        dossier = receive(by=clerk, procedure=support, now=at(received))
        dossier.rule_set = RuleSet.objects.get(key="ND-61-2018")
        assert to_be_handed_over_by(dossier) == at(due)

    def test_without_such_an_hour_on_the_day_itself(self, clerk, support):
        assert to_be_handed_over_by(receive(by=clerk, procedure=support, now=at("2018-01-15 16:30"))) == at(
            "2018-01-15 17:00"
        )


class TestByAProcess:
    def test_a_dossier_keeps_the_process_of_its_reception(self, process, dossier):
        assert reread(dossier).process == process
        with pytest.raises(DatabaseError), transaction.atomic():
            Dossier.objects.update(process=None)

    def test_a_last_step_at_the_desk_is_reached_by_the_result(self, process, dossier, officer, expert, now):
        process.steps.filter(position=4).update(place="desk")
        actions.start(dossier=dossier, by=officer, now=now)
        assert expected_next(reread(dossier)) == Verb.FORWARD
        actions.forward(dossier=dossier, by=officer, now=now, to=expert.duties[0].agency)
        actions.take_over(dossier=dossier, by=expert, now=now)
        assert Way(reread(dossier)).onward is None
        assert expected_next(reread(dossier)) == Verb.RESOLVE

    def test_two_steps_in_one_office_are_left_together(self, process, dossier, officer, labour, now):
        ProcessStep.objects.filter(process=process, position=3).update(place="authority", office="")
        ProcessStep.objects.filter(process=process, position=4).update(place="office", office=LABOUR)
        actions.start(dossier=dossier, by=officer, now=now)
        assert Way(reread(dossier)).onward == labour

    def test_the_steps_add_up_to_the_whole(self, process, dossier):
        planned = Way(reread(dossier)).planned
        assert [step.place.name for step in planned][2] == LABOUR
        assert planned[-1].due_at == dossier.due_at
        assert planned == sorted(planned, key=lambda step: step.due_at)

    def test_each_has_its_share_of_the_office_time(self, process, dossier, officer, labour):
        """47 hours from Monday 08:00 to the next one's 17:00, for 4 + 12 + 16 + 8 planned ones."""
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        assert dossier.steps.last().due_at == at("2018-01-17 10:48")
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), to=labour)
        assert dossier.steps.last().due_at == at("2018-01-19 15:36")

    def test_after_a_pause_it_has_its_share_of_the_new_time(self, process, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), reason="Nộp lệ phí trước bạ")
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-18 09:00"))
        assert reread(dossier).due_at == at("2018-01-24 17:00")
        assert dossier.steps.last().due_at == at("2018-01-19 10:48")

    def test_the_next_step_is_expected(self, process, dossier, clerk, officer, expert):
        assert Way(reread(dossier)).next.step.name == "Thẩm định"
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        assert dossier.steps.last().name == "Thẩm định"
        assert expected_next(reread(dossier)) == Verb.FORWARD
        assert Way(reread(dossier)).next.step.name == "Xét duyệt"

    def test_nothing_goes_where_the_process_has_no_step(self, process, dossier, officer, tax):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        with pytest.raises(actions.NoSuchStep):
            actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=tax)
        assert [event.kind for event in dossier.events.all()] == ["received", "started"]

    def test_the_whole_way(self, process, dossier, clerk, officer, expert, labour, commune):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), to=labour)
        actions.take_over(dossier=dossier, by=expert, now=at("2018-01-16 14:00"))
        assert reread(dossier).handled_by == expert
        actions.forward(dossier=dossier, by=expert, now=at("2018-01-18 09:00"), to=commune.committee)
        actions.take_over(dossier=dossier, by=officer, now=at("2018-01-18 10:00"))
        assert expected_next(reread(dossier)) == Verb.RESOLVE
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-22 10:00"))
        assert [step.name for step in dossier.steps.all()] == ["Tiếp nhận", "Thẩm định", "Xét duyệt", "Trình ký", ""]

    def test_lateness_is_charged_to_whoever_held_it(self, process, dossier, clerk, officer, expert, labour, commune):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), to=labour)
        actions.forward(dossier=dossier, by=expert, now=at("2018-01-24 09:00"), to=commune.committee)
        today = at("2018-01-24 09:00").date()
        assert [step.is_late(today) for step in dossier.steps.all()] == [False, False, True, True]

    def test_a_commune_without_such_an_office_keeps_it(self, process, dossier, labour, commune):
        ProcessStep.objects.filter(office=LABOUR).update(office="Phòng Không có")
        assert Way(reread(dossier)).planned[2].place == commune.committee


class TestOnPaper:
    def test_what_was_forwarded_is_on_its_way_until_taken_over(self, dossier, clerk, labour, expert):
        actions.forward(dossier=dossier, by=clerk, now=at("2018-01-15 09:00"), to=labour)
        assert reread(dossier).open_step.is_on_its_way
        actions.start(dossier=dossier, by=expert, now=at("2018-01-15 14:00"))
        step = reread(dossier).open_step
        assert (step.taken_at, step.taken_by, step.given_by) == (at("2018-01-15 14:00"), expert, clerk)

    def test_it_is_taken_over_once(self, dossier, officer, labour, expert):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=labour)
        actions.take_over(dossier=dossier, by=expert, now=at("2018-01-15 14:00"))
        with pytest.raises(actions.MoveNotAllowed):
            actions.take_over(dossier=dossier, by=expert, now=at("2018-01-15 14:01"))

    def test_what_one_hands_to_oneself_is_not_on_its_way(self, dossier, district, labour, tax, commune, clock):
        both = make_user("both.376", Role.OFFICER, district, agency=labour)
        actions.forward(dossier=dossier, by=both, now=at("2018-01-15 09:00"), to=labour)
        assert not reread(dossier).open_step.is_on_its_way


class TestSentBack:
    def test_to_whoever_had_it_before(self, dossier, officer, labour, expert, commune):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=labour)
        actions.send_back(dossier=dossier, by=expert, now=at("2018-01-15 14:00"), reason="Thiếu xác nhận")
        found = reread(dossier)
        assert (found.holding_agency, found.handled_by) == (commune.committee, officer)
        assert steps_of(dossier)[-2:] == [(labour.name, "sent_back"), (commune.committee.name, "")]

    def test_from_the_first_office_to_the_desk(self, dossier, clerk, officer, commune):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.send_back(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), reason="Nhầm hồ sơ")
        found = reread(dossier)
        assert (found.holding_agency, found.open_step.desk) == (None, commune.desk)
        assert Verb.TAKE_OVER in moves_open_to(clerk, found, now=at("2018-01-15 16:00"))
        assert Verb.FORWARD in moves_open_to(clerk, found, now=at("2018-01-15 16:00"))

    def test_unsigned_it_stays_with_the_officer(self, dossier, officer, commune):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.submit_for_signature(dossier=dossier, by=officer, now=at("2018-01-15 10:00"))
        actions.send_back(dossier=dossier, by=officer, now=at("2018-01-15 11:00"), reason="Sửa căn cứ")
        found = reread(dossier)
        assert (found.state, found.holding_agency) == (DossierState.PROCESSING, commune.committee)
        assert dossier.steps.count() == 2


class TestSigned:
    def test_who_signed_and_for_whom_is_recorded(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.submit_for_signature(dossier=dossier, by=officer, now=at("2018-01-15 10:00"))
        actions.record_signature(
            dossier=dossier, by=officer, now=at("2018-01-16 08:00"), signer="Vũ Văn Minh", capacity="KT."
        )
        assert dossier.events.last().data == {"signer": "Vũ Văn Minh", "capacity": "KT.", "signed_on": "2018-01-16"}
        assert reread(dossier).state == DossierState.PROCESSING

    def test_the_day_on_which_it_was_signed_is_the_one_that_was_typed(self, dossier, officer):
        """He records on Wednesday what the chairman signed on Tuesday."""
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        given = {"signer": "Vũ Văn Minh", "signed_on": at("2018-01-16 00:00").date()}
        actions.record_signature(dossier=dossier, by=officer, now=at("2018-01-17 08:00"), **given)
        signed = dossier.events.last()
        assert (signed.at, signed.data["signed_on"]) == (at("2018-01-17 08:00"), "2018-01-16")

    def test_what_is_submitted_has_come(self, dossier, officer, labour, expert):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=labour)
        actions.submit_for_signature(dossier=dossier, by=expert, now=at("2018-01-15 14:00"))
        assert reread(dossier).open_step.taken_by == expert

    def test_the_result_may_be_ready_with_it(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.record_signature(
            dossier=dossier, by=officer, now=at("2018-01-16 08:00"), signer="Vũ Văn Minh", resolves=True
        )
        assert reread(dossier).state == DossierState.RESOLVED
        assert [event.kind for event in dossier.events.all()][-2:] == ["signed", "resolved"]


class TestWhoWorksOnIt:
    def test_an_agency_of_another_system_sees_it_while_it_holds_it(self, dossier, officer, tax, assessor):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        assert not Dossier.objects.visible_to(assessor).exists()
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=tax)
        assert Dossier.objects.visible_to(assessor).get() == dossier
        actions.send_back(dossier=dossier, by=assessor, now=at("2018-01-16 10:00"), reason="Đã tính thuế")
        assert not Dossier.objects.visible_to(assessor).exists()

    def test_the_authority_apologises_and_denies_whoever_holds_it(self, dossier, officer, tax, assessor):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=tax)
        found = reread(dossier)
        assert {Verb.APOLOGISE, Verb.DENY, Verb.STOP} <= set(moves_open_to(officer, found, now=at("2018-01-15 16:00")))
        assert Verb.RESOLVE not in moves_open_to(officer, found, now=at("2018-01-15 16:00"))
        assert Verb.RESOLVE in moves_open_to(assessor, found, now=at("2018-01-15 16:00"))
        assert Verb.DENY not in moves_open_to(assessor, found, now=at("2018-01-15 16:00"))

    def test_an_agency_beside_the_authority_in_the_same_unit_decides_nothing_for_it(self, district, tax, assessor, now):
        receives = make_user("clerk.376", Role.CLERK, district)
        transfer = make_procedure("1.002255", "Đăng ký biến động", level="district", time_limit=10, fee=None)
        made = receive(by=receives, procedure=transfer, now=now)
        actions.forward(dossier=made, by=receives, now=at("2018-01-15 10:00"), to=tax)
        open_to_it = set(moves_open_to(assessor, reread(made), now=at("2018-01-15 16:00")))
        assert Verb.START in open_to_it
        assert not {Verb.DENY, Verb.STOP, Verb.APOLOGISE, Verb.EXTEND} & open_to_it

    def test_the_committees_officer_does_the_work_of_offices_without_one(self, dossier, officer, labour, district):
        secretary = make_user("officer.376", Role.OFFICER, district)
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=labour)
        assert Verb.START in moves_open_to(secretary, reread(dossier), now=at("2018-01-15 16:00"))
        assert Dossier.objects.for_officer(secretary).get() == dossier

    def test_an_office_with_its_own_officer_is_left_alone(self, dossier, officer, labour, expert, district):
        secretary = make_user("officer.376", Role.OFFICER, district)
        actions.forward(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), to=labour)
        assert Verb.START not in moves_open_to(secretary, reread(dossier), now=at("2018-01-15 16:00"))
        assert Dossier.objects.for_officer(expert).get() == dossier
        assert not Dossier.objects.for_officer(secretary).exists()
        assert not Dossier.objects.for_officer(officer).exists()

    def test_it_is_assigned_to_somebody_who_works_there(self, dossier, officer, leader, stranger, commune):
        colleague = make_user("officer2.14635", Role.OFFICER, commune, full_name="Bùi Văn Nam")
        actions.assign(dossier=dossier, by=leader, now=at("2018-01-15 10:00"), to=colleague)
        assert reread(dossier).handled_by == colleague
        with pytest.raises(actions.NoSuchStep):
            actions.assign(dossier=dossier, by=leader, now=at("2018-01-15 10:00"), to=stranger)


class TestTheDatabaseHoldsIt:
    def test_a_step_is_never_deleted(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        with pytest.raises(DatabaseError), transaction.atomic():
            Step.objects.all().delete()

    def test_who_got_it_never_changes(self, dossier, officer, labour):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        with pytest.raises(DatabaseError), transaction.atomic():
            dossier.steps.filter(position=2).update(agency=labour)

    def test_it_ends_once(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        with pytest.raises(DatabaseError), transaction.atomic():
            dossier.steps.filter(position=1).update(ended_at=at("2018-01-15 10:00"))

    def test_nobody_holds_what_is_finished(self, dossier, officer, commune):
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        with pytest.raises(DatabaseError), transaction.atomic():
            Dossier.objects.update(holding_agency=commune.committee)
