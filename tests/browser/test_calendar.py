"""A storm: the administrator proposes a day off, sees whom it moves, accepts, and the officer reads why."""

import pytest

from tests.builders import receive, reread


@pytest.fixture
def dossier(clerk, support, now):
    """Of five working days, received on Monday: due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=now)


def test_a_day_off_is_proposed_shown_and_accepted(open_browser, administrator, officer, dossier):
    page = open_browser(administrator)
    page.goto("/calendar/")
    page.keyboard.press("F2")
    page.locator("[name=source]").fill("Công điện số 01/CĐ-TTg")
    page.locator("[name=rows-0-first_day]").fill("2018-01-18")
    page.locator("[name=rows-0-name]").fill("Bão số 1")
    page.keyboard.press("Control+Enter")
    page.locator("[name=reason]").wait_for()
    moved = page.locator(f"tr:has-text('{dossier.code}')").inner_text()
    assert "22/01/2018" in moved
    assert "23/01/2018" in moved
    assert reread(dossier).due_at == dossier.due_at
    page.locator("[name=reason]").fill("Nghỉ tránh bão")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/calendar/changes/*/")

    officers = open_browser(officer)
    officers.goto(f"/dossiers/{dossier.code}/")
    history = officers.locator(".history").inner_text()
    assert "hẹn trả ngày 23/01/2018 thay cho 22/01/2018" in history
    assert "Nghỉ tránh bão" in history
    officers.locator("summary:has(.due)").click()
    assert "Thứ Năm 18/01: nghỉ Bão số 1" in officers.locator("ul[lang=vi]").first.inner_text()
