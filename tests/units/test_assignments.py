"""Who may do what follows from assignments, each valid from one day to another."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import gettext as _

from tests import builders
from units import actions
from units.models import Agency, AgencyKind, Assignment, Role, UnitKind, User

TODAY = date(2018, 1, 15)
YESTERDAY = date(2018, 1, 14)
TOMORROW = date(2018, 1, 16)


def assign(person, place, *, by, now, role=Role.CLERK, valid_from=TODAY, valid_to=None):
    return actions.assign(
        person=person,
        role=role,
        place=place,
        valid_from=valid_from,
        valid_to=valid_to,
        is_full_time=False,
        by=by,
        now=now,
    )


def again(user):
    """The user as the next request sees him."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", Role)
def test_whoever_does_more_than_the_work_itself_oversees(commune, clock, role):
    person = builders.make_user("somebody", role, commune)
    assert person.oversees == (role not in (Role.CLERK, Role.OFFICER))


def test_without_a_duty_nobody_oversees(clock):
    assert not builders.make_user("root", is_superuser=True).oversees


class TestConstraints:
    def test_a_clerk_needs_a_desk(self, clerk, commune, administrator, now):
        with pytest.raises(ValidationError) as refusal:
            assign(clerk, commune.committee, by=administrator, now=now)
        assert refusal.value.messages == [_("A receptionist is assigned to a desk, everybody else to an agency.")]

    def test_an_officer_needs_an_agency(self, clerk, commune, administrator, now):
        with pytest.raises(ValidationError):
            assign(clerk, commune.desk, role=Role.OFFICER, by=administrator, now=now)

    def test_the_same_work_is_not_given_twice_on_a_day(self, clerk, commune, administrator, now):
        with pytest.raises(ValidationError) as refusal:
            assign(clerk, commune.desk, by=administrator, now=now)
        assert refusal.value.messages == [_("This person has the same assignment in those days already.")]

    def test_the_database_refuses_it_too(self, clerk, commune):
        with pytest.raises(IntegrityError):
            Assignment.objects.create(user=clerk, role=Role.CLERK, desk=commune.desk, valid_from=TODAY)

    def test_the_same_work_may_be_given_again_later(self, clerk, commune, administrator, now):
        actions.end_assignment(assignment=clerk.assignments.get(), last_day=YESTERDAY, by=administrator, now=now)
        assign(clerk, commune.desk, valid_from=TODAY, by=administrator, now=now)
        assert clerk.assignments.count() == 2

    def test_the_last_day_is_not_before_the_first(self, clerk, other_commune, administrator, now):
        with pytest.raises(ValidationError) as refusal:
            assign(clerk, other_commune.desk, valid_to=YESTERDAY, by=administrator, now=now)
        assert refusal.value.messages == [_("The last day lies before the first.")]

    def test_an_assignment_does_not_end_before_it_began(self, clerk, administrator, now):
        with pytest.raises(ValidationError):
            actions.end_assignment(
                assignment=clerk.assignments.get(), last_day=date(2015, 12, 31), by=administrator, now=now
            )
        assert clerk.assignments.get().valid_to is None


class TestByDate:
    def test_work_begins_on_its_first_day(self, clerk, other_commune, administrator, now):
        assign(clerk, other_commune.desk, valid_from=TOMORROW, by=administrator, now=now)
        assert [desk.unit.code for desk in again(clerk).desks] == ["14635"]

    def test_work_holds_on_its_last_day(self, clerk, administrator, now):
        actions.end_assignment(assignment=clerk.assignments.get(), last_day=TODAY, by=administrator, now=now)
        assert again(clerk).has_role(Role.CLERK)

    def test_work_is_over_after_its_last_day(self, clerk, administrator, now):
        actions.end_assignment(assignment=clerk.assignments.get(), last_day=YESTERDAY, by=administrator, now=now)
        assert not again(clerk).has_role(Role.CLERK)

    def test_it_ends_with_the_next_request(self, client, leader, administrator, now):
        assignment = assign(
            leader,
            leader.assignments.get().agency,
            role=Role.ADMINISTRATOR,
            valid_from=YESTERDAY,
            by=administrator,
            now=now,
        )
        client.force_login(leader)
        before = client.get(reverse("units:staff"))
        actions.end_assignment(assignment=assignment, last_day=YESTERDAY, by=administrator, now=now)
        after = client.get(reverse("units:staff"))
        assert (before.status_code, after.status_code) == (200, 403)

    def test_a_disabled_account_is_out_with_the_next_request(self, client, clerk, administrator, now):
        client.force_login(clerk)
        actions.disable(person=clerk, by=administrator, now=now)
        response = client.get(reverse("dossiers:list"))
        assert response.url == f"{reverse('login')}?next={reverse('dossiers:list')}"


class TestReach:
    def test_an_administrator_reaches_his_units_and_those_under_them(self, administrator, clerk, stranger, province):
        above = builders.make_user("leader.37", Role.LEADER, province)
        reached = set(User.objects.visible_to(administrator))
        assert reached == {administrator, clerk, stranger}
        assert above not in reached

    def test_a_commune_administrator_does_not_reach_his_neighbours(self, clerk, stranger, commune):
        own = builders.make_user("admin.14635", Role.ADMINISTRATOR, commune)
        assert set(User.objects.visible_to(own)) == {own, clerk}

    def test_those_who_left_stay_within_reach(self, administrator, clerk, now):
        actions.end_assignment(assignment=clerk.assignments.get(), last_day=YESTERDAY, by=administrator, now=now)
        assert clerk in User.objects.visible_to(administrator)

    def test_superusers_are_within_nobodys_reach_but_superusers(self, administrator, district):
        root = User.objects.create_superuser("root", full_name="Root")
        Assignment.objects.create(user=root, role=Role.LEADER, agency=district.committee)
        assert root not in User.objects.visible_to(administrator)
        assert root in User.objects.visible_to(root)

    @pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER])
    def test_desk_work_looks_over_no_other_unit(self, role, district, commune, clock):
        person = builders.make_user("someone", role, district)
        assert list(person.units_of(role)) == [district]

    def test_an_office_of_the_committee_counts_as_the_unit(self, district, commune, clock):
        office = Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Nội vụ")
        person = builders.make_user("reform.376", Role.REFORM_OFFICER, agency=office)
        assert set(person.units_of(Role.REFORM_OFFICER)) == {district, commune}

    def test_other_districts_are_out_of_reach(self, administrator, province, clock):
        other = builders.make_unit(
            "377", "Huyện Yên Mô", UnitKind.DISTRICT, parent=province, agency_code="000.00.29.H42"
        )
        assert not administrator.units_of(Role.ADMINISTRATOR).filter(pk=other.pk).exists()
