"""The statutory report as people ask for it: on the page, in Excel, on paper."""

import io
import re
from datetime import date

import openpyxl
import pypdfium2
import pytest

from reports.composing import Rows, compose
from reports.models import Tally, TallyDelta
from reports.statutory import LAYOUTS
from reports.tallies import Figures
from tests.dashboards.pages import length_of
from tests.reports.test_results import add
from units.models import ReportSet
from units.periods import Period

MARCH = "from=2017-03-01&to=2017-03-31"


@pytest.fixture
def desks(commune, other_commune, district, birth, support, certification, clock):
    """Dossiers of two communes in March 2017."""
    add(
        ("2017-02-27 08:00", "2017-03-02 17:00", "2017-03-01 09:00"),
        ("2017-03-01 08:00", "2017-03-03 17:00", "2017-03-03 09:00", "denied"),
        ("2017-03-06 08:00", "2017-03-08 17:00", "2017-03-10 09:00", "resolved", "online"),
        ("2017-03-07 08:00", "2017-03-09 17:00"),
        ("2017-03-30 08:00", "2017-04-04 17:00", "2017-04-03 09:00"),
    )
    add(
        ("2017-03-02 08:00", "2017-03-08 17:00", "2017-03-03 09:00", "withdrawn"),
        ("2017-03-31 08:00", "2017-04-10 17:00"),
        unit="14638",
        procedure=support.code,
    )


def composed(unit, **given):
    given = {
        "is_consolidated": False,
        "rows": Rows.SECTOR,
        "period": Period(date(2017, 3, 1), date(2017, 3, 31)),
    } | given
    return compose(unit=unit, report_set=ReportSet.objects.in_force_on(given["period"].last), **given)


def open_report(client, user, query=MARCH):
    client.force_login(user)
    return client.get(f"/reports/?{query}")


class TestComposing:
    def test_the_lines_of_one_unit(self, desks, commune):
        (section,) = composed(commune).sections
        (line,) = section.lines
        assert (line.name, line.figures) == (
            "Hộ tịch",
            Figures(
                received_online=1,
                received_direct=3,
                carried_over=1,
                resolved_early=1,
                resolved_on_time=1,
                resolved_late=1,
                denied=1,
                pending_overdue=1,
            ),
        )

    def test_a_district_with_its_communes_has_a_section_for_each_level(self, desks, district, commune):
        report = composed(district, is_consolidated=True)
        assert [(section.letter, section.title, len(section.lines)) for section in report.sections] == [
            ("A", "Cấp huyện", 0),
            ("B", "Cấp xã", 2),
        ]
        assert (report.total.received_total, report.total.resolved_total, report.total.pending_total) == (7, 4, 3)
        assert report.holds

    def test_by_unit_everyone_has_a_line_also_who_had_nothing(self, desks, district):
        lines = composed(district, is_consolidated=True, rows=Rows.UNIT).lines
        assert [(line.name, line.figures.received_total) for line in lines] == [
            ("Huyện Kim Sơn", 0),
            ("Xã Kim Định", 5),
            ("Xã Ân Hòa", 2),
        ]

    def test_by_procedure(self, desks, other_commune, support):
        (line,) = composed(other_commune, rows=Rows.PROCEDURE).lines
        assert (line.code, line.figures.withdrawn, line.figures.pending_in_time) == (support.code, 1, 1)

    def test_what_was_carried_over_is_what_the_month_before_left(self, desks, commune):
        april = composed(commune, period=Period(date(2017, 4, 1), date(2017, 4, 30)))
        assert april.pending_before == april.total.carried_over == 2

    def test_a_tally_that_is_wrong_breaks_an_identity(self, desks, commune):
        TallyDelta.objects.filter(day__lt=date(2017, 3, 1)).update(received_direct=-3)
        assert not composed(commune).holds  # more were resolved than there were

    @pytest.mark.parametrize(("day", "form"), [("2017-12-31", "06a-2017"), ("2020-12-14", "II.06a")])
    def test_the_period_chooses_the_form(self, commune, clock, day, form):
        last = date.fromisoformat(day)
        report = composed(commune, period=Period(last, last))
        assert report.layout == LAYOUTS[form]

    @pytest.mark.parametrize(("form", "columns"), [("06a-2017", 12), ("II.06a", 13)])
    def test_each_form_has_its_columns(self, form, columns):
        layout = LAYOUTS[form]
        assert len(layout.number_row) == columns
        heads = [head for row in layout.heads("Lĩnh vực") for head in row]
        assert sum(head.columns * head.rows for head in heads) == columns * layout.depth


class TestPage:
    def test_without_a_period_the_quarter_that_is_over(self, client, desks, leader):
        page = open_report(client, leader, "")
        assert str(page.context["report"].period) == "01/10/2017 – 31/12/2017"
        assert page.context["term"].number == 4

    @pytest.mark.parametrize("rows", Rows)
    @pytest.mark.parametrize("who", ["leader", "district_leader", "control"])
    @pytest.mark.parametrize("form", LAYOUTS)
    def test_every_number_opens_exactly_its_dossiers(self, client, desks, request, who, rows, form):
        page = open_report(client, request.getfixturevalue(who), f"{MARCH}&rows={rows}&form={form}")
        links = re.findall(r'href="(/dossiers/\?[^"]*)">([\d.]+)</a>', page.content.decode())
        assert len(links) > 8
        for href, number in set(links):
            found = client.get(href.replace("&amp;", "&"))
            assert (found.status_code, length_of(found)) == (200, int(number)), href

    def test_a_clerk_reads_the_report_of_his_own_unit_alone(self, client, desks, clerk):
        page = open_report(client, clerk)
        assert page.context["report"].unit.code == "14635"
        assert open_report(client, clerk, f"{MARCH}&unit=14638").status_code == 400

    def test_counted_once_more_it_is_the_same(self, client, desks, district_leader):
        for rows in Rows:
            page = open_report(client, district_leader, f"{MARCH}&rows={rows}&recount=1")
            assert (page.context["is_recounted"], page.context["differences"]) == (True, [])

    def test_a_recount_finds_what_is_wrong(self, client, desks, leader):
        TallyDelta.objects.all().delete()
        Tally.objects.all().delete()
        page = open_report(client, leader, f"{MARCH}&recount=1")
        found = {difference.heading: difference.recounted for difference in page.context["differences"]}
        assert found["Quá hạn"] == 1

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("from=2017-04-01&to=2017-03-01", "Ngày cuối đứng trước ngày đầu."),
            ("from=2018-02-01&to=2018-02-28", "Kỳ này chưa bắt đầu."),
            (f"{MARCH}&unit=99999", "Không có đơn vị này trong số các đơn vị bạn được xem."),
            (f"{MARCH}&form=7b", "7b"),
        ],
    )
    def test_what_cannot_be_asked_for(self, client, desks, leader, query, sentence):
        page = open_report(client, leader, query)
        assert page.status_code == 400
        assert "report" not in page.context
        assert sentence in page.content.decode()

    def test_a_unit_that_did_not_exist_then(self, client, desks, district_leader, commune):
        commune.valid_from = date(2017, 6, 1)
        commune.save()
        page = open_report(client, district_leader, f"{MARCH}&unit=14635")
        assert page.status_code == 400
        assert "Xã Kim Định" in str(page.context["form"].errors)

    def test_days_to_come_are_left_out(self, client, desks, leader):
        page = open_report(client, leader, "from=2018-01-01&to=2018-12-31")
        assert page.context["report"].period.last == date(2018, 1, 15)

    def test_costs_the_same_however_many_units(self, client, desks, district_leader, django_assert_max_num_queries):
        client.force_login(district_leader)
        with django_assert_max_num_queries(12):
            client.get(f"/reports/?{MARCH}&rows=unit")

    def test_who_has_no_unit_has_no_report(self, client, admin_user, clock):
        assert open_report(client, admin_user).status_code == 403


class TestFiles:
    def test_the_workbook_has_the_layout_and_the_numbers_of_the_page(self, client, desks, leader):
        client.force_login(leader)
        response = client.get(f"/reports/report.xlsx?{MARCH}")
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[0][0] == "Biểu số 06a/VPCP/KSTT"
        assert ["1", "Hộ tịch", 5, 1, 1, 3, 3, 2, 1, 2, 1, 1] in rows
        assert next(row for row in rows if row[0] == "(1)")[:3] == ["(1)", "(2)", "(3) = (4) + (5) + (6)"]

    def test_the_print_says_who_reports_to_whom(self, client, desks, leader):
        client.force_login(leader)
        response = client.get(f"/reports/report.pdf?{MARCH}&form=II.06a")
        pages = pypdfium2.PdfDocument(response.content)
        text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
        assert "Biểu số II.06a/VPCP/KSTT" in text
        assert "Đơn vị nhận báo cáo: Ủy ban nhân dân huyện Kim Sơn" in text
        assert "từ ngày 01/03/2017 đến ngày 31/03/2017" in text

    @pytest.mark.parametrize("name", ["report.xlsx", "report.pdf"])
    def test_a_fault_is_said_and_no_file_sent(self, client, desks, leader, name):
        client.force_login(leader)
        response = client.get(f"/reports/{name}?from=2017-04-01&to=2017-03-01")
        assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")
