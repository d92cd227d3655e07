"""Vietnamese unless somebody asks for English; the choice stays, and so does the page."""

import pytest

from tests.builders import receive


def language(page):
    return page.locator("html").get_attribute("lang")


def test_to_english_and_back(open_browser, clerk, birth):
    page = open_browser(clerk)
    page.goto(f"/desk/receive/?procedure={birth.code}")
    assert language(page) == "vi"
    page.locator("button[name=language][value=en]").click()
    page.locator("button[name=language][value=vi]").wait_for()
    assert language(page) == "en"
    assert page.url.endswith(f"/desk/receive/?procedure={birth.code}")
    page.goto("/desk/")
    assert language(page) == "en"
    page.locator("button[name=language][value=vi]").click()
    page.locator("button[name=language][value=en]").wait_for()
    assert language(page) == "vi"


def test_an_english_browser_gets_vietnamese_until_asked(open_browser):
    page = open_browser(locale="en-US")
    page.goto("/")
    assert language(page) == "vi"


@pytest.mark.parametrize("without", ["javascript", "nothing"])
def test_after_a_search_too(open_browser, clerk, birth, now, without):
    """What the box found was sent by POST; there is no such page to come back to."""
    for name in ("Nguyễn Văn Đức", "Nguyễn Văn Đạt"):
        receive(by=clerk, procedure=birth, now=now, applicant_name=name)
    page = open_browser(clerk, java_script_enabled=without != "javascript")
    page.goto("/desk/")
    page.locator("[name=q]").fill("nguyen van d")
    page.locator("[name=q]").press("Enter")
    page.wait_for_url("**/desk/find/")
    page.locator("button[name=language][value=en]").click()
    page.locator("button[name=language][value=vi]").wait_for()
    assert language(page) == "en"
