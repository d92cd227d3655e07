"""Feedback on a procedure: from a citizen's phone, without JavaScript, to the answer that everybody reads."""

import pytest

from procedures.models import Feedback
from tests.browser.conftest import log_in
from tests.procedures.said import ANSWER, NAME, TEXT

NARROW = {"width": 360, "height": 740}
PUBLIC = "Bị yêu cầu nộp thêm giấy tờ."


@pytest.fixture
def phone(open_browser):
    return open_browser(java_script_enabled=False, viewport=NARROW, has_touch=True, is_mobile=True, expects={400})


def assert_fits(page):
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW["width"]


def test_sent_answered_published_and_read(phone, open_browser, birth, other_commune, district, leader, control):
    phone.goto(f"/procedures/{birth.code}/")
    assert_fits(phone)
    phone.locator("#feedback-commune a").first.tap()
    phone.locator("[name=text]").wait_for()
    assert_fits(phone)
    phone.locator("main form.panel button").tap()  # with nothing in it
    phone.locator("#form-errors").wait_for()
    assert_fits(phone)
    phone.locator("[name=kind]").first.check()
    phone.locator("[name=about]").select_option("14635")
    phone.locator("[name=text]").fill(TEXT)
    phone.locator("[name=sender_name]").fill(NAME)
    phone.locator("main form.panel button").tap()
    phone.locator(".feedback-codes").wait_for()
    assert_fits(phone)
    said = Feedback.objects.get()
    assert [code.inner_text() for code in phone.locator(".feedback-codes dd").all()] == [said.number, said.secret]
    phone.reload()
    assert phone.locator(".feedback-codes").count() == 1
    assert Feedback.objects.count() == 1

    desk = open_browser(leader)
    desk.goto(f"/procedures/feedback/{said.pk}/")
    desk.locator("#answer [name=text]").fill(ANSWER)
    desk.locator("#answer button").click()
    desk.locator("main .alert-success").wait_for()
    office = open_browser(control)
    office.goto(f"/procedures/feedback/{said.pk}/")
    office.locator("#publish [name=text]").fill(PUBLIC)
    office.locator("#publish button").click()
    office.locator(".said").wait_for()

    phone.goto("/procedures/feedback/follow/")
    phone.locator("[name=number]").fill(said.number)
    phone.locator("[name=secret]").fill(said.secret)
    phone.locator("main form.panel button").tap()
    phone.locator(".standing.is-ready").wait_for()
    assert_fits(phone)
    assert ANSWER in phone.locator("main").inner_text()
    phone.goto(f"/procedures/{birth.code}/feedback/")
    page = phone.locator("main").inner_text()
    assert PUBLIC in page
    assert ANSWER in page
    assert NAME not in page
    assert_fits(phone)


def test_the_clerk_takes_it_down_and_prints_the_codes(open_browser, clerk, birth, other_commune, district):
    page = open_browser(java_script_enabled=False)
    log_in(page, clerk)
    page.goto(f"/procedures/{birth.code}/")
    page.locator("#feedback-commune a[href*='/feedback/record/']").click()
    page.locator("[name=channel]").select_option("phone")
    page.locator("[name=kind]").last.check()
    page.locator("[name=text]").fill(TEXT)
    page.locator("main form.panel button").click()
    page.locator(".feedback-codes").wait_for()
    said = Feedback.objects.get()
    assert (said.channel, said.recorded_by, said.unit.code) == ("phone", clerk, "14635")
