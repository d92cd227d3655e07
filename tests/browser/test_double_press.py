"""However often and however a form is sent: one dossier, one code."""

import pytest

from dossiers.models import Dossier, DossierCounter
from tests.browser.conftest import open_intake
from tests.builders import receive

DOSSIER = "**/dossiers/000.06.28.H42-180115-0001/"


@pytest.fixture
def filled(open_browser, clerk, birth):
    """The intake of a birth, filled in, not sent."""
    page = open_browser(clerk)
    open_intake(page, birth)
    page.keyboard.type("Nguyễn Văn Đức")
    page.keyboard.press("F8")
    return page


def test_double_click(filled):
    filled.locator("[name=receive]").dblclick()
    filled.wait_for_url(DOSSIER)
    assert_received_once()


def test_enter_twice_on_the_button(filled):
    filled.locator("[name=receive]").focus()
    filled.keyboard.press("Enter")
    filled.keyboard.press("Enter")
    filled.wait_for_url(DOSSIER)
    assert_received_once()


def test_ctrl_enter_once_more_on_the_next_page_moves_nothing(filled):
    filled.keyboard.press("Control+Enter")
    filled.wait_for_url(DOSSIER)
    with filled.expect_popup():  # the receipt, in a tab of its own
        filled.keyboard.press("Control+Enter")
    filled.wait_for_url(DOSSIER)
    assert_received_once()
    assert filled.locator(".is-invalid").count() == 0


def test_back_and_sent_again(filled):
    key = filled.locator("[name=key]").input_value()
    filled.locator("[name=receive]").click()
    filled.wait_for_url(DOSSIER)
    filled.go_back()
    assert filled.locator("[name=key]").input_value() == key
    assert filled.locator("[name=applicant_name]").input_value() == "Nguyễn Văn Đức"
    filled.locator("[name=receive]").click()
    filled.wait_for_url(DOSSIER)
    filled.locator("main > [role=status].alert-info").wait_for()  # saved already, with its code
    assert_received_once()


def test_back_and_sent_again_with_another_name_shows_both(open_browser, clerk, birth):
    page = open_browser(clerk, expects={409})
    open_intake(page, birth)
    page.keyboard.type("Nguyễn Văn Đức")
    page.keyboard.press("F8")
    page.locator("[name=receive]").click()
    page.wait_for_url(DOSSIER)
    page.go_back()
    page.locator("[name=applicant_name]").fill("Trần Thị Bình")
    page.locator("[name=receive]").click()
    page.locator("main .alert-warning").wait_for()
    both = page.locator("main").inner_text()
    assert "Nguyễn Văn Đức" in both
    assert "Trần Thị Bình" in both
    assert_received_once()


def test_a_verb_pressed_twice_moves_once(open_browser, officer, clerk, support, now):
    dossier = receive(by=clerk, procedure=support, now=now)
    page = open_browser(officer)
    page.goto(f"/dossiers/{dossier.code}/")
    page.locator("#start button").dblclick()
    page.locator(".badge-state.processing").wait_for()
    assert dossier.events.filter(kind="started").count() == 1


def assert_received_once():
    dossier = Dossier.objects.get()
    assert dossier.events.count() == 1
    assert DossierCounter.objects.get().last == 1
