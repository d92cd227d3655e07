"""From a figure to its list, to a dossier, and back to the same list, in the address bar as well as on the page."""

import re

import pytest

from dossiers import actions
from tests.builders import at, receive

LATE = "/dossiers/?figure=resolved_late&from=2018-01-01&to=2018-01-31"


@pytest.fixture
def finished(clerk, officer, stranger, support):
    """Late: three of the commune and one of the other."""
    late = [receive(by=clerk, procedure=support, now=at(f"2018-01-0{day} 08:00")) for day in (2, 3, 4)]
    for dossier in late:
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 07:30"))
    other = receive(by=stranger, procedure=support, now=at("2018-01-05 08:00"))
    return late, actions.withdraw(dossier=other, by=stranger, reason="Xin rút", now=at("2018-01-15 07:40"))


def shown(page):
    return page.locator("table.list td.code").all_inner_texts()


def test_a_leader_goes_down_to_a_dossier_and_back(open_browser, district_leader, finished):
    late, other = finished
    page = open_browser(district_leader)
    page.goto(f"{LATE}&order=received")
    codes = shown(page)
    assert codes == [dossier.code for dossier in (*late, other)]
    listed = page.url
    page.locator("td.code a").nth(1).click()
    page.wait_for_url(f"**/dossiers/{codes[1]}/**")
    page.locator("a[rel=next]").click()
    page.wait_for_url(f"**/dossiers/{codes[2]}/**")
    page.locator(".way-back a").click()
    page.wait_for_url(re.compile("/dossiers/\\?figure="))
    assert shown(page) == codes
    assert sorted(page.url.partition("?")[2].split("&")) == sorted(listed.partition("?")[2].split("&"))


def test_from_each_figure_of_the_dashboard_to_exactly_its_dossiers(open_browser, district_leader, finished):
    page = open_browser(district_leader)
    page.goto("/dashboard/?from=2018-01-01&to=2018-01-31")
    cells = page.locator("td.number a[href*='figure=']").all()
    figures = [(int(cell.inner_text()), cell.get_attribute("href")) for cell in cells if cell.inner_text().isdigit()]
    assert {3, 1} <= {count for count, _ in figures}
    for count, address in figures:
        page.goto(address)
        assert len(shown(page)) == count, address


def test_each_part_of_the_filter_is_taken_away_by_itself(open_browser, district_leader, district, finished):
    page = open_browser(district_leader)
    page.goto(f"{LATE}&unit={district.pk}&below=on&state=withdrawn")
    assert shown(page) == [finished[1].code]
    for _ in range(3):
        page.locator(".filter-line a").first.click()
        page.wait_for_load_state()
    assert page.url.endswith("/dossiers/?")
    assert len(shown(page)) == 4


def test_a_communes_leader_sees_only_his_own(open_browser, leader, finished):
    late, other = finished
    page = open_browser(leader, expects={404})
    page.goto(f"{LATE}&order=received")
    assert shown(page) == [dossier.code for dossier in late]
    assert page.goto(f"/dossiers/{other.code}/?list=state%3Dwithdrawn").status == 404


def test_a_list_is_saved_as_a_file(open_browser, leader, finished):
    page = open_browser(leader)
    page.goto(LATE)
    for ending in ("xlsx", "csv"):
        with page.expect_download() as download:
            page.locator(f"a[href*='export.{ending}']").click()
        assert re.fullmatch(rf"ho-so-20180115-08\d\d\.{ending}", download.value.suggested_filename)


def test_while_typing_the_clerk_is_told_of_the_person(open_browser, clerk, finished, support, birth):
    page = open_browser(clerk)
    for procedure, doubles, earlier in ((birth, 0, 3), (support, 3, 0)):
        page.goto(f"/desk/receive/?procedure={procedure.code}")
        page.locator("[name=applicant_name]").fill("nguyen van duc")
        page.locator("[name=applicant_birth_date]").fill("1985-03-02")
        page.locator("[name=applicant_birth_date]").press("Tab")
        page.locator("#doubles[role=status]").wait_for(state="attached")
        if earlier:
            page.locator("#doubles summary").click()
        assert page.locator("#doubles .alert-warning").count() == doubles
        assert page.locator("#doubles li").count() == earlier
