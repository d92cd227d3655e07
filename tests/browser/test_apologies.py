"""Apology by exception at the desk: ticked, recorded in one press, printed together; then the applicant's telephone."""

from io import BytesIO

import pypdfium2
import pytest

from dossiers.models import Apology
from tests.browser.conftest import log_in
from tests.browser.test_citizen import opened
from tests.browser.test_phone import PHONE
from tests.builders import at, receive, reread

REASON = "Chờ ý kiến phối hợp của cơ quan thuế"


@pytest.fixture
def dossiers(clerk, support, clock):
    """Three that fall due on Monday the 22nd; it is the Friday before, after three."""
    clock.starts_at = at("2018-01-19 15:05")
    clock.save()
    names = ("Trần Thị Một", "Lê Văn Hai", "Phạm Thị Ba")
    return [receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"), applicant_name=name) for name in names]


def test_two_are_apologised_for_in_one_press_and_printed_together(open_browser, officer, dossiers):
    page = open_browser()
    log_in(page, officer)
    page.locator("a[href='/desk/apologies/']").click()
    first, second, third = dossiers
    fill_in_by_keyboard(page)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert [(apology.dossier, apology.reason) for apology in Apology.objects.order_by("pk")] == [
        (first, REASON),
        (second, "Xác minh thực tế"),
    ]
    assert reread(first).promised_at == reread(second).promised_at == at("2018-01-25 17:00")
    assert page.locator("main .alert").inner_text() == "Đã ghi nhận 2 phiếu xin lỗi và hẹn lại."
    assert page.locator("[name=dossier]").evaluate_all("boxes => boxes.map(box => box.value)") == [str(third.pk)]

    address = page.locator("a[href*='print.pdf']").get_attribute("href")
    answer = page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    letters = [text_of(sheet) for sheet in pypdfium2.PdfDocument(BytesIO(answer.body()))]
    assert len(letters) == 2
    for letter, dossier, reason in zip(letters, (first, second), (REASON, "Xác minh thực tế"), strict=True):
        for words in (dossier.code, dossier.applicant_name, reason, "ngày 25 tháng 01 năm 2018"):
            assert words in letter

    phone = open_browser(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=3)
    opened(phone, reread(first))
    assert "25/01/2018" in phone.locator(".standing").inner_text()


def test_what_is_wrong_stands_at_its_row_and_nothing_is_lost(open_browser, officer, dossiers):
    page = open_browser(officer, expects={400})
    page.goto("/desk/apologies/")
    page.locator("[name=dossier]").first.check()
    page.locator("[name=all-reason]").fill(REASON)
    page.locator(".apologies button").click()
    assert page.locator(".row-faults li").all_inner_texts() == ["Hãy nhập ngày hẹn lại."]
    assert page.locator("[name=all-reason]").input_value() == REASON
    assert page.locator("[name=dossier]").first.is_checked()
    assert not Apology.objects.exists()


def fill_in_by_keyboard(page):
    """Date and reason once for all, two ticked, one of them with a reason of its own."""
    page.locator("[name=all-promised_on]").fill("2018-01-25")
    page.locator("[name=all-reason]").focus()
    page.keyboard.type(REASON)
    for tick in page.locator("[name=dossier]").all()[:2]:
        tick.focus()
        page.keyboard.press("Space")
    page.locator("[name$='-reason']:not([name=all-reason])").nth(1).focus()
    page.keyboard.type("Xác minh thực tế")


def text_of(sheet):
    return " ".join(sheet.get_textpage().get_text_range().split())
