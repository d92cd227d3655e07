"""A morning without power: twenty lines of the paper book, by keyboard alone, three of them wrong at first."""

import time

import pytest

from dossiers.models import Dossier, DossierCounter

CARD = "037085001234|164000111|Nguyen Van Duc|05031985|Nam|Xom 5, xa Kim Dinh|02062021"
WRONG = {5: {"time": "25:10"}, 11: {"phone": "091"}, 17: {"time": "1:40"}}  # the last one means the afternoon
PATIENCE = 120  # seconds for all of it; a clerk with such a page before him has no more than some minutes


@pytest.fixture
def page(open_browser, clerk, certification):
    page = open_browser(clerk, expects={400})
    page.goto("/desk/")
    page.keyboard.press("F8")
    page.wait_for_url("**/desk/paper-book/")
    page.locator("[name=reason]:focus").wait_for()
    return page


def focused(page):
    return page.evaluate("document.activeElement.name")


def put(page, *texts):
    """Each into the field that has the focus, Enter after each."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def say(page, day, reason, procedure):
    """The head of the page: from the reason back to the day, then on to the lines."""
    for _ in range(10):  # the parts of the date, and its calendar, are stops of their own
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement !== document.querySelector('[name=day]')"):
            break
    page.keyboard.press("Tab")
    page.keyboard.type(day)
    assert page.locator("[name=day]").input_value() == "2018-01-12"
    while focused(page) != "reason":
        page.keyboard.press("Tab")
    put(page, reason, procedure, "")
    assert focused(page) == "line1-paper_number"


def put_line(page, number):
    """Number, time, no other day, the procedure of the head, name, no paper, phone, address, copies and the rest."""
    wrong = WRONG.get(number, {})
    put(page, f"{number}", wrong.get("time", f"8{number:02d}"), "", "")
    put(
        page,
        f"Trần Văn {chr(64 + number)}",
        "",
        wrong.get("phone", "0912345678"),
        "Xóm 4",
        "",
        "",
        "",
        f"{100 + number}",
    )


def test_twenty_lines_three_of_them_wrong(page, clerk):
    begun = time.monotonic()
    say(page, "01122018", "Mất điện", "2.000815")
    for number in range(1, 21):
        assert focused(page) == f"line{number}-paper_number"
        put_line(page, number)
    page.keyboard.press("Control+Enter")

    page.locator("[name=line5-time]:focus").wait_for()  # the first fault
    assert Dossier.objects.count() == 17
    assert page.locator("tr[data-line]").first.get_attribute("data-line") == "line5-"
    assert page.locator(".alert-success").inner_text().count("000.06.28.H42-180112-") == 17
    page.keyboard.press("Control+a")
    put(page, "8:05", "", "", "", "")
    assert focused(page) == "line5-applicant_phone"
    page.keyboard.press("ArrowDown")  # to the same column of the next line that stayed; what stands there is marked
    assert focused(page) == "line11-applicant_phone"
    page.keyboard.type("0912345678")
    page.keyboard.press("ArrowDown")
    for _ in range(5):
        page.keyboard.press("Shift+Tab")
    assert focused(page) == "line17-time"
    page.keyboard.type("13:40")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/paper-book/")
    page.locator(".alert-success").wait_for()
    page.locator("[name=line1-paper_number]:focus").wait_for()
    taken = time.monotonic() - begun

    assert (Dossier.objects.count(), DossierCounter.objects.get().last) == (20, 20)
    assert set(Dossier.objects.values_list("state", "fee_amount")) == {("handed_back", 2000)}
    assert not Dossier.objects.filter(entered_from_book_at=None).exists()
    late = Dossier.objects.get(paper_number="17")
    assert (f"{late.received_at:%H:%M}", late.result_number) == ("06:40", "117")  # UTC
    assert page.locator("[name=reason]").input_value() == "Mất điện"
    assert taken < PATIENCE


def test_keys_walk_the_grid_as_a_table(page):
    first = page.locator("[name=line1-time]")
    first.focus()
    page.keyboard.type("800")
    for key, name in (
        ("ArrowDown", "line2-time"),
        ("ArrowRight", "line2-day"),
        ("ArrowLeft", "line2-time"),
        ("ArrowUp", "line1-time"),
        ("ArrowLeft", "line1-time"),  # all of it was marked: first to its beginning
        ("ArrowLeft", "line1-paper_number"),
    ):
        page.keyboard.press(key)
        assert (key, focused(page)) == (key, name)
    page.keyboard.press("Escape")
    assert page.url.endswith("/desk/paper-book/")


@pytest.mark.parametrize("field", ["paper_number", "applicant_name", "at_once", "result_number"])
def test_a_card_fills_the_line_in_which_it_is_scanned(page, field):
    page.locator(f"[name=line3-{field}]").focus()
    page.keyboard.type(CARD)
    page.keyboard.press("Enter")
    page.locator("#line3-check-name").wait_for(state="visible")
    read = {
        name: page.locator(f"[name=line3-{name}]").input_value()
        for name in ("applicant_id", "applicant_name", "applicant_address", "paper_number", "result_number")
    }
    assert read == {
        "applicant_id": "037085001234",
        "applicant_name": "Nguyen Van Duc",
        "applicant_address": "Xom 5, xa Kim Dinh",
        "paper_number": "",
        "result_number": "",
    }
    assert page.locator("[name=line3-at_once]").is_checked()
    assert page.locator("[name=line2-applicant_name]").input_value() == ""
    assert focused(page) == "line3-applicant_name"


def test_going_back_and_sending_again_saves_nothing_twice(page):
    say(page, "01122018", "Mất điện", "2.000815")
    put_line(page, 1)
    page.keyboard.press("Control+Enter")
    page.locator(".alert-success").wait_for()
    page.go_back()
    page.locator("[name=line1-applicant_name]").wait_for()
    page.evaluate("document.querySelector('#paper-book').requestSubmit()")
    page.locator(".alert").first.wait_for()
    assert Dossier.objects.count() == 1
