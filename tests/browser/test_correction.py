"""A mistake at reception: the leader puts it right, the desk prints anew, and the old receipt says so."""

import pypdfium2
import pytest
import zxingcpp

from tests.browser.test_phone import PHONE, assert_fits
from tests.builders import at, receive, reread


@pytest.fixture
def phone(open_browser):
    return open_browser(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=3)


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now, applicant_name="Nguyễn Văn Đức")


def test_a_name_is_put_right_and_the_old_receipt_says_so(open_browser, phone, clerk, leader, dossier, clock):
    desk = open_browser(clerk)
    old = printed(desk, dossier)
    clock.starts_at = at("2018-01-15 14:00")
    clock.save()

    page = open_browser(leader)
    page.goto(f"/dossiers/{dossier.code}/")
    page.locator(f"a[href='/dossiers/{dossier.code}/correct/']").click()
    page.locator("[name=applicant_name]:focus").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("Nguyễn Văn Dực")
    page.locator("[name=reason]").fill("Nghe nhầm tên")
    page.keyboard.press("Control+Enter")
    page.locator(".across tbody tr").wait_for()
    assert page.locator(".across tbody td").all_inner_texts()[1:] == ["Nguyễn Văn Đức", "Nguyễn Văn Dực"]
    assert reread(dossier).applicant_name == "Nguyễn Văn Đức"
    page.keyboard.press("Control+Enter")
    page.locator(".history").wait_for()
    assert "Nguyễn Văn Đức → Nguyễn Văn Dực. Lý do: Nghe nhầm tên" in page.locator(".history").inner_text()
    assert reread(dossier).applicant_name == "Nguyễn Văn Dực"

    new = printed(desk, dossier)
    assert "Giấy hẹn này thay giấy hẹn bản số 1" in text_of(new)
    assert "Giấy hẹn này đã được thay bằng bản số 2." in followed(phone, dossier, old)
    assert "đã được thay" not in followed(phone, dossier, new)


def test_a_clerk_mends_what_he_just_typed_without_javascript(open_browser, clerk, dossier):
    page = open_browser(clerk, java_script_enabled=False)
    page.goto(f"/dossiers/{dossier.code}/correct/")
    page.locator("[name=applicant_phone]").fill("0912345678")
    page.locator(".stays button").click()
    page.locator(".across button").click()
    assert reread(dossier).applicant_phone == "0912345678"
    assert "0912345678" in page.locator(".facts").inner_text()


def test_who_comes_second_is_told(open_browser, clerk, leader, dossier):
    first, second = open_browser(clerk), open_browser(leader, expects={409})
    for page, phone_number in ((first, "0912345678"), (second, "0987654321")):
        page.goto(f"/dossiers/{dossier.code}/correct/")
        page.locator("[name=applicant_phone]").fill(phone_number)
        page.locator("[name=reason]").fill("Ghi nhầm")
        page.locator(".stays button").click()
        page.locator(".across tbody tr").wait_for()
    first.locator(".across button").click()
    first.locator(".history").wait_for()
    second.locator(".across button").click()
    second.locator("p.across").wait_for()
    assert reread(dossier).applicant_phone == "0912345678"
    assert second.locator("[name=applicant_phone]").input_value() == "0987654321"


def printed(page, dossier):
    """The applicant's copy of the receipt, as the desk prints it now."""
    slip = page.request.get(f"/dossiers/{dossier.code}/receipt.pdf")
    return pypdfium2.PdfDocument(slip.body())[0]


def text_of(sheet):
    return " ".join(sheet.get_textpage().get_text_bounded().split())


def followed(phone, dossier, sheet):
    """What the applicant reads who scans the QR of that receipt and types the secret."""
    picture = sheet.render(scale=300 / 72).to_pil()
    [address] = [code.text for code in zxingcpp.read_barcodes(picture) if "/track/" in code.text]
    phone.goto(address[address.index("/track/") :])
    phone.locator("[name=secret]").fill(dossier.secret)
    phone.locator("main form button").tap()
    phone.locator(".standing").wait_for()
    assert_fits(phone)
    return phone.locator("main").inner_text()
