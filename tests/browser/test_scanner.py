"""A scanner is a keyboard that types fast and presses Enter, into whatever has the focus."""

import pytest

from dossiers.models import Dossier
from tests.browser.conftest import open_intake
from tests.builders import receive

CARD = "037085001234|164000111|Nguyen Van Duc|05031985|Nam|Xom 5, xa Kim Dinh, Kim Son, Ninh Binh|02062021"
READ = {
    "applicant_id": "037085001234",
    "applicant_name": "Nguyen Van Duc",
    "applicant_birth_date": "1985-03-05",
    "applicant_address": "Xom 5, xa Kim Dinh, Kim Son, Ninh Binh",
}


@pytest.fixture
def intake(open_browser, clerk, birth):
    page = open_browser(clerk)
    open_intake(page, birth)
    return page


def scan(page, text):
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def fields(page, names):
    return {name: page.locator(f"[name={name}]").input_value() for name in names}


def assert_read(page):
    page.locator("#check-name").wait_for(state="visible")  # the name is to be checked
    assert fields(page, READ) == READ
    assert page.evaluate("document.activeElement.name") == "applicant_name"
    assert page.url.endswith("/desk/receive/?procedure=1.001193")
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    "field", ["applicant_name", "applicant_id", "applicant_phone", "applicant_address", "copies", "result_number"]
)
def test_a_citizen_card_is_read_in_any_field(intake, field):
    intake.locator(f"[name={field}]").focus()
    before = intake.locator(f"[name={field}]").input_value()
    scan(intake, CARD)
    assert_read(intake)
    if field not in READ:
        assert intake.locator(f"[name={field}]").input_value() == before


@pytest.mark.parametrize("field", ["[type=checkbox]", "[name=fee_status]", "[name=receive]"])
def test_and_where_there_is_no_text_to_type_into(intake, field):
    intake.locator(f"#intake {field}").first.focus()
    status = fields(intake, ["fee_status"])
    scan(intake, CARD)
    assert_read(intake)
    assert intake.locator("#intake [type=checkbox]:checked").count() == 0
    assert fields(intake, ["fee_status"]) == status


def test_a_scan_beside_what_was_typed_leaves_that_alone(intake):
    phone = intake.locator("[name=applicant_phone]")
    phone.press_sequentially("0912345678")
    scan(intake, CARD)
    assert_read(intake)
    assert phone.input_value() == "0912345678"


def test_a_scan_over_what_is_selected_leaves_that_alone(intake):
    intake.locator("[name=applicant_phone]").fill("0912345678")
    intake.locator("[name=applicant_id]").focus()
    intake.keyboard.press("Tab")  # selects what stands in the next field
    scan(intake, CARD)
    assert_read(intake)
    assert intake.locator("[name=applicant_phone]").input_value() == "0912345678"


def test_a_card_scanned_before_the_procedure_is_chosen_stays_out_of_addresses(open_browser, clerk, birth):
    page = open_browser(clerk)
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/desk/receive/")
    page.locator("#q:focus").wait_for()
    scan(page, CARD)
    page.wait_for_function("document.getElementById('q').value === ''")
    page.keyboard.type("khai sinh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/receive/?procedure=1.001193")
    assert [address for address in addresses if "037085001234" in address] == []


def test_a_dossier_code_opens_the_dossier(open_browser, clerk, birth, now):
    dossier = receive(by=clerk, procedure=birth, now=now)
    page = open_browser(clerk)
    page.goto("/desk/")
    page.keyboard.press("F4")
    scan(page, dossier.code)
    page.wait_for_url(f"**/dossiers/{dossier.code}/")


def test_a_citizen_card_finds_the_persons_dossier(open_browser, clerk, birth, now):
    dossier = receive(by=clerk, procedure=birth, now=now, applicant_id_number="037085001234")
    page = open_browser(clerk)
    page.goto("/desk/")
    page.keyboard.press("F4")
    scan(page, CARD)
    page.wait_for_url(f"**/dossiers/{dossier.code}/")


def test_enter_moves_on_and_never_submits(intake):
    intake.evaluate("document.querySelectorAll('#intake details').forEach((part) => { part.open = true })")
    intake.evaluate("document.addEventListener('submit', () => { window.wasSent = true })")
    inputs = intake.locator("#intake :is(input:not([type=hidden]):not([type=file]), select)").all()
    assert len(inputs) > 15
    for field in inputs:
        field.focus()
        was = intake.evaluate("document.activeElement.name")
        intake.keyboard.press("Enter")
        assert intake.evaluate("document.activeElement.name") != was
    assert not intake.evaluate("window.wasSent")
    assert not Dossier.objects.exists()
