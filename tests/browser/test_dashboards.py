"""A leader at his desk and on paper: from a figure to a dossier and back, the whole district on one sheet."""

import re
from datetime import date

import pytest

from dossiers import actions
from tests.builders import at, make_unit, receive

PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture
def dossiers(clerk, officer, stranger, support, birth, certification):
    """Of three sectors, at two communes; one is late, one overdue."""
    for procedure in (support, birth, certification):
        for day in ("2018-01-02", "2018-01-03"):
            dossier = receive(by=clerk, procedure=procedure, now=at(f"{day} 08:00"))
            actions.resolve(dossier=dossier, by=officer, now=at("2018-01-12 09:00"))
    return [receive(by=stranger, procedure=support, now=at("2018-01-03 08:00"), applicant_name="Đinh Văn Muộn")]


@pytest.fixture
def whole_district(district, commune, other_commune):
    """The centre and 27 communes."""
    for number in range(25):
        make_unit(f"148{number:02}", f"Xã Số {number}", parent=district, agency_code=f"000.{number + 30}.28.H42")


def test_a_leader_drills_from_a_figure_to_a_dossier(open_browser, dossiers, district_leader, other_commune):
    page = open_browser(district_leader)
    page.goto("/desk/")
    assert page.url.endswith("/dashboard/")
    page.locator(".need-overdue > a").click()
    assert "Đinh Văn Muộn" in page.locator("table.list tbody").inner_text()
    page.go_back()
    page.locator(".units-table tbody th").get_by_role("link", name=other_commune.name).click()
    page.locator(".headline").first.click()
    assert page.locator("table.list tbody tr").count() == 1
    page.locator("table.list tbody a").first.click()
    assert page.locator("h1").inner_text().count(dossiers[0].code) == 1


@pytest.mark.parametrize("who", ["district_leader", "control"])
def test_a_district_is_printed_on_one_sheet(open_browser, dossiers, whole_district, request, who):
    page = open_browser(request.getfixturevalue(who))
    page.goto(f"/dashboard/?from=2017-01-01&to={date(2018, 1, 15)}")
    assert page.locator(".units-table tbody tr").count() == 28
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(PAGES.findall(sheet)) == 1


@pytest.mark.parametrize("path", ["times", "trend"])
def test_so_are_the_pages_beside_it(open_browser, dossiers, whole_district, district_leader, settings, path):
    settings.FEWEST_TIMED = settings.FEWEST_RANKED = 1
    page = open_browser(district_leader)
    page.goto(f"/dashboard/{path}/?from=2017-01-01&to=2018-01-15")
    assert len(PAGES.findall(page.pdf(prefer_css_page_size=True))) == 1
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390


def test_on_a_phone_nothing_is_wider_than_the_screen(open_browser, dossiers, whole_district, district_leader):
    page = open_browser(district_leader, viewport={"width": 390, "height": 844})
    page.goto("/dashboard/?from=2017-01-01&to=2018-01-15")
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    scale = page.evaluate("document.querySelector('.chart-narrow').getBoundingClientRect().width / 330")
    assert 12 * scale >= 11  # what is written in the chart
