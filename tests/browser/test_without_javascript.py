"""Every page does its main work by plain forms."""

import pytest

from dossiers.models import Dossier
from dossiers.states import DossierState
from tests.browser.conftest import log_in
from tests.builders import receive, reread


@pytest.fixture
def open_plain_browser(open_browser):
    def open_plain_browser():
        return open_browser(java_script_enabled=False)

    return open_plain_browser


def test_from_intake_to_hand_back(open_plain_browser, clerk, officer, birth):
    page = open_plain_browser()
    log_in(page, clerk)
    page.locator("main a[href='/desk/receive/']").click()
    page.locator("#q").fill("dang ky khai")
    page.locator("#q").press("Enter")
    page.locator("#choices a").click()
    page.locator("[name=applicant_name]").fill("Nguyễn Văn Đức")
    for tick in page.locator(".papers [type=checkbox]").all():
        tick.check()
    page.locator("[name=receive]").click()
    dossier = Dossier.objects.get()
    address = f"**/dossiers/{dossier.code}/"
    page.wait_for_url(address)

    officers = open_plain_browser()
    log_in(officers, officer)
    officers.locator("[name=q]").fill("nguyen van duc")
    officers.locator("[name=q]").press("Enter")
    officers.wait_for_url(address)
    officers.locator("#start button").click()
    officers.locator("#resolve button").click()
    officers.locator(".badge-state.resolved").wait_for()

    page.goto("/desk/")
    page.locator(f"a[href^='/dossiers/{dossier.code}/'][href$='#hand_back']").click()
    page.locator("#hand_back [name=paper_shown]").select_option("receipt")
    page.locator("#hand_back button").click()
    page.locator(".badge-state.handed_back").wait_for()
    dossier.refresh_from_db()
    assert dossier.state == DossierState.HANDED_BACK
    assert list(dossier.events.order_by("pk").values_list("kind", flat=True)) == [
        "received",
        "started",
        "resolved",
        "handed_back",
    ]


def test_a_form_with_a_fault_comes_back_as_it_was_typed(open_browser, clerk, birth):
    page = open_browser(clerk, expects={400}, java_script_enabled=False)
    page.goto(f"/desk/receive/?procedure={birth.code}")
    page.locator("[name=applicant_name]").fill("Nguyễn Văn Đức")
    page.locator("[name=applicant_id]").fill("12345")
    page.locator(".papers [type=checkbox]").first.check()
    page.locator("[name=receive]").click()
    page.locator("#form-errors").wait_for()
    assert page.locator("[name=applicant_name]").input_value() == "Nguyễn Văn Đức"
    assert page.locator("[name=applicant_id]").input_value() == "12345"
    assert [tick.is_checked() for tick in page.locator(".papers [type=checkbox]").all()] == [True, False]
    page.locator("[name=applicant_id]").fill("")
    page.locator(".papers [type=checkbox]").last.check()
    page.locator("[name=receive]").click()
    page.wait_for_url(f"**/dossiers/{Dossier.objects.get().code}/")


def test_several_slips_are_scanned_one_a_line_and_sent_by_the_button(open_plain_browser, clerk, officer, support, now):
    dossiers = [receive(by=clerk, procedure=support, now=now) for _ in range(2)]
    page = open_plain_browser()
    log_in(page, officer)
    page.goto("/desk/custody/")
    page.locator("#id_codes").press_sequentially("\n".join(dossier.code for dossier in dossiers) + "\n")
    page.locator(".scan-box button").click()
    page.locator(".outcomes").wait_for()
    assert page.locator(".outcomes .alert-success").count() == 2
    assert {reread(dossier).handled_by for dossier in dossiers} == {officer}
