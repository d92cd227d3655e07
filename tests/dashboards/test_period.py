"""The period on a dashboard: every number is a count in SQL and the length of the list that it opens."""

from datetime import date

import pytest

from dossiers.models import Dossier
from tests.builders import CENTRE, at, make_unit, make_user
from tests.dashboards.pages import JANUARY, KEYS, counted, figures_of, length_of, open_page, rows
from units.models import AdministrativeUnit, Role


class TestFigures:
    def test_units_side_by_side_are_what_sql_counts(self, client, dossiers, district_leader):
        found = rows(open_page(client, district_leader, JANUARY))
        names = {CENTRE: "376", "Xã Kim Định": "14635", "Xã Ân Hòa": "14638", "2 xã": "146%", "Tổng số": "%"}
        assert list(found) == list(names)
        for name, code in names.items():
            assert [found[name][key] for key in KEYS] == counted(code), name
        assert min(found["Tổng số"][key] for key in KEYS) > 0

    def test_the_five_figures_and_those_before(self, client, dossiers, district_leader):
        page = open_page(client, district_leader, JANUARY)
        assert [headline.value for headline in page.context["headlines"]] == counted("%")
        before = counted("%", "2017-01-01", "2017-01-15")
        assert [headline.before for headline in page.context["headlines"]] == before == [1, 1, 0, 0, 0]
        assert "01/01/2017 – 15/01/2017" in page.content.decode()

    @pytest.mark.parametrize("query", [JANUARY, "from=2017-12-01&to=2018-01-15", "from=2016-01-01&to=2018-01-15", ""])
    @pytest.mark.parametrize("who", ["leader", "district_leader", "control"])
    def test_every_number_opens_exactly_its_dossiers(self, client, dossiers, request, who, query):
        page = open_page(client, request.getfixturevalue(who), query)
        figures = set(figures_of(page))
        assert len(figures) > 40
        for href, number in figures:
            found = client.get(href)
            assert (found.status_code, length_of(found)) == (200, number), href

    def test_also_of_one_unit_below(self, client, dossiers, district_leader):
        page = open_page(client, district_leader, f"{JANUARY}&unit=14638")
        assert [headline.value for headline in page.context["headlines"]] == counted("14638")
        for href, number in set(figures_of(page)):
            assert length_of(client.get(href)) == number, href

    def test_what_is_received_here_and_decided_elsewhere_counts_there(self, client, dossiers, leader, other_commune):
        moved = Dossier.objects.filter(competent_agency__unit__code="14635", finished_at=None)
        moved.update(competent_agency=other_commune.committee)
        page = open_page(client, leader, JANUARY)
        assert page.context["board"].total.summary.pending_total == 0
        for href, number in set(figures_of(page)):
            assert length_of(client.get(href)) == number, href

    def test_the_flow_adds_up_to_the_period(self, client, dossiers, district_leader):
        page = open_page(client, district_leader, "from=2017-12-01&to=2018-01-15")
        summary = page.context["board"].total.summary
        stretches = [line.stretch for line in page.context["flow"]]
        assert sum(stretch.received for stretch in stretches) == summary.received
        assert sum(stretch.resolved for stretch in stretches) == summary.resolved_total
        assert stretches[-1].pending == summary.pending_total

    @pytest.mark.parametrize(
        ("query", "texts"),
        [
            ("from=2018-01-12&to=2018-01-15", ["12/01/2018", "13/01/2018", "14/01/2018", "15/01/2018"]),
            ("from=2017-12-14&to=2018-01-15", ["14/12 – 17/12/2017", "18/12 – 24/12/2017", "15/01 – 15/01/2018"]),
            ("from=2017-01-01&to=2017-12-31", ["01/2017", "02/2017", "12/2017"]),
            ("from=2000-02-01&to=2018-01-15", ["2000", "2001", "2018"]),
        ],
    )
    def test_its_parts_suit_the_length_of_the_period(self, client, dossiers, leader, query, texts):
        shown = [line.text for line in open_page(client, leader, query).context["flow"]]
        assert (shown[:2], shown[-1]) == (texts[:2], texts[-1])

    def test_the_least_punctual_sector_comes_first(self, client, dossiers, district_leader):
        bars = open_page(client, district_leader, JANUARY).context["bars"].first
        assert [bar.name for bar in bars] == ["Bảo trợ xã hội", "Chứng thực", "Đăng ký kinh doanh"]
        assert (bars[0].line.summary.resolved_late, bars[0].line.summary.resolved_total) == (2, 5)

    def test_a_commune_by_procedure_most_received_first(self, client, dossiers, leader):
        found = rows(open_page(client, leader, JANUARY))
        assert list(found) == ["Trợ cấp xã hội hàng tháng", "Đăng ký khai sinh", "Tổng số"]

    @pytest.mark.parametrize(
        ("sort", "names"),
        [
            ("", [CENTRE, "Xã Kim Định", "Xã Ân Hòa"]),
            ("name", [CENTRE, "Xã Ân Hòa", "Xã Kim Định"]),
            ("-received", ["Xã Kim Định", "Xã Ân Hòa", CENTRE]),
            ("received", [CENTRE, "Xã Kim Định", "Xã Ân Hòa"]),
            ("in_time", ["Xã Kim Định", "Xã Ân Hòa", CENTRE]),
            ("-in_time", [CENTRE, "Xã Kim Định", "Xã Ân Hòa"]),
            ("satisfaction", [CENTRE, "Xã Kim Định", "Xã Ân Hòa"]),
            ("nonsense" * 9, [CENTRE, "Xã Kim Định", "Xã Ân Hòa"]),
        ],
    )
    def test_units_are_sorted_by_any_column(self, client, dossiers, district_leader, sort, names):
        table = open_page(client, district_leader, f"{JANUARY}&sort={sort}").context["table"]
        assert [row.line.name for row in table.rows] == names

    def test_the_worst_is_marked_with_more_than_colour(self, client, dossiers, district_leader):
        page = open_page(client, district_leader, JANUARY)
        worst = [
            (cell.column.key, row.line.name)
            for row in page.context["table"].rows
            for cell in row.cells
            if cell.is_worst and cell.column.key != "posting"
        ]
        assert worst == [("in_time", "Xã Kim Định"), ("in_time", "Xã Ân Hòa")]
        assert '<span class="visually-hidden">' in page.content.decode().split('class="worst"')[1][:120]

    def test_a_share_of_few_is_not_ranked(self, client, dossiers, district_leader, settings):
        """The centre has one of one in time, which is no more than luck: it stands after those that resolved more."""
        Dossier.objects.filter(version__procedure__code="2.000815").update(finished_at=at("2018-01-12 16:00"))
        for fewest, names, worst in (
            (1, [CENTRE, "Xã Kim Định", "Xã Ân Hòa"], ["Xã Ân Hòa"]),
            (2, ["Xã Kim Định", "Xã Ân Hòa", CENTRE], ["Xã Ân Hòa"]),
            (9, [CENTRE, "Xã Kim Định", "Xã Ân Hòa"], []),
        ):
            settings.FEWEST_RANKED = fewest
            page = open_page(client, district_leader, f"{JANUARY}&sort=-in_time")
            cells = [(row.line.name, row.cells[2]) for row in page.context["table"].rows]
            assert [name for name, cell in cells] == names
            assert [name for name, cell in cells if cell.is_worst] == worst
            assert (f"ít hơn {fewest} hồ sơ" in page.content.decode()) == (fewest > 1)

    def test_what_comes_in_for_each_receptionist_where_they_are_not_as_many(
        self, client, dossiers, district_leader, commune
    ):
        heads = [head.column.key for head in open_page(client, district_leader, JANUARY).context["table"].heads]
        assert "for_each" not in heads
        make_user("clerk2.14635", Role.CLERK, commune)
        table = open_page(client, district_leader, JANUARY).context["table"]
        shares = {row.line.name: row.cells[1].value for row in [*table.rows, *table.totals]}
        assert shares == {CENTRE: 2, "Xã Kim Định": 2, "Xã Ân Hòa": 4, "2 xã": 8 / 3, "Tổng số": 10 / 4}


class TestPeriods:
    def test_without_one_it_is_the_year_so_far(self, client, leader):
        assert str(open_page(client, leader).context["scope"].period) == "01/01/2018 – 15/01/2018"

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("from=2017-02-01&to=2017-01-01", "to"),
            ("from=2017-02-30", "from"),
            ("to=x", "to"),
            ("from=2018-01-16", "from"),
            ("from=1066-10-14", "from"),
        ],
    )
    @pytest.mark.parametrize("path", ["", "export.xlsx"])
    def test_one_that_makes_no_sense_is_said(self, client, leader, query, field, path):
        client.force_login(leader)
        page = client.get(f"/dashboard/{path}?{query}")
        assert page.status_code == 400
        assert list(page.context["form"].errors) == [field]
        assert page.context["form"].errors[field][0] in page.content.decode()

    def test_days_to_come_are_cut_off_and_said(self, client, leader):
        page = open_page(client, leader, "from=2018-01-01&to=2018-12-31")
        assert page.context["scope"].period.last == date(2018, 1, 15)
        assert 'class="alert alert-info"' in page.content.decode()

    def test_a_unit_that_was_not_there_is_said(self, client, district_leader, district, commune):
        make_unit("14600", "Xã Cũ", parent=district, agency_code="000.01.28.H42", valid_to=date(2016, 6, 30))
        page = open_page(client, district_leader, "from=2017-01-01&to=2017-12-31&unit=14600", status=400)
        for part in ("Xã Cũ", "30/06/2016"):
            assert part in page.context["form"].non_field_errors()[0]
            assert part in page.content.decode()
        open_page(client, district_leader, "from=2016-01-01&to=2016-06-30&unit=14600")

    def test_a_code_means_the_unit_that_had_it_then(self, client, district_leader, district):
        """The statistics office gives codes again."""
        ends = {"valid_to": date(2016, 12, 31)}
        old = make_unit("14600", "Xã Cũ", parent=district, agency_code="000.01.28.H42", **ends)
        new = make_unit("14600", "Xã Mới", parent=district, agency_code="000.02.28.H42", valid_from=date(2017, 1, 1))
        for query, unit in (("from=2016-01-01&to=2016-12-31", old), ("from=2017-01-01&to=2017-12-31", new)):
            assert open_page(client, district_leader, f"{query}&unit=14600").context["scope"].unit == unit

    def test_the_period_before_is_of_all_units_whenever_they_were_there(
        self, client, dossiers, district_leader, other_commune
    ):
        AdministrativeUnit.objects.filter(pk=other_commune.pk).update(valid_from=date(2018, 1, 12))
        page = open_page(client, district_leader, "from=2018-01-12&to=2018-01-15")
        then = [headline.before for headline in page.context["headlines"]]
        assert then == counted("%", "2018-01-08", "2018-01-11")
        for href, number in set(figures_of(page)):
            assert length_of(client.get(href)) == number, href

    def test_of_a_unit_that_was_not_there_before_nothing_is_compared(self, client, leader, commune):
        AdministrativeUnit.objects.filter(pk=commune.pk).update(valid_from=date(2018, 1, 12))
        page = open_page(client, leader, "from=2018-01-12&to=2018-01-15")
        assert page.context["before"] == ""
        assert "from=2018-01-08&amp;to=2018-01-11" not in page.content.decode()

    def test_where_units_changed_on_the_way_each_part_opens_its_list(self, client, dossiers, district_leader, district):
        make_unit("14601", "Xã Mới", parent=district, agency_code="000.02.28.H42", valid_from=date(2018, 1, 10))
        page = open_page(client, district_leader, JANUARY)
        for line in page.context["flow"]:
            assert length_of(client.get(line.received)) == line.stretch.received
            assert length_of(client.get(line.pending)) == line.stretch.pending
        for href, number in set(figures_of(page)):
            assert length_of(client.get(href)) == number, href


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_however_many_units(
    client, dossiers, district_leader, district, count, django_assert_num_queries
):
    for number in range(count - 1):
        make_unit(f"1470{number}", f"Xã {number}", parent=district, agency_code=f"000.9{number}.28.H42")
    client.force_login(district_leader)
    with django_assert_num_queries(34):
        client.get(f"/dashboard/?{JANUARY}")
