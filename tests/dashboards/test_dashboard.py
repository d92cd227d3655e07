"""The dashboard as leaders see it: every number is a count in SQL and the length of the list that it opens."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.db import connection

from dossiers import actions
from dossiers.models import Dossier
from procedures.models import Posting, PostingPlace
from satisfaction.models import Answer, Source
from tests.builders import at, make_procedure, make_unit, make_user, receive
from units.models import Assignment, Role
from units.models.people import User

JANUARY = "from=2018-01-01&to=2018-01-15"


@pytest.fixture
def officers(officer, other_commune, district):
    return {
        "14635": officer,
        "14638": make_user("officer.14638", Role.OFFICER, other_commune),
        "376": make_user("officer.376", Role.OFFICER, district),
    }


@pytest.fixture
def dossiers(clerk, stranger, officers, district, birth, support, certification, now):
    """At two communes and at the centre: early, on time, late, withdrawn, pending, overdue, due today, uncollected."""
    clerks = {"14635": clerk, "14638": stranger, "376": make_user("clerk.376", Role.CLERK, district)}
    at_centre = make_procedure("1.000002", "Đăng ký hộ kinh doanh", level="district", sector="Đăng ký kinh doanh")

    def dossier(code, procedure, received, finished="", verb=actions.resolve):
        made = receive(by=clerks[code], procedure=procedure, now=at(f"{received} 08:00"))
        if finished:
            more = {"reason": "Xin rút"} if verb == actions.withdraw else {}
            by = clerks[code] if verb == actions.withdraw else officers[code]
            made = verb(dossier=made, by=by, now=at(f"{finished} 16:00"), **more)
        return made

    dossier("14635", support, "2017-01-09", "2017-01-10")  # in the period before
    dossier("14635", support, "2017-12-20", "2018-01-03")  # carried over, late
    dossier("14635", support, "2018-01-02", "2018-01-03")  # early; not collected for long
    dossier("14635", support, "2018-01-02", "2018-01-09")  # on the day
    dossier("14635", support, "2018-01-02")  # overdue
    dossier("14635", birth, "2018-01-15")  # due today
    dossier("14638", support, "2018-01-02", "2018-01-12")  # late
    dossier("14638", support, "2018-01-03", "2018-01-04", actions.withdraw)
    dossier("14638", certification, "2018-01-10", "2018-01-10")
    dossier("14638", support, "2018-01-04")  # overdue
    dossier("376", at_centre, "2018-01-08", "2018-01-08")
    dossier("376", at_centre, "2018-01-09")  # overdue


class Links(HTMLParser):
    """The links of a page, each with the number that stands in it first, if any."""

    def __init__(self, page):
        super().__init__()
        self.found, self.open, self.depth = [], None, 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.open = [dict(attributes).get("href", ""), ""]

    def handle_data(self, data):
        if self.open:
            self.open[1] += data

    def handle_endtag(self, tag):
        if tag == "a" and self.open:
            self.found.append(tuple(self.open))
            self.open = None


def figures_of(page):
    """(address, number) of each link to a list of dossiers that says how many there are."""
    for href, text in Links(page.content.decode()).found:
        number = re.search(r"(?<![\d/])(\d+)(?! ?%|,\d)\b", re.sub(r"(\d)\.(\d{3})", r"\1\2", text.strip()))
        if href.startswith("/dossiers/") and number and "%" not in text:
            yield href, int(number[1])


def rows(page):
    """The lines of the table, by unit's or procedure's name: the values of their cells."""
    table = page.context["table"]
    lines = [*table.rows, table.total]
    return {row.line.name if row.line.key else "total": {c.column.key: c.value for c in row.cells} for row in lines}


def open_page(client, user, query="", status=200):
    client.force_login(user)
    page = client.get(f"/dashboard/?{query}")
    assert page.status_code == status, page.content.decode()[:500]
    return page


SQL = """
SELECT count(*) FILTER (WHERE received >= %(first)s),
       count(*) FILTER (WHERE finished <= %(last)s),
       count(*) FILTER (WHERE finished <= %(last)s AND finished > due),
       count(*) FILTER (WHERE coalesce(finished, 'infinity') > %(last)s),
       count(*) FILTER (WHERE coalesce(finished, 'infinity') > %(last)s AND due < %(last)s)
FROM (SELECT (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS received,
             (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due,
             (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS finished, unit.code
      FROM dossiers_dossier JOIN units_agency agency ON agency.id = competent_agency_id
      JOIN units_administrativeunit unit ON unit.id = agency.unit_id) dossier
WHERE received <= %(last)s AND coalesce(finished, 'infinity') >= %(first)s AND code LIKE %(code)s
"""


def counted(code, first="2018-01-01", last="2018-01-15"):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"first": first, "last": last, "code": code})
        return list(cursor.fetchone())


class TestFigures:
    KEYS = ("received", "resolved", "late", "pending", "overdue")

    def test_units_side_by_side_are_what_sql_counts(self, client, dossiers, district_leader):
        found = rows(open_page(client, district_leader, JANUARY))
        names = {"Huyện Kim Sơn": "376", "Xã Kim Định": "14635", "Xã Ân Hòa": "14638", "total": "%"}
        assert list(found) == list(names)
        for name, code in names.items():
            assert [found[name][key] for key in self.KEYS] == counted(code), name
        assert min(found["total"][key] for key in self.KEYS) > 0

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
            assert (found.status_code, found.context["count"]) == (200, number), href

    def test_also_of_one_unit_below(self, client, dossiers, district_leader):
        page = open_page(client, district_leader, f"{JANUARY}&unit=14638")
        assert [headline.value for headline in page.context["headlines"]] == counted("14638")
        for href, number in set(figures_of(page)):
            assert client.get(href).context["count"] == number, href

    def test_what_is_received_here_and_decided_elsewhere_counts_there(self, client, dossiers, leader, other_commune):
        moved = Dossier.objects.filter(competent_agency__unit__code="14635", finished_at=None)
        moved.update(competent_agency=other_commune.committee)
        page = open_page(client, leader, JANUARY)
        assert page.context["board"].total.summary.pending_total == 0
        for href, number in set(figures_of(page)):
            assert client.get(href).context["count"] == number, href

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
        assert list(found) == ["Trợ cấp xã hội hàng tháng", "Đăng ký khai sinh", "total"]

    @pytest.mark.parametrize(
        ("sort", "names"),
        [
            ("", ["Huyện Kim Sơn", "Xã Kim Định", "Xã Ân Hòa"]),
            ("name", ["Huyện Kim Sơn", "Xã Kim Định", "Xã Ân Hòa"]),
            ("-received", ["Xã Kim Định", "Xã Ân Hòa", "Huyện Kim Sơn"]),
            ("received", ["Huyện Kim Sơn", "Xã Kim Định", "Xã Ân Hòa"]),
            ("in_time", ["Xã Kim Định", "Xã Ân Hòa", "Huyện Kim Sơn"]),
            ("-in_time", ["Huyện Kim Sơn", "Xã Kim Định", "Xã Ân Hòa"]),
            ("satisfaction", ["Huyện Kim Sơn", "Xã Kim Định", "Xã Ân Hòa"]),
            ("nonsense", ["Huyện Kim Sơn", "Xã Kim Định", "Xã Ân Hòa"]),
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
        of_both = [(key, name) for name in ("Xã Kim Định", "Xã Ân Hòa") for key in ("in_time", "late")]
        assert worst == of_both
        assert '<span class="visually-hidden">' in page.content.decode().split('class="worst"')[1][:120]


class TestNeeds:
    def needs(self, page):
        return {need.kind: (need.count, [place.name for place in need.places]) for need in page.context["needs"]}

    def test_what_needs_the_leader_today(self, client, dossiers, district_leader):
        found = self.needs(open_page(client, district_leader, "from=2017-01-01&to=2017-01-31"))
        del found["postings"]
        assert found == {
            "overdue": (3, ["Xã Kim Định", "Xã Ân Hòa", "Huyện Kim Sơn"]),
            "due_today": (1, ["Xã Kim Định"]),
            "untaken": (3, ["Xã Kim Định", "Xã Ân Hòa", "Huyện Kim Sơn"]),
            "uncollected": (3, ["Xã Kim Định"]),
        }

    def test_of_one_unit_no_unit_is_named(self, client, dossiers, leader):
        assert self.needs(open_page(client, leader))["overdue"] == (1, [])

    def test_nothing_needs_him(self, client, district_leader, commune):
        page = open_page(client, district_leader)
        assert page.context["needs"] == []
        assert 'class="nothing"' in page.content.decode()

    def test_units_below_the_target_of_satisfaction(self, client, district_leader, commune, other_commune, birth):
        for unit, marks in ((commune, [5, 4, 4, 2, 1]), (other_commune, [5, 5, 4, 4, 4])):
            answers(unit, birth, marks, date(2017, 12, 1))
        page = open_page(client, district_leader)
        assert self.needs(page) == {"satisfaction": (1, ["Xã Kim Định"])} | {"postings": self.needs(page)["postings"]}
        assert page.context["needs"][0].places[0].percent == pytest.approx(60)

    def test_postings_that_are_missing_or_out_of_date(self, client, control, leader, commune, other_commune, birth):
        posting(other_commune, birth)
        assert self.needs(open_page(client, control)) == {"postings": (1, ["Xã Kim Định"])}
        posting(commune, birth)
        assert self.needs(open_page(client, control)) == {}


def answers(unit, procedure, marks, month):
    for mark in marks:
        Answer.objects.create(
            desk=unit.desk, procedure=procedure, month=month, source=Source.KIOSK, overall=mark, staff=mark
        )


def posting(unit, procedure, place=PostingPlace.BOARD):
    Posting.objects.create(version=procedure.versions.get(), desk=unit.desk, place=place, posted_on=date(2017, 2, 1))


class TestSatisfactionAndPostings:
    def test_few_answers_stay_hidden(self, client, district_leader, commune, other_commune, birth):
        answers(commune, birth, [5, 5, 4, 2, 1], date(2018, 1, 1))
        answers(other_commune, birth, [1, 1, 1, 1], date(2018, 1, 1))
        table = open_page(client, district_leader, JANUARY).context["table"]
        shares = {row.line.name: row.line.satisfaction and row.line.satisfaction.share for row in table.rows}
        # What is kept back with the other cannot be reckoned from the total.
        assert shares == {"Huyện Kim Sơn": None, "Xã Kim Định": None, "Xã Ân Hòa": None}
        assert table.total.line.satisfaction.percent == pytest.approx(100 * 3 / 9)

    def test_the_share_with_its_number_of_answers(self, client, leader, commune, birth):
        answers(commune, birth, [5, 5, 4, 2, 1], date(2018, 1, 1))
        page = open_page(client, leader, JANUARY)
        cell = page.context["board"].total.satisfaction
        assert (cell.percent, cell.answers, [f.answers for f in cell.factors.values()]) == (60, 5, [0, 0, 5, 0, 0])
        assert "60,0 %" in page.content.decode()

    def test_what_is_posted_of_what_applies(self, client, control, commune, other_commune, birth, support):
        for procedure in (birth, support):
            posting(commune, procedure)
        posting(other_commune, birth)
        page = open_page(client, control, JANUARY)
        boards = page.context["posted_groups"][-1]
        assert (boards.posted.posted, boards.posted.applied, boards.complete, boards.units) == (2, 2, 1, 2)
        assert [(fault.name, fault.posted.missing) for fault in page.context["posted_faults"]] == [("Xã Ân Hòa", 1)]
        assert [row.cells[-1].value for row in page.context["table"].rows] == [0, 0, -1]

    def test_procedure_control_begins_with_the_catalogue(self, client, control, district_leader, commune, birth):
        birth.versions.update(change="amended", decision_date=date(2018, 1, 10), decision_number="1/QĐ")
        page = open_page(client, control, JANUARY)
        content = page.content.decode()
        assert content.index('id="catalogue"') < content.index('id="needs"')
        assert {level["name"]: level["count"] for level in page.context["levels"]} == {"Cấp xã": 1, "Cấp huyện": 0}
        assert (page.context["board"].decided.new, page.context["board"].decided.amended) == (0, 1)
        assert 'id="catalogue"' not in open_page(client, district_leader, JANUARY).content.decode()


class TestReach:
    def test_a_leader_of_a_commune_sees_his_own_only(self, client, dossiers, leader):
        page = open_page(client, leader)
        assert page.context["scope"].unit.code == "14635"
        assert "Ân Hòa" not in page.content.decode()
        for path in ("/dashboard/", "/dashboard/export.xlsx"):
            for code in ("14638", "376", "99999", "x" * 10):
                assert client.get(f"{path}?unit={code}").status_code == 404, code

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
        assert [found["Huyện Kim Sơn"][key] for key in TestFigures.KEYS] == counted("%")
        page = client.get(f"/dashboard/?{JANUARY}")
        for href, number in set(figures_of(page)):
            assert client.get(href).context["count"] == number, href


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
        assert "Xã Cũ" in page.context["form"].errors["unit"][0]
        assert "30/06/2016" in page.context["form"].errors["unit"][0]
        open_page(client, district_leader, "from=2016-01-01&to=2016-06-30&unit=14600")

    def test_a_code_means_the_unit_that_had_it_then(self, client, district_leader, district):
        """The statistics office gives codes again."""
        ends = {"valid_to": date(2016, 12, 31)}
        old = make_unit("14600", "Xã Cũ", parent=district, agency_code="000.01.28.H42", **ends)
        new = make_unit("14600", "Xã Mới", parent=district, agency_code="000.02.28.H42", valid_from=date(2017, 1, 1))
        for query, unit in (("from=2016-01-01&to=2016-12-31", old), ("from=2017-01-01&to=2017-12-31", new)):
            assert open_page(client, district_leader, f"{query}&unit=14600").context["scope"].unit == unit

    def test_where_units_changed_on_the_way_parts_open_no_lists(self, client, dossiers, district_leader, district):
        make_unit("14601", "Xã Mới", parent=district, agency_code="000.02.28.H42", valid_from=date(2018, 1, 10))
        page = open_page(client, district_leader, JANUARY)
        assert {line.received for line in page.context["flow"]} == {""}
        for href, number in set(figures_of(page)):
            assert client.get(href).context["count"] == number, href


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_however_many_units(
    client, dossiers, district_leader, district, count, django_assert_num_queries
):
    for number in range(count - 1):
        make_unit(f"1470{number}", f"Xã {number}", parent=district, agency_code=f"000.9{number}.28.H42")
    client.force_login(district_leader)
    with django_assert_num_queries(25):
        client.get(f"/dashboard/?{JANUARY}")


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
