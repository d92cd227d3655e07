"""One dossier's whole way over the desk, the clerk without a mouse."""

import re

from dossiers.models import Dossier
from dossiers.states import DossierState
from tests.browser.conftest import log_in, open_intake

CODE = "000.06.28.H42-180115-0001"


def test_from_intake_to_hand_back(open_browser, clerk, officer, birth, support):
    clerks, officers = open_browser(), open_browser()

    log_in(clerks, clerk)
    receive_by_keyboard(clerks)
    dossier = Dossier.objects.get()
    assert (dossier.code, dossier.state) == (CODE, DossierState.RECEIVED)
    assert (dossier.applicant_name, dossier.applicant_id_number) == ("Nguyễn Văn Đức", "164000111")
    assert (dossier.applicant_phone, dossier.applicant_address) == ("0912345678", "Xóm 5, xã Kim Định")
    assert [paper.name for paper in dossier.documents.all()] == ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh"]

    receipt = clerks.request.get(clerks.locator("a[href$='receipt.pdf']").first.get_attribute("href"))
    assert receipt.status == 200
    assert receipt.body().startswith(b"%PDF-")
    assert dossier.slips.get().content.tobytes() == receipt.body()

    log_in(officers, officer)
    officers.locator(f"form[action='/dossiers/{CODE}/start/'] button").click()
    officers.wait_for_url("**/desk/")
    officers.locator(f"a[href^='/dossiers/{CODE}/'][href$='#resolve']").click()
    officers.locator("#resolve [name=result_number]").fill("25/2018")
    officers.keyboard.press("Control+Enter")
    officers.locator(".badge-state.resolved").wait_for()

    clerks.goto("/desk/")
    clerks.locator(f"a[href^='/dossiers/{CODE}/'][href$='#hand_back']").focus()
    clerks.keyboard.press("Enter")
    clerks.wait_for_url(f"**/dossiers/{CODE}/**#hand_back")
    clerks.wait_for_function("document.activeElement.name === 'collected_by'")
    clerks.locator("#hand_back [name=paper_shown]").select_option("identity")
    clerks.keyboard.press("Control+Enter")
    clerks.locator(".badge-state.handed_back").wait_for()

    dossier.refresh_from_db()
    assert (dossier.state, dossier.outcome, dossier.result_number) == (DossierState.HANDED_BACK, "resolved", "25/2018")
    assert [(event.kind, event.by) for event in dossier.events.order_by("pk")] == [
        ("received", clerk),
        ("started", officer),
        ("resolved", officer),
        ("handed_back", clerk),
    ]
    assert dossier.events.get(kind="handed_back").data["paper_shown"] == "identity"


def receive_by_keyboard(page):
    keys = page.keyboard
    keys.press("F2")
    page.wait_for_url("**/desk/receive/")
    keys.type("dang ky khai si")
    keys.press("Enter")
    page.wait_for_url("**/desk/receive/?procedure=1.001193")
    page.wait_for_function("document.activeElement.name === 'applicant_name'")

    for text in ("Nguyễn Văn Đức", "164000111", "0912 345 678", "Xóm 5, xã Kim Định"):
        keys.type(text)
        keys.press("Enter")
    keys.press("F8")  # all required papers are here
    assert page.locator(".papers [type=checkbox]:checked").count() == 2

    due = page.locator(".stays")
    assert re.search(r"17:00 .*15/01/2018", due.locator(".ready").inner_text())
    assert "Nhận 15/01, hẹn 15/01" in due.inner_text()
    assert not Dossier.objects.exists()

    keys.press("Control+Enter")
    page.wait_for_url(f"**/dossiers/{CODE}/")


def test_papers_are_ticked_one_by_one_with_the_keyboard(open_browser, clerk, birth):
    page = open_browser(clerk)
    open_intake(page, birth)
    first, second = page.locator(".papers [type=checkbox]").all()
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # passes over the counts
    page.keyboard.press("Space")
    assert (first.is_checked(), second.is_checked()) == (True, True)


def test_arrow_keys_walk_through_the_choices(open_browser, clerk, birth, support, certification):
    page = open_browser(clerk)
    page.goto("/desk/receive/")
    page.keyboard.type("c")
    page.locator("#choices[data-for=c] a").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    href = page.evaluate("document.activeElement.getAttribute('href')")
    assert href == page.locator("#choices a").nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


def test_the_search_box_works_on_after_it_was_emptied(open_browser, clerk, birth):
    page = open_browser(clerk)
    page.goto("/desk/receive/")
    box = page.locator("#q")
    box.press_sequentially("khai")
    page.locator("#choices[data-for=khai] a").wait_for()
    box.fill("")
    page.locator("#choices[data-for='']").wait_for(state="attached")
    box.press_sequentially("sinh")
    page.locator("#choices[data-for=sinh] a").wait_for()
