"""Who keeps which rows in the administration: a commune its own, the district what holds for more than one."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tests import builders
from units.models import Assignment, CalendarDay, OfficeHours, Role, ServiceDesk, UnitEvent, UnitKind, User

TOMORROW = date(2018, 1, 16)
JULY = date(2025, 7, 1)
FROM_JULY = _(" (from %(day)s)") % {"day": "01/07/2025"}
FOR_ALL = ["administrativeunit", "unitevent", "agency", "calendarday", "ruleset"]
ITS_OWN = ["servicedesk", "officehours", "assignment", "user"]


@pytest.fixture
def of_commune(client, commune, clock):
    client.force_login(builders.make_user("admin.14635", Role.ADMINISTRATOR, commune))
    return client


@pytest.fixture
def of_district(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def of_all(client, clock):
    client.force_login(User.objects.create_superuser("root", password=builders.PASSWORD, full_name="Quản trị"))
    return client


def rows(client, model, **query):
    return list(client.get(reverse(f"admin:units_{model}_changelist"), query).context["cl"].result_list)


def change(row):
    return reverse(f"admin:units_{row._meta.model_name}_change", args=[row.pk])


def form_of(client, address):
    return client.get(address).context["adminform"].form


def choices(client, address, field):
    return [str(label) for value, label in form_of(client, address).fields[field].choices if value]


def hours(unit=None, **overrides):
    sessions = {"morning_opens": time(8), "morning_closes": time(12)}
    return OfficeHours(unit=unit, **sessions, afternoon_opens=time(13), afternoon_closes=time(17), **overrides)


class TestReach:
    @pytest.mark.parametrize("model", FOR_ALL)
    def test_what_holds_for_many_is_not_kept_by_a_commune(self, of_commune, model):
        assert of_commune.get(reverse(f"admin:units_{model}_changelist")).status_code == 403
        assert of_commune.post(reverse(f"admin:units_{model}_add")).status_code == 403

    @pytest.mark.parametrize("model", ITS_OWN)
    def test_its_own_is(self, of_commune, model):
        assert of_commune.get(reverse(f"admin:units_{model}_changelist")).status_code == 200

    def test_a_commune_keeps_its_desk_and_no_other(self, of_commune, commune, other_commune):
        assert rows(of_commune, "servicedesk") == [commune.desk]
        assert of_commune.get(change(other_commune.desk)).status_code == 302

    def test_a_commune_keeps_its_hours_and_not_those_of_all(self, of_commune, commune, other_commune):
        own, other = (hours(unit, valid_from=TOMORROW) for unit in (commune, other_commune))
        own.save()
        other.save()
        assert rows(of_commune, "officehours") == [own]
        form = form_of(of_commune, change(own))
        assert list(form.fields["unit"].queryset) == [commune]
        assert form.fields["unit"].required

    def test_the_district_keeps_the_hours_of_all(self, of_district):
        assert rows(of_district, "officehours") == [OfficeHours.objects.get(unit=None)]
        assert not form_of(of_district, reverse("admin:units_officehours_add")).fields["unit"].required

    def test_the_district_keeps_itself_and_what_lies_under_it(self, of_district, province, district, commune):
        assert set(rows(of_district, "administrativeunit")) == {district, commune}
        assert {agency.unit for agency in rows(of_district, "agency")} == {district, commune}
        assert of_district.get(change(province)).status_code == 302

    def test_a_unit_is_not_moved_out_of_reach(self, of_district, province, commune):
        add = reverse("admin:units_administrativeunit_add")
        assert str(province) not in choices(of_district, add, "parent")
        assert form_of(of_district, add).fields["parent"].required
        assert "parent" not in form_of(of_district, change(commune)).fields

    def test_events_of_others_are_looked_at_only(self, of_district, province, commune, other_commune):
        own = UnitEvent.objects.create(effective_on=JULY, kind="merge", description="Sáp nhập xã")
        own.from_units.set([commune, other_commune])
        above = UnitEvent.objects.create(effective_on=JULY, kind="merge_province", description="Sáp nhập tỉnh")
        above.from_units.set([province, commune])
        assert len(rows(of_district, "unitevent")) == 2
        assert of_district.post(change(own)).status_code == 200
        assert of_district.get(change(above)).status_code == 200
        assert of_district.post(change(above)).status_code == 403

    def test_a_superuser_keeps_everything(self, of_all, province, commune):
        assert set(rows(of_all, "administrativeunit")) == {province, commune.parent, commune}
        assert not form_of(of_all, reverse("admin:units_administrativeunit_add")).fields["parent"].required


class TestStaff:
    def test_whoever_also_works_above_is_looked_at_only(self, of_commune, clerk, district):
        Assignment.objects.create(user=clerk, role=Role.LEADER, agency=district.committee)
        assert of_commune.get(change(clerk)).status_code == 200
        assert of_commune.post(change(clerk), {"full_name": "Ai đó"}).status_code == 403

    def test_accounts_are_not_renamed_or_disabled_here(self, of_commune, clerk):
        of_commune.post(change(clerk), {"username": "root", "full_name": "Phạm Thị Lành", "is_superuser": "on"})
        changed = User.objects.get(pk=clerk.pk)
        assert (changed.full_name, changed.username, changed.is_active) == ("Phạm Thị Lành", "clerk.14635", True)
        assert not changed.is_superuser

    @pytest.mark.parametrize(("typed", "kept"), [("0912 345.678", "0912345678"), ("+84 912345678", "0912345678")])
    def test_a_phone_is_kept_as_its_digits(self, of_commune, clerk, typed, kept):
        of_commune.post(change(clerk), {"full_name": "Lan", "phone": typed})
        assert User.objects.get(pk=clerk.pk).phone == kept

    @pytest.mark.parametrize("typed", ["abc", "1234567", "1" * 13])
    def test_anything_else_is_no_phone(self, of_commune, clerk, typed):
        response = of_commune.post(change(clerk), {"full_name": "Lan", "phone": typed})
        assert list(response.context["adminform"].form.errors) == ["phone"]

    def test_work_that_has_begun_stays(self, of_commune, clerk):
        begun = clerk.assignments.get()
        delete = reverse("admin:units_assignment_delete", args=[begun.pk])
        assert of_commune.post(delete, {"post": "yes"}).status_code == 403
        marked = {"action": "delete_selected", "_selected_action": [begun.pk], "post": "yes"}
        of_commune.post(reverse("admin:units_assignment_changelist"), marked)
        assert clerk.assignments.get() == begun
        assert list(form_of(of_commune, change(begun)).fields) == ["valid_to"]

    def test_work_that_begins_later_can_be_taken_away(self, of_commune, clerk):
        clerk.assignments.update(valid_from=TOMORROW)
        delete = reverse("admin:units_assignment_delete", args=[clerk.assignments.get().pk])
        of_commune.post(delete, {"post": "yes"})
        assert not clerk.assignments.exists()

    def test_units_to_come_are_told_from_those_there_are(self, of_district, district, commune):
        builders.make_unit("14700", "Xã Kim Định", parent=district, agency_code="H42.28.6", valid_from=JULY)
        builders.make_unit("14699", "Xã Đã Giải Thể", parent=district, agency_code="H42.1", valid_to=date(2017, 1, 1))
        offered = choices(of_district, reverse("admin:units_assignment_add"), "desk")
        assert offered[:2] == [str(district.desk), str(commune.desk)]
        assert offered[2:] == [str(commune.desk) + FROM_JULY]


class TestCalendar:
    def test_it_opens_at_this_year(self, of_district):
        days = rows(of_district, "calendarday")
        assert {day.date.year for day in days} == {2018}
        assert days == sorted(days, key=lambda day: day.date)

    def test_another_year_or_all_can_be_asked_for(self, of_district):
        assert {day.date.year for day in rows(of_district, "calendarday", year="2016")} == {2016}
        everything = of_district.get(reverse("admin:units_calendarday_changelist"), {"year": "all"}).context["cl"]
        assert everything.result_count == CalendarDay.objects.count()

    def test_nonsense_is_passed_over(self, of_district):
        assert of_district.get(reverse("admin:units_calendarday_changelist"), {"year": "x"}).status_code == 200

    def test_it_is_changed_where_what_it_moves_is_shown(self, of_all):
        day = CalendarDay.objects.get(date=date(2018, 2, 14))
        for name, *args in (("add",), ("delete", day.pk)):
            assert of_all.get(reverse(f"admin:units_calendarday_{name}", args=args)).status_code == 403
        assert of_all.post(change(day), {"name": "x"}).status_code == 403
        assert (
            reverse("dossiers:change_calendar")
            in of_all.get(reverse("admin:units_calendarday_changelist")).content.decode()
        )


class TestPages:
    def test_they_have_the_icon_of_the_site(self, of_district):
        assert 'rel="icon" href="/static/img/door.svg"' in of_district.get(reverse("admin:index")).content.decode()

    def test_failed_log_ins_are_not_shown(self, of_all):
        assert "axes" not in of_all.get(reverse("admin:index")).content.decode()


class TestOfficeHours:
    def test_two_for_all_units_are_refused(self, db):
        with pytest.raises(IntegrityError), transaction.atomic():
            hours().save()
        with pytest.raises(ValidationError, match="."):
            hours().full_clean()

    def test_a_unit_may_have_its_own_beside_them(self, commune):
        hours(commune).full_clean()
        hours(commune).save()
        with pytest.raises(ValidationError):
            hours(commune).full_clean()

    def test_new_ones_may_follow(self, db):
        OfficeHours.objects.update(valid_to=date(2018, 6, 30))
        hours(valid_from=date(2018, 7, 1)).full_clean()

    def test_those_that_hold_are_only_ended_and_not_in_the_past(self, of_district, commune):
        holding = OfficeHours.objects.get(unit=None)
        assert list(form_of(of_district, change(holding)).fields) == ["valid_to"]
        assert of_district.post(change(holding), {"valid_to": "14/01/2018"}).status_code == 200
        of_district.post(change(holding), {"valid_to": "15/01/2018"})
        assert OfficeHours.objects.get(unit=None).valid_to == date(2018, 1, 15)
        delete = reverse("admin:units_officehours_delete", args=[holding.pk])
        assert of_district.post(delete, {"post": "yes"}).status_code == 403

    @pytest.mark.parametrize(("first_day", "count"), [("", 0), ("15/01/2018", 0), ("16/01/2018", 1)])
    def test_new_ones_hold_from_tomorrow_at_the_earliest(self, of_district, commune, first_day, count):
        moments = {"morning_opens": "08:00", "morning_closes": "12:00"}
        moments |= {"afternoon_opens": "13:00", "afternoon_closes": "17:00", "valid_from": first_day}
        of_district.post(reverse("admin:units_officehours_add"), moments | {"unit": commune.pk})
        assert OfficeHours.objects.filter(unit=commune).count() == count


class TestDesks:
    def test_the_desk_of_a_unit_that_is_no_more_receives_nothing(self, clerk, commune):
        assert clerk.desks == [commune.desk]
        type(commune).objects.filter(pk=commune.pk).update(valid_to=date(2018, 1, 14))
        again = User.objects.get(pk=clerk.pk)
        assert again.desks == []
        assert again.has_role(Role.CLERK)

    def test_there_is_one_a_unit(self, commune):
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceDesk.objects.create(unit=commune)


def test_the_staff_form_puts_units_to_come_last(of_district, clerk, district, commune):
    builders.make_unit("14700", "Xã Ân Hòa", UnitKind.COMMUNE, parent=district, agency_code="H42.1", valid_from=JULY)
    form = of_district.get(reverse("units:assign", args=[clerk.username])).context["form"]
    assert [name for name, _places in form.fields["place"].choices[1:]] == [
        "Huyện Kim Sơn",
        "Xã Kim Định",
        "Xã Ân Hòa" + FROM_JULY,
    ]
