"""axe finds nothing on the pages where procedure control keeps the catalogue."""

from datetime import date

import pytest

from procedures import actions
from procedures.content import Charge
from procedures.models import ProcedureAtUnit
from tests.browser.accessibility.axe import faults, faults_at
from tests.tables import write_procedures


@pytest.fixture
def amending(control, support, now):
    """A draft that amends the support."""
    head = {"number": "55/QĐ-UBND", "issued_on": date(2018, 1, 10), "effective_from": date(2018, 1, 22)}
    decision = actions.draft_decision(**head, by=control, now=now)
    return actions.draft_lines(decision=decision, kind="amend", procedures=[support], by=control, now=now)[0]


def test_a_procedures_page(visit, control, support, amending, now):
    charge = Charge("charge", 8000, "online", "NQ 35/2016")
    actions.set_fee(procedure=support, charge=charge, valid_from=date(2018, 2, 1), by=control, now=now)
    actions.apply_decision(decision=amending.decision, by=control, now=now)
    first, second = support.versions.values_list("pk", flat=True)
    address = "/procedures/manage/commune/1.001776/"
    page = visit(control, {400})
    assert faults_at(page, address, f"{address}?a={first}&b={second}") == {}
    page.goto(address)
    page.locator(".more-action summary").click()
    page.locator("[name=valid_from]").fill("2018-03-01")
    page.locator(".more-action button").click()
    page.locator("[name=basis].is-invalid").wait_for()
    assert faults(page) == []


def test_a_line_and_lines_from_a_table(visit, control, support, amending, tmp_path):
    decision = f"/procedures/decisions/{amending.decision_id}/"
    page = visit(control, {400})
    assert faults_at(page, decision, f"{decision}lines/{amending.pk}/", f"{decision}lines/table/") == {}
    for row in ({"code": "1.009999", "name": "Thủ tục mới"}, {"time_limit": "-1"}):
        page.locator("[name=file]").set_input_files(write_procedures(tmp_path, row))
        page.locator("form[enctype] button").click()
        page.locator("main table").wait_for()
        assert faults(page) == []
        page.goto(page.url)


def test_who_applies_what(visit, control, commune, support):
    differs = {"procedure": support, "unit": commune, "handling": "not_applied", "reason": "Chưa có cán bộ"}
    ProcedureAtUnit.objects.create(**differs, valid_from=date(2018, 1, 1))
    page = visit(control, {400})
    units = "/procedures/manage/units/"
    assert faults_at(page, "/procedures/manage/?q=to+khai", units, f"{units}14635/", f"{units}set/") == {}
    page.locator("[name=codes]").fill("1.001776")
    page.locator("[name=units]").last.check()
    page.locator("main form button").last.click()
    page.locator("[name=reason].is-invalid").wait_for()
    assert faults(page) == []
    page.locator("[name=reason]").fill("Đã có cán bộ")
    page.locator("main form button").last.click()
    page.locator("[name=sure]").wait_for()
    assert faults(page) == []


def test_many_changed_alike(visit, control, birth, support, amending):
    page = visit(control, {400})
    page.goto("/procedures/manage/?q=to+khai")
    page.locator("[name=chosen]").first.check()
    page.locator("#alike-what").select_option("own_time")
    page.locator("#alike button").first.click()
    page.locator("[name=promised_limit]").wait_for()
    assert faults(page) == []
    page.goto("/procedures/manage/alike/?what=own_time&which=found")
    page.locator("[name=promised_limit]").fill("3")
    page.locator("[name=decision]").select_option(index=1)
    page.locator("main form button").last.click()
    page.locator("[name=sure]").wait_for()
    assert faults(page) == []
    page.locator("[name=sure]").click()
    page.wait_for_url(f"**/procedures/decisions/{amending.decision_id}/")
    amending.refresh_from_db()
    assert amending.draft["promised_limit"] == 3
