"""Papers are asked for during processing and brought: the officer, the desk and the applicant's phone in turn."""

import pytest

from dossiers import actions
from dossiers.states import DossierState
from tests.browser.conftest import log_in
from tests.browser.test_citizen import opened
from tests.browser.test_phone import PHONE
from tests.builders import at, receive, reread

HOUSEHOLD, AUTHORISATION = "Sổ hộ khẩu", "Giấy ủy quyền của các đồng thừa kế có chứng thực"


@pytest.fixture
def phone(open_browser):
    return open_browser(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=3)


@pytest.fixture
def dossier(clerk, support, now):
    """Of five working days, received on Monday: due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=now)


@pytest.fixture
def it_is(clock):
    """it_is("2018-01-17 10:00"): from here on, at the desks."""

    def it_is(moment):
        clock.starts_at = at(moment)
        clock.save()

    return it_is


def test_papers_are_asked_for_brought_and_taken_in(open_browser, phone, clerk, officer, dossier, it_is):
    officers, clerks = open_browser(), open_browser()
    assert "22/01/2018" in standing(phone, dossier)

    it_is("2018-01-17 10:00")
    log_in(officers, officer)
    officers.locator(f"a[href^='/dossiers/{dossier.code}/']").first.click()
    ask_by_keyboard(officers)
    officers.locator(".badge-state.supplement").wait_for()
    assert_prints(officers, 1)

    what_to_bring = standing(phone, dossier)
    for words in ("Còn thiếu giấy tờ", HOUSEHOLD, AUTHORISATION, str(dossier.receiving_desk)):
        assert words in what_to_bring
    assert "22/01/2018" not in what_to_bring  # nobody is promised a day while the clock stands still

    it_is("2018-01-24 08:00")
    log_in(clerks, clerk)
    find_by_keyboard(clerks, dossier)
    take_in_the_first_by_keyboard(clerks)
    clerks.locator(".badge-state.processing").wait_for()
    assert "hẹn trả ngày 29/01/2018 thay cho 22/01/2018" in clerks.locator(".history").inner_text()
    assert "17:00 29/01/2018" in clerks.locator("summary:has(.due)").inner_text()

    on_the_way = standing(phone, dossier)
    assert "29/01/2018" in on_the_way
    assert HOUSEHOLD not in on_the_way
    dossier = reread(dossier)
    assert (dossier.state, dossier.due_at) == (DossierState.PROCESSING, at("2018-01-29 17:00"))
    assert [paper.name for paper in dossier.documents.all()][2:] == [HOUSEHOLD]
    assert [(event.kind, event.by) for event in dossier.events.order_by("pk")] == [
        ("received", clerk),
        ("paused", officer),
        ("resumed", clerk),
    ]


def test_asking_a_second_time_needs_the_leaders_reason(open_browser, clerk, officer, dossier, it_is):
    asked = {"papers": [HOUSEHOLD], "reason": "Thiếu", "by": officer, "now": at("2018-01-16 10:00")}
    actions.ask_for_papers(dossier=dossier, **asked)
    actions.resume(dossier=dossier, by=clerk, papers=[HOUSEHOLD], now=at("2018-01-17 10:00"))
    it_is("2018-01-18 10:00")
    page = open_browser(officer, expects={400})
    page.goto(f"/dossiers/{dossier.code}/")
    ask_by_keyboard(page)
    page.locator("#ask_for_papers [name=leader_reason].is-invalid:focus").wait_for()
    assert reread(dossier).state == DossierState.PROCESSING
    assert page.locator("#ask_for_papers [name=papers]").input_value().splitlines() == [HOUSEHOLD, AUTHORISATION]

    page.keyboard.type("Luật đất đai yêu cầu")
    page.keyboard.press("Enter")  # to the number
    page.keyboard.press("Enter")  # to the button
    page.keyboard.press("Enter")
    page.locator(".badge-state.supplement").wait_for()
    assert_prints(page, 2)
    assert "Luật đất đai yêu cầu" in page.locator(".history").inner_text()
    assert dossier.pauses.get(round=2).leader_reason == "Luật đất đai yêu cầu"


def test_with_nothing_ticked_the_clock_stands_on(open_browser, clerk, officer, dossier, now, it_is):
    actions.ask_for_papers(dossier=dossier, papers=[HOUSEHOLD], reason="Thiếu", by=officer, now=now)
    it_is("2018-01-17 10:00")
    page = open_browser(clerk, expects={400})
    page.goto(f"/dossiers/{dossier.code}/#resume")
    page.locator("#resume [type=checkbox]:focus").wait_for()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.locator("#resume .invalid-feedback").wait_for()
    assert labels_of_ticked(page) == []
    assert reread(dossier).state == DossierState.SUPPLEMENT


def standing(phone, dossier):
    """What the applicant reads first, having typed the code and the secret of his receipt."""
    opened(phone, dossier)
    return phone.locator(".standing").inner_text()


def ask_by_keyboard(page):
    """Enter opens the folded action, makes a new line among the papers, passes over what may stay empty, and sends."""
    keys = page.keyboard
    page.locator("details:has(#ask_for_papers) > summary").focus()
    keys.press("Enter")
    keys.press("Tab")
    keys.type(f"{HOUSEHOLD}\n{AUTHORISATION}")
    keys.press("Tab")
    keys.type("Chưa có chữ ký của vợ")
    left = "input:not([type=hidden], [name=reason]), button"
    for _ in page.locator("#ask_for_papers").locator(left).all():
        keys.press("Enter")
    keys.press("Enter")


def find_by_keyboard(page, dossier):
    page.keyboard.press("F4")
    page.keyboard.type(dossier.code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossiers/{dossier.code}/")


def take_in_the_first_by_keyboard(page):
    """All that was asked for is ticked beforehand: what did not come is unticked."""
    assert labels_of_ticked(page) == [HOUSEHOLD, AUTHORISATION]
    page.locator("#resume [type=checkbox]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert labels_of_ticked(page) == [HOUSEHOLD]
    page.keyboard.press("Control+Enter")


def labels_of_ticked(page):
    return [label.strip() for label in page.locator("#resume :checked + label").all_inner_texts()]


def assert_prints(page, number):
    slip = page.request.get(page.locator(f"a[href$='/supplement-{number}.pdf']").first.get_attribute("href"))
    assert slip.status == 200
    assert slip.body().startswith(b"%PDF-")
