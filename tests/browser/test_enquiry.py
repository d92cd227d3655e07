"""At the counter, by keyboard: a missing paper is asked for, the person comes back; somebody else is refused."""

import re

import pypdfium2
import pytest

from dossiers.models import Dossier, DossierCounter, Enquiry, RefusalCause
from tests.browser.conftest import open_intake
from tests.builders import at, enquire

FORM, CERTIFICATE = "Tờ khai đăng ký khai sinh", "Giấy chứng sinh"


@pytest.fixture
def page(open_browser, clerk):
    return open_browser(clerk)


def text_of(page):
    """Of the slip that the page of an enquiry prints; F9 opens the same address."""
    slip = page.request.get(page.locator("a[href$='/slip.pdf']").get_attribute("href"))
    assert slip.status == 200
    pages = pypdfium2.PdfDocument(slip.body())
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def ticked(page):
    labels = page.locator(".papers label:has(:checked)").all_inner_texts()
    return [label.strip() for label in labels]


def at_enquiry(page):
    page.wait_for_url(re.compile(r"/desk/enquiries/\d+/$"))


def test_a_missing_paper_is_asked_for_and_one_key_receives_who_comes_back(page, clerk, birth, clock):
    open_intake(page, birth)
    page.keyboard.type("Nguyễn Văn Đức")
    page.get_by_label(FORM, exact=False).first.check()
    page.locator("button[name=advise]").press("Enter")

    page.wait_for_function("document.activeElement.name === 'reason'")
    assert page.locator("[name=missing]").input_value() == CERTIFICATE
    page.keyboard.type("Chưa có giấy chứng sinh của bệnh viện")
    page.keyboard.press("Control+Enter")
    at_enquiry(page)
    text = text_of(page)
    for words in ("PHIẾU HƯỚNG DẪN HOÀN THIỆN HỒ SƠ", CERTIFICATE, "Chưa có giấy chứng sinh của bệnh viện"):
        assert words in text
    enquiry = Enquiry.objects.get()
    assert (enquiry.brought, enquiry.missing, enquiry.made_by) == ([FORM], [CERTIFICATE], clerk)
    assert not DossierCounter.objects.exists()

    clock.starts_at = at("2018-01-17 09:00")
    clock.save()
    page.goto("/desk/")
    page.keyboard.press("F4")
    page.keyboard.type(enquiry.mark)  # as the scanner types it
    page.keyboard.press("Enter")
    at_enquiry(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/receive/?*")
    assert page.locator("[name=applicant_name]").input_value() == "Nguyễn Văn Đức"
    assert ticked(page) == [FORM]

    page.keyboard.press("F8")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/dossiers/*/")
    dossier = Dossier.objects.get()
    assert (Enquiry.objects.get().dossier, dossier.received_at.date()) == (dossier, at("2018-01-17 09:00").date())
    assert "lượt hướng dẫn số 01/HDHS ngày 15/01/2018" in page.locator(".history").inner_text()
    page.get_by_role("link", name="01/HDHS").click()
    at_enquiry(page)
    assert page.locator("main .btn-primary").count() == 0
    page.get_by_role("link", name=dossier.code).click()
    page.wait_for_url(f"**/dossiers/{dossier.code}/")


def test_somebody_is_refused_and_signs_for_it(page, birth):
    open_intake(page, birth)
    page.keyboard.type("Trần Thị Bé")
    page.locator("button[name=refuse]").press("Enter")
    page.wait_for_function("document.activeElement.name === 'cause'")
    page.locator("[name=cause]").select_option(RefusalCause.ENTITLEMENT)
    page.keyboard.press("Enter")
    page.keyboard.type("Không có giấy ủy quyền của cha mẹ cháu")
    page.keyboard.press("Control+Enter")
    at_enquiry(page)
    text = text_of(page)
    for words in (
        "PHIẾU TỪ CHỐI TIẾP NHẬN",
        "Trần Thị Bé",
        "Không có giấy ủy quyền của cha mẹ cháu",
        "NGƯỜI NỘP HỒ SƠ",
    ):
        assert words in text
    assert (Enquiry.objects.get().is_refusal, Dossier.objects.exists()) == (True, False)


def test_the_way_back_to_the_intake_keeps_what_was_typed(page, birth):
    open_intake(page, birth)
    page.keyboard.type("Nguyễn Văn Đức")
    page.get_by_label(FORM, exact=False).first.check()
    page.locator("[name=copies]").fill("3")
    page.locator("button[name=advise]").click()
    page.locator("[name=applicant_phone]").fill("0912345678")
    page.locator("button[name=again]").click()
    page.wait_for_url("**/desk/receive/")
    values = {name: page.locator(f"[name={name}]").input_value() for name in ("copies", "applicant_phone")}
    assert values == {"copies": "3", "applicant_phone": "0912345678"}
    assert ticked(page) == [FORM]
    page.keyboard.press("F8")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/dossiers/*/")
    assert (Dossier.objects.get().copies, Enquiry.objects.exists()) == (3, False)


def test_all_of_it_works_without_javascript(open_browser, clerk, birth):
    page = open_browser(clerk, java_script_enabled=False)
    page.goto(f"/desk/receive/?procedure={birth.code}")
    page.locator("[name=applicant_name]").fill("Nguyễn Văn Đức")
    page.locator("button[name=advise]").click()
    page.locator("[name=reason]").fill("Chưa có giấy tờ nào")
    page.locator("main button.btn-primary").click()
    at_enquiry(page)
    page.locator("main a[href*='enquiry=']").click()
    for box in page.locator(".papers [type=checkbox]").all():
        box.check()
    page.locator("button[name=receive]").click()
    page.wait_for_url("**/dossiers/*/")
    assert Enquiry.objects.get().dossier == Dossier.objects.get()


def test_two_pages_of_one_enquiry_make_one_dossier_and_the_other_is_told(open_browser, clerk, birth, now):
    enquiry = enquire(by=clerk, procedure=birth, now=now)
    pages = [open_browser(clerk, expects={409}) for _ in range(2)]
    for page in pages:
        page.goto(f"/desk/receive/?procedure={birth.code}&enquiry={enquiry.pk}")
        page.keyboard.press("F8")
    pages[0].keyboard.press("Control+Enter")
    pages[0].wait_for_url("**/dossiers/*/")
    pages[1].keyboard.press("Control+Enter")
    pages[1].wait_for_url("**/desk/receive/")
    dossier = Dossier.objects.get()
    assert dossier.code in pages[1].locator("#form-errors").inner_text()
