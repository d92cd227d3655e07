"""A large booklet is asked for with one press: the page says how far it is, and the PDF comes by itself."""

import pytest

from procedures import fitting
from tests.browser.accessibility.axe import faults

ADDRESS = "/procedures/postings/14635/booklet.pdf"
ASKS_AGAIN = '<meta http-equiv="refresh" content="0">'


@pytest.fixture(autouse=True)
def many_sheets(monkeypatch, birth, support, certification):
    """As with a hundred times as many: each request sets one."""
    monkeypatch.setattr(fitting, "AT_ONCE", 1)
    monkeypatch.setattr(fitting, "SECONDS", 0)


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_it_comes_by_itself(open_browser, clerk, java_script_enabled):
    page = open_browser(clerk, java_script_enabled=java_script_enabled)
    answers = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.url.endswith(ADDRESS) else None)
    page.goto("/procedures/postings/14635/")
    with page.expect_response(lambda answer: answer.headers.get("content-type") == "application/pdf"):
        page.locator(f"a[href='{ADDRESS}']").click()
    assert answers[:3] == [202, 202, 200]


def test_axe_finds_nothing_on_the_page_of_how_far_it_is(open_browser, clerk):
    page = open_browser(clerk, bypass_csp=True)

    def stand_still(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(ASKS_AGAIN, ""))

    page.route(f"**{ADDRESS}", stand_still)
    page.goto(ADDRESS)
    assert page.locator("progress").get_attribute("value") == "1"
    assert faults(page) == []
