"""Who has a dashboard, of what, and where it leads."""

import re
from datetime import date

import pytest

from tests.builders import make_user
from tests.dashboards.pages import JANUARY, KEYS, Links, answers, counted, figures_of, length_of, open_page, rows
from units.models import Assignment, Role
from units.models.people import User


class TestReach:
    def test_a_leader_of_a_commune_sees_his_own_only(self, client, dossiers, leader):
        page = open_page(client, leader)
        assert page.context["scope"].unit.code == "14635"
        assert "Ân Hòa" not in page.content.decode()
        for path in ("/dashboard/", "/dashboard/export.xlsx"):
            for code in ("14638", "376", "99999", "x" * 10):
                found = client.get(f"{path}?unit={code}")
                assert (found.status_code, "Không có đơn vị này" in found.content.decode()) == (404, True), code

    @pytest.mark.parametrize("who", ["clerk", "officer", "stranger"])
    def test_who_oversees_nothing_has_no_dashboard(self, client, request, who):
        client.force_login(request.getfixturevalue(who))
        assert client.get("/dashboard/").status_code == 403
        assert client.get("/dashboard/export.xlsx").status_code == 403

    def test_nobody_without_logging_in(self, client, clock):
        assert client.get("/dashboard/").status_code == 302
        assert client.get("/dashboard/export.xlsx").status_code == 302

    def test_an_administrator_of_the_system_is_told_why_it_is_empty(self, client, clock):
        root = User.objects.create_superuser("root", password="x", full_name="Quản trị")
        page = open_page(client, root)
        assert page.templates[0].name == "dashboards/nothing.html"

    def test_of_several_units_the_uppermost_is_shown_and_the_others_may_be_chosen(
        self, client, leader, district, other_commune
    ):
        for unit in (other_commune, district):
            Assignment.objects.create(user=leader, role=Role.LEADER, agency=unit.committee, valid_from=date(2017, 1, 1))
        assert open_page(client, leader).context["scope"].unit == district
        assert open_page(client, leader, "unit=14638").context["scope"].unit == other_commune

    def test_a_province_sums_up_its_districts(self, client, dossiers, province):
        chief = make_user("leader.37", Role.LEADER, province)
        found = rows(open_page(client, chief, JANUARY))
        assert [found["Huyện Kim Sơn"][key] for key in KEYS] == counted("%")
        page = client.get(f"/dashboard/?{JANUARY}")
        for href, number in set(figures_of(page)):
            assert length_of(client.get(href)) == number, href


def test_who_oversees_lands_on_the_dashboard(client, leader):
    client.force_login(leader)
    assert client.get("/desk/").url == "/dashboard/"
    page = client.get("/dashboard/").content.decode()
    assert re.search(r'<a href="/dashboard/" aria-current="page">', page)


def test_links_beside_dossiers_open_pages_too(client, dossiers, control, commune, other_commune, birth):
    """Satisfaction, postings, the catalogue, the dashboards of units below, other periods, the workbook."""
    answers(commune, birth, [5, 5, 4, 4, 2], date(2018, 1, 1))
    page = open_page(client, control, JANUARY)
    others = {href for href, _ in Links(page.content.decode()).found if not href.startswith(("/dossiers/", "#"))}
    others = {href if href.startswith("/") else f"/dashboard/{href}" for href in others}
    assert {href.split("/")[1] for href in others} >= {"satisfaction", "procedures", "dashboard"}
    for href in others:
        found = client.get(href, follow=True)
        assert found.status_code == 200, href
        assert found.getvalue() if found.streaming else found.content, href
