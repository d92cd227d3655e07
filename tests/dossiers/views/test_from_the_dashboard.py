"""A list that the dashboard led to: the way back, and what is not worth saying there."""

from urllib.parse import quote, urlencode

import pytest
from django.utils.html import escape
from django.utils.translation import gettext

from dossiers.models import Dossier
from tests.builders import at, receive

YEAR = "figure=received&from=2017-01-01&to=2017-12-31"


@pytest.fixture
def dossier(clerk, birth):
    return receive(by=clerk, procedure=birth, now=at("2017-03-01 08:00"))


def page_of(client, user, query):
    client.force_login(user)
    return client.get(f"/dossiers/?{query}")


class TestTheWayBack:
    def test_leads_to_the_unit_and_the_period(self, client, district_leader, commune, dossier):
        page = page_of(client, district_leader, f"{YEAR}&unit={commune.pk}").content.decode()
        back = "/dashboard/?from=2017-01-01&amp;to=2017-12-31&amp;unit=14635"
        assert f'href="{back}"' in page
        assert client.get(back.replace("&amp;", "&")).status_code == 200

    def test_from_a_line_of_another_units_dashboard_leads_to_that_one(self, client, district_leader, commune, dossier):
        client.force_login(district_leader)
        dashboard = client.get("/dashboard/?from=2017-01-01&to=2017-12-31")
        (row,) = [row for row in dashboard.context["table"].rows if row.line.name == "Xã Kim Định"]
        page = client.get(row.cells[0].href)
        back = 'href="/dashboard/?from=2017-01-01&amp;to=2017-12-31&amp;unit=376"'
        assert list(page.context["dossiers"]) == [dossier]
        assert back in page.content.decode()
        for address in (
            page.context["here"],
            page.context["heads"]["due"]["address"],
            page.context["parts"][1].without,
        ):
            assert back in client.get(f"/dossiers/?{address}").content.decode()
        assert '<input type="hidden" name="back" value="376"' in page.content.decode()

    @pytest.mark.parametrize("back", ["14638", "x" * 99, '"><script>'])
    def test_leads_nowhere_else(self, client, leader, commune, other_commune, dossier, back):
        page = page_of(client, leader, urlencode({"unit": commune.pk, "back": back}) + f"&{YEAR}")
        address = f"/dashboard/?from=2017-01-01&to=2017-12-31&unit={quote(back)}"
        assert f'href="{escape(address)}"' in page.content.decode()
        assert client.get(address).status_code in (400, 404)

    def test_of_no_unit_it_names_none(self, client, district_leader, dossier):
        page = page_of(client, district_leader, YEAR).content.decode()
        assert 'href="/dashboard/?from=2017-01-01&amp;to=2017-12-31"' in page

    def test_is_for_who_has_a_dashboard(self, client, clerk, dossier):
        assert "/dashboard/" not in page_of(client, clerk, YEAR).content.decode()

    def test_is_of_a_figure_only(self, client, district_leader, dossier):
        page = page_of(client, district_leader, "from=2017-01-01&to=2017-12-31").content.decode()
        assert 'href="/dashboard/?' not in page

    def test_stands_there_again_after_a_look_at_a_dossier(self, client, district_leader, commune, dossier):
        page = page_of(client, district_leader, f"{YEAR}&unit={commune.pk}")
        detail = client.get(f"/dossiers/{dossier.code}/", {"list": page.context["here"]})
        again = client.get(f"/dossiers/?{detail.context['way_back']['list']}").content.decode()
        assert 'href="/dashboard/?from=2017-01-01&amp;to=2017-12-31&amp;unit=14635"' in again


class TestTheUnit:
    def test_is_said_where_there_is_a_choice(self, client, district_leader, commune, dossier):
        parts = page_of(client, district_leader, f"unit={commune.pk}").context["parts"]
        assert [part.words for part in parts] == ["Xã Kim Định"]

    def test_is_with_those_under_it_or_only_those_and_nothing_else(self, client, district_leader, district, dossier):
        response = page_of(client, district_leader, f"{YEAR}&unit={district.pk}&below=all")
        assert (response.status_code, list(response.context["form"].errors)) == (400, ["below"])

    def test_is_not_said_to_who_sees_only_one(self, client, leader, commune, dossier):
        response = page_of(client, leader, f"{YEAR}&unit={commune.pk}")
        assert list(response.context["dossiers"]) == [dossier]
        assert len(response.context["parts"]) == 1

    def test_that_another_list_holds_only_what_it_decides_is_said_to_him(
        self, client, clerk, birth, leader, commune, other_commune, dossier
    ):
        elsewhere = receive(by=clerk, procedure=birth, now=at("2017-03-02 08:00"))
        Dossier.objects.filter(pk=elsewhere.pk).update(competent_agency=other_commune.committee)
        response = page_of(client, leader, f"unit={commune.pk}")
        assert list(response.context["dossiers"]) == [dossier]
        said = gettext("decided by %(unit)s") % {"unit": "xã Kim Định"}
        assert [part.words for part in response.context["parts"]] == [said]
