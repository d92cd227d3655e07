"""Who applies what: set for many procedures and units at once, in some days; each unit with its differences."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from procedures import actions
from procedures.exceptions import Applied, Ask, applied_by, handled_at
from procedures.models import ProcedureAtUnit
from tests import builders
from tests.procedures.pages import said

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = date(2018, 1, 15)
MARCH, APRIL = date(2018, 3, 1), date(2018, 4, 30)


@pytest.fixture
def set_at_units(control, now):
    def set_at_units(procedures, units, handling, first_day=MONDAY, last_day=None):
        ask = Ask(tuple(procedures), tuple(units), handling, first_day, last_day)
        return actions.set_at_units(ask=ask, reason="Chưa có cán bộ", by=control, now=now)

    return set_at_units


def standing():
    """(unit, handling, first day, last day)"""
    found = ProcedureAtUnit.objects.values_list("unit__code", "handling", "valid_from", "valid_to")
    return sorted(found, key=lambda each: (each[0], each[2] or date.min))


class TestSetting:
    def test_many_at_many(self, set_at_units, birth, support, commune, other_commune):
        assert set_at_units([birth, support], [commune, other_commune], "not_applied") == 4
        assert standing() == [("14635", "not_applied", MONDAY, None)] * 2 + [("14638", "not_applied", MONDAY, None)] * 2
        assert handled_at(commune, date(2018, 1, 14))[0].here == "received"
        assert handled_at(commune, MONDAY)[0].here == "not_applied"

    def test_units_of_another_level_are_left_out(self, set_at_units, birth, commune, district):
        assert set_at_units([birth], [commune, district], "posted_only") == 1

    def test_what_held_before_ends_the_day_before(self, set_at_units, birth, commune):
        set_at_units([birth], [commune], "not_applied")
        set_at_units([birth], [commune], "posted_only", MARCH)
        assert standing() == [
            ("14635", "not_applied", MONDAY, date(2018, 2, 28)),
            ("14635", "posted_only", MARCH, None),
        ]

    def test_what_held_goes_on_afterwards(self, set_at_units, birth, commune):
        set_at_units([birth], [commune], "not_applied")
        set_at_units([birth], [commune], "posted_only", MARCH, APRIL)
        assert standing() == [
            ("14635", "not_applied", MONDAY, date(2018, 2, 28)),
            ("14635", "posted_only", MARCH, APRIL),
            ("14635", "not_applied", date(2018, 5, 1), None),
        ]

    def test_as_the_others_again(self, set_at_units, birth, commune):
        set_at_units([birth], [commune], "not_applied")
        set_at_units([birth], [commune], "", MARCH)
        assert standing() == [("14635", "not_applied", MONDAY, date(2018, 2, 28))]

    def test_one_of_that_very_day_gives_way(self, set_at_units, birth, commune):
        set_at_units([birth], [commune], "not_applied")
        set_at_units([birth], [commune], "posted_only")
        assert standing() == [("14635", "posted_only", MONDAY, None)]

    def test_the_same_again_is_refused(self, set_at_units, birth, commune):
        set_at_units([birth], [commune], "not_applied")
        with pytest.raises(ValidationError, match="nothing was changed"):
            set_at_units([birth], [commune], "not_applied", MARCH, APRIL)

    def test_it_is_written_down(self, set_at_units, birth, commune, other_commune, control):
        set_at_units([birth], [commune, other_commune], "not_applied")
        [event] = birth.events.all()
        assert (event.deed, event.by, event.reason) == ("exceptions_set", control, "Chưa có cán bộ")
        assert event.data["units"] == ["14635", "14638"]


class TestCounting:
    def test_by_unit(self, set_at_units, birth, support, commune, other_commune, district):
        builders.make_procedure("1.000003", "Khiếu nại", handling="posted_only")
        set_at_units([birth], [commune], "not_applied")
        assert applied_by([commune, other_commune, district], MONDAY) == {
            commune: Applied(2, 1, 1),
            other_commune: Applied(3, 2, 0),
            district: Applied(),
        }

    def test_it_costs_the_same_for_more_units(self, birth, commune, other_commune, django_assert_num_queries):
        for units in ([commune], [commune, other_commune]):
            with django_assert_num_queries(2):
                applied_by(units, MONDAY)


class TestPages:
    @pytest.fixture
    def controller(self, client, control):
        client.force_login(control)
        return client

    @pytest.fixture
    def typed(self, commune):
        given = {"codes": "1.001193, 1.001776", "handling": "not_applied", "valid_from": "2018-01-15"}
        return given | {"reason": "Chưa có cán bộ", "units": [commune.pk]}

    ADDRESS = reverse("procedures:set_at_units")

    def test_it_shows_first_what_would_change(self, controller, birth, support, typed):
        steps = controller.post(self.ADDRESS, typed).context["steps"]
        assert [(step.procedure, step.was, step.becomes) for step, _ in steps] == [
            (birth, "received", "not_applied"),
            (support, "received", "not_applied"),
        ]
        assert standing() == []

    def test_confirmed_it_is_done(self, controller, birth, support, typed):
        response = controller.post(self.ADDRESS, typed | {"sure": "1"}, follow=True)
        assert said(response) == ["Set for 2 procedures at units."]
        assert len(standing()) == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            {"codes": "1.001193 9.999999"},
            {"codes": ""},
            {"units": []},
            {"reason": ""},
            {"valid_from": ""},
            {"valid_to": "2018-01-01"},
            {"handling": "sometimes"},
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_done(self, controller, birth, support, typed, wrong):
        response = controller.post(self.ADDRESS, typed | wrong | {"sure": "1"})
        assert response.status_code == 400
        assert response.context["form"].errors
        assert standing() == []

    def test_each_unit_with_its_differences(self, controller, set_at_units, birth, support, commune, other_commune):
        set_at_units([birth], [commune], "not_applied")
        counts = controller.get(reverse("procedures:manage_units")).context["counts"]
        assert {unit.code: applied.differing for unit, applied in counts.items()} == {
            "376": 0,
            "14635": 1,
            "14638": 0,
        }
        address = reverse("procedures:manage_unit", args=["14635"])
        assert [each.version.procedure for each in controller.get(address).context["handled"]] == [birth]
        assert len(controller.get(f"{address}?all=1").context["handled"]) == 2

    def test_as_a_workbook(self, controller, set_at_units, birth, commune):
        set_at_units([birth], [commune], "not_applied")
        response = controller.get(reverse("procedures:manage_unit_excel", args=["14635"]))
        rows = list(openpyxl.load_workbook(io.BytesIO(response.getvalue())).active.values)
        assert rows[1][:2] == ("1.001193", "Đăng ký khai sinh")
        assert rows[1][4:6] == ("Not applied", "Chưa có cán bộ")

    def test_nobody_else(self, client, clerk, commune):
        client.force_login(clerk)
        for name, args in (("manage_units", []), ("set_at_units", []), ("manage_unit", ["14635"])):
            assert client.get(reverse(f"procedures:{name}", args=args)).status_code == 403

    def test_a_unit_that_there_is_not(self, controller, commune):
        assert controller.get(reverse("procedures:manage_unit", args=["99999"])).status_code == 404
