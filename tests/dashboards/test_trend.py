"""A period against the same days of last year, month by month."""

from datetime import date

import pytest

from dashboards.trend import months_of
from reports.places import Places
from reports.tallies import figures
from tests.builders import make_unit
from tests.dashboards.pages import counted, figures_of, length_of
from units.models import AdministrativeUnit
from units.periods import Period


def open_trend(client, user, query="from=2017-12-01&to=2018-01-15", status=200):
    client.force_login(user)
    page = client.get(f"/dashboard/trend/?{query}")
    assert page.status_code == status, page.content.decode()[:500]
    return page


def months(page, year):
    found = [getattr(pair, year).month for pair in page.context["trend"].pairs]
    return {month.period: (month.received, month.resolved, month.late) for month in found}


class TestFigures:
    def test_each_month_is_what_sql_counts_in_its_days_and_in_those_of_last_year(
        self, client, dossiers, district_leader
    ):
        page = open_trend(client, district_leader)
        for year, periods in (
            ("this", [("2017-12-01", "2017-12-31"), ("2018-01-01", "2018-01-15")]),
            ("last", [("2016-12-01", "2016-12-31"), ("2017-01-01", "2017-01-15")]),
        ):
            expected = {Period(*map(date.fromisoformat, days)): tuple(counted("%", *days)[:3]) for days in periods}
            assert months(page, year) == expected
        assert [pair.text for pair in page.context["trend"].pairs] == ["12/2017", "01/01 – 15/01/2018"]

    def test_they_add_up_to_the_period(self, client, dossiers, district_leader):
        page = open_trend(client, district_leader, "from=2017-03-08&to=2018-01-15")
        places = Places.each(AdministrativeUnit.objects.values_list("pk", flat=True))
        whole = figures(places=places, period=Period(date(2017, 3, 8), date(2018, 1, 15)))[()]
        sums = [sum(column) for column in zip(*months(page, "this").values(), strict=True)]
        assert sums == [whole.received, whole.resolved_total, whole.resolved_late]

    @pytest.mark.parametrize("who", ["leader", "district_leader", "control"])
    def test_every_number_opens_exactly_its_dossiers(self, client, dossiers, request, who):
        figures = set(figures_of(open_trend(client, request.getfixturevalue(who))))
        assert len(figures) > 5
        for href, number in figures:
            assert length_of(client.get(href)) == number, href

    def test_where_units_changed_between_the_years_each_opens_its_list(
        self, client, dossiers, district_leader, district
    ):
        make_unit("14601", "Xã Mới", parent=district, agency_code="000.02.28.H42", valid_from=date(2017, 6, 1))
        page = open_trend(client, district_leader)
        for href, number in set(figures_of(page)):
            assert length_of(client.get(href)) == number, href

    def test_of_a_year_without_records_nothing_is_drawn(self, client, dossiers, district_leader):
        page = open_trend(client, district_leader, "from=2017-01-01&to=2017-12-31")
        assert not page.context["trend"].knows_last_year
        assert "chưa có số liệu" in page.content.decode()
        (this, last) = page.context["charts"]["received"][0].curves
        assert (len(this.dots), len(last.dots)) == (2, 0)

    @pytest.mark.parametrize(
        ("first", "last", "shown"),
        [
            (date(2018, 1, 1), date(2018, 1, 15), date(2017, 2, 1)),
            (date(2016, 1, 1), date(2018, 1, 15), date(2017, 2, 1)),
            (date(2017, 1, 1), date(2017, 12, 31), date(2017, 1, 1)),
            (date(2017, 12, 5), date(2018, 1, 15), date(2017, 12, 5)),
        ],
    )
    def test_twelve_months_at_most_and_more_than_one(self, first, last, shown):
        assert months_of(Period(first, last)) == Period(shown, last)


class TestReach:
    def test_a_leader_of_a_commune_sees_his_own_only(self, client, dossiers, leader):
        for code in ("14638", "376"):
            open_trend(client, leader, f"unit={code}", status=404)

    @pytest.mark.parametrize("who", ["clerk", "officer"])
    def test_who_oversees_nothing_has_none(self, client, request, who):
        open_trend(client, request.getfixturevalue(who), status=403)

    def test_what_makes_no_sense_is_said(self, client, leader):
        page = open_trend(client, leader, "from=2018-02-01&to=2018-01-01", status=400)
        assert list(page.context["form"].errors) == ["to"]


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_however_many_units(
    client, dossiers, district_leader, district, count, django_assert_num_queries
):
    for number in range(count - 1):
        make_unit(f"1470{number}", f"Xã {number}", parent=district, agency_code=f"000.9{number}.28.H42")
    client.force_login(district_leader)
    with django_assert_num_queries(8):
        client.get("/dashboard/trend/?from=2017-12-01&to=2018-01-15")
