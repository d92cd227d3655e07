"""The desk's main work: received and handed back in one press, and the next paper of whoever still stands there."""

from dossiers.models import Dossier
from dossiers.states import DossierState
from tests.browser.conftest import open_intake


def test_two_papers_of_one_person(open_browser, clerk, birth, certification):
    page = open_browser(clerk)
    open_intake(page, certification)
    page.keyboard.type("Nguyễn Văn Đức")
    page.locator("[name=applicant_id]").fill("164000111")
    page.locator("[name=applicant_phone]").fill("0912345678")
    page.locator("[name=copies]").fill("3")
    page.locator("[name=result_number]").fill("125")
    page.keyboard.press("F8")
    page.keyboard.press("F9")
    page.wait_for_url("**/dossiers/000.06.28.H42-180115-0001/")

    page.keyboard.press("F7")  # next paper of this person
    page.wait_for_url("**/desk/receive/?after=000.06.28.H42-180115-0001")
    page.keyboard.type("khai sinh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/receive/?procedure=1.001193&after=000.06.28.H42-180115-0001")
    typed = {name: page.locator(f"[name={name}]").input_value() for name in ("applicant_name", "applicant_id")}
    assert typed == {"applicant_name": "Nguyễn Văn Đức", "applicant_id": "164000111"}
    page.keyboard.press("F8")
    page.locator("[name=hand_back_now]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dossiers/000.06.28.H42-180115-0002/")

    first, second = Dossier.objects.order_by("code")
    assert (first.state, second.state) == (DossierState.HANDED_BACK, DossierState.HANDED_BACK)
    assert (first.copies, first.fee_amount, first.result_number) == (3, 6000, "125")
    assert first.searched_names == second.searched_names
    assert first.applicant_phone == second.applicant_phone == "0912345678"
    for dossier in (first, second):
        assert list(dossier.events.order_by("pk").values_list("kind", flat=True)) == [
            "received",
            "resolved",
            "handed_back",
        ]
