"""The lines of a draft come from a table with the catalogue's columns, and those abolished from pasted codes."""

import unicodedata
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procedures import actions
from procedures.catalogue import COLUMNS
from procedures.content import Charge
from procedures.exports import catalogue_rows
from procedures.models import DecisionLine, Procedure, ProcedureVersion
from tests import builders
from tests.procedures.pages import said, text
from tests.tables import procedure_row, write_procedures, write_rows, write_workbook

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = date(2018, 1, 22)
SUPPORT = {
    "code": "1.001776",
    "name": "Trợ cấp xã hội hàng tháng",
    "sector": "Bảo trợ xã hội",
    "time_limit": "3",
    "time_unit": "working_day",
    "documents": "Tờ khai | Giấy tờ tùy thân",
    "result": "Quyết định trợ cấp",
}
NEW = {"code": "1.009999", "name": "Hỗ trợ mới", "sector": "Bảo trợ xã hội", "fee_vnd": "5000"}


@pytest.fixture
def decision(client, control, now):
    client.force_login(control)
    head = {"number": "55/QĐ-UBND", "issued_on": date(2018, 1, 10), "effective_from": MONDAY}
    return actions.draft_decision(**head, by=control, now=now)


@pytest.fixture
def address(decision):
    return reverse("procedures:lines_from_table", args=[decision.pk])


@pytest.fixture
def check(client, address, tmp_path):
    """Send rows as a file to be looked at."""

    def check(*rows, path=None):
        path = path or write_procedures(tmp_path, *rows)
        return client.post(address, {"file": SimpleUploadedFile(path.name, path.read_bytes())})

    return check


@pytest.fixture
def take(check, client, address):
    """… and then confirm it."""

    def take(*rows):
        return client.post(address, {"confirm": check(*rows).context["kept"].ticket}, follow=True)

    return take


def lines():
    return list(DecisionLine.objects.values_list("kind", "level", "code"))


def faults(response):
    assert response.status_code == 400
    return [str(fault) for fault in response.context["faults"]]


def test_it_shows_first_what_it_would_draft(check, support):
    response = check(SUPPORT, NEW)
    assert [(row.kind, row.code) for row in response.context["rows"]] == [("amend", "1.001776"), ("add", "1.009999")]
    assert [str(label) for label in response.context["rows"][0].changed] == ["statutory time"]
    assert lines() == []


def test_confirmed_each_row_becomes_a_line(take, support):
    assert said(take(SUPPORT, NEW)) == ["2 lines are drafted."]
    assert lines() == [("amend", "commune", "1.001776"), ("add", "commune", "1.009999")]
    amending, adding = DecisionLine.objects.all()
    assert (amending.procedure, amending.content.time_limit, amending.effective_from) == (support, 3, None)
    assert [(charge.kind, charge.amount) for charge in adding.charges] == [("charge", 5000)]


def test_applied_they_change_the_catalogue(take, decision, support, control, now):
    take(SUPPORT, NEW)
    actions.apply_decision(decision=decision, by=control, now=now)
    assert support.version_on(MONDAY).time_limit == 3
    new = Procedure.objects.get(code="1.009999")
    assert (new.version_on(MONDAY).decision, new.fee_on(MONDAY)) == (decision, 5000)


def test_what_a_table_has_no_column_for_is_kept(take, support):
    ProcedureVersion.objects.update(promised_limit=2, keywords="tiền tuất", steps="Nộp, nhận")
    take(SUPPORT)
    content = DecisionLine.objects.get().content
    assert (content.promised_limit, content.keywords, content.steps) == (2, "tiền tuất", "Nộp, nhận")


def test_a_line_that_amends_changes_no_fee(check, certification):
    amended = {"code": "2.000815", "name": "Chứng thực bản sao", "sector": "Chứng thực"}
    assert faults(check(amended | {"fee_vnd": "3000"})) == [
        "row 2, fee_vnd: is not what is paid: a line that amends changes no fee. "
        "Set it on the page of 2.000815, under fees"
    ]
    assert lines() == []
    for fee in ("2000", ""):
        assert check(amended | {"fee_vnd": fee}).status_code == 200


def test_the_fee_of_today_is_no_fault_where_another_begins_before_the_decision(check, certification, control, now):
    charge = Charge("charge", 3000, basis="NQ 35/2016")
    actions.set_fee(procedure=certification, charge=charge, valid_from=date(2018, 1, 18), by=control, now=now)
    amended = {"code": "2.000815", "name": "Chứng thực bản sao", "sector": "Chứng thực"}
    assert check(amended | {"fee_vnd": "2000"}).status_code == 200
    assert check(amended | {"fee_vnd": "3000"}).status_code == 200
    assert check(amended | {"fee_vnd": "4000"}).status_code == 400


def test_one_without_a_code_is_known_by_its_name(take, support):
    take(SUPPORT | {"code": "", "name": "trợ cấp xã hội  hàng tháng"})
    assert lines() == [("amend", "commune", "1.001776")]


def test_a_row_of_its_own_day(take, support):
    take(SUPPORT | {"effective_from": "2018-02-01"}, NEW | {"effective_from": "2018-01-22"})
    assert [line.effective_from for line in DecisionLine.objects.all()] == [date(2018, 2, 1), None]


def test_a_row_of_several_levels_becomes_several_lines(take):
    take(NEW | {"level": "commune;district"})
    assert lines() == [("add", "commune", "1.009999"), ("add", "district", "1.009999")]


def test_a_row_that_changes_nothing_makes_no_line(take, check, tmp_path, support):
    [row] = catalogue_rows(date(2018, 1, 15))
    assert check(row).context["rows"][0].changes_nothing
    take(row, NEW)
    assert lines() == [("add", "commune", "1.009999")]


def test_a_workbook_does_as_well(check, tmp_path, support):
    rows = [[procedure_row(**SUPPORT).get(column, "") for column in COLUMNS]]
    response = check(path=write_workbook(tmp_path, COLUMNS, *rows))
    assert [row.kind for row in response.context["rows"]] == ["amend"]


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("cells", "fault"),
        [
            ({"time_limit": "-1"}, 'row 2, time_limit: "-1" is not a whole number from 0 to 32767'),
            ({"name": ""}, "row 2, name: is empty"),
            (
                {"decision_number": "12/QĐ-UBND"},
                "row 2, decision_number: names another decision than 55/QĐ-UBND, whose lines these are",
            ),
            (
                {"effective_from": "2017-01-01"},
                "row 2, code: 1.001776 is not in force on 01/01/2017: there is nothing to amend",
            ),
        ],
    )
    def test_is_said_by_row_and_column(self, check, support, cells, fault):
        ProcedureVersion.objects.update(valid_from=date(2017, 6, 1))
        assert faults(check(SUPPORT | cells, NEW)) == [fault]

    def test_one_bad_row_keeps_all_of_them(self, check, support):
        response = check(NEW, SUPPORT | {"sector": ""})
        assert "nothing was changed" in text(response)
        assert lines() == []

    def test_a_procedure_twice(self, check, support):
        assert faults(check(SUPPORT, SUPPORT)) == ["row 3, code: is the same procedure as row 2"]

    def test_one_that_the_decision_speaks_of_already(self, check, take, support):
        take(SUPPORT, NEW)
        assert faults(check(SUPPORT, NEW)) == [
            f"row {row}, code: the decision says something of {code} already: take its line out, or this row"
            for row, code in ((2, "1.001776"), (3, "1.009999"))
        ]

    def test_what_somebody_drafted_meanwhile(self, check, client, address, decision, support, control, now):
        ticket = check(SUPPORT).context["kept"].ticket
        actions.draft_lines(decision=decision, kind="abolish", procedures=[support], by=control, now=now)
        assert "already" in faults(client.post(address, {"confirm": ticket}))[0]
        assert lines() == [("abolish", "commune", "1.001776")]

    def test_a_decision_that_was_applied_meanwhile(self, check, client, address, decision, support, control, now):
        ticket = check(NEW).context["kept"].ticket
        actions.draft_lines(decision=decision, kind="abolish", procedures=[support], by=control, now=now)
        actions.apply_decision(decision=decision, by=control, now=now)
        assert "no draft" in said(client.post(address, {"confirm": ticket}, follow=True))[0]
        assert DecisionLine.objects.count() == 1

    def test_a_file_that_is_gone(self, client, address):
        assert "no longer there" in said(client.post(address, {"confirm": "x"}, follow=True))[0]

    def test_no_table_at_all(self, check, tmp_path):
        path = tmp_path / "table.pdf"
        path.write_bytes(b"%PDF-")
        assert check(path=path).status_code == 400
        assert faults(check(path=write_rows(tmp_path, ["code", "name"])))[0].startswith("row 1")


class TestAbolishing:
    @pytest.fixture
    def send(self, client, decision):
        def send(codes, level="commune"):
            address = reverse("procedures:abolish_by_code", args=[decision.pk])
            return client.post(address, {"codes": codes, "level": level})

        return send

    def test_by_pasted_codes(self, send, support, birth):
        assert send("1.001776, 1.001193\n1.001776").status_code == 302
        assert sorted(lines()) == [("abolish", "commune", "1.001193"), ("abolish", "commune", "1.001776")]

    def test_its_address_leads_back_to_the_page(self, client, control, decision):
        """As after a fault, when somebody chooses another language there."""
        client.force_login(control)
        response = client.get(reverse("procedures:abolish_by_code", args=[decision.pk]))
        assert response["Location"] == reverse("procedures:lines_from_table", args=[decision.pk])

    @pytest.mark.parametrize(("codes", "level"), [("1.001776 9.999999", "commune"), ("1.001776", "district"), ("", "")])
    def test_one_that_there_is_not_keeps_all_of_them(self, send, support, codes, level):
        response = send(codes, level)
        assert response.status_code == 400
        assert response.context["codes_form"].errors
        assert lines() == []


class TestWhoMay:
    def test_nobody_else(self, client, clerk, decision):
        client.force_login(clerk)
        assert client.get(reverse("procedures:lines_from_table", args=[decision.pk])).status_code == 403
        assert client.post(reverse("procedures:abolish_by_code", args=[decision.pk])).status_code == 403


def test_many_rows_cost_as_few_questions(check, django_assert_max_num_queries):
    rows = [{"code": f"1.{number:06}", "name": f"Thủ tục {number}"} for number in range(60)]
    for row in rows:
        builders.make_procedure(row["code"], row["name"])
    with django_assert_max_num_queries(30):
        check(*rows)


def test_more_new_ones_may_follow_in_another_table(take):
    take(NEW)
    assert said(take(NEW | {"code": "1.009998", "name": "Hỗ trợ khác"})) == ["1 line is drafted."]


@pytest.mark.parametrize(("first", "again"), [("", ""), ("", "1.009998"), ("1.009998", ""), ("1.009998", "1.009998")])
def test_the_same_new_one_is_not_drafted_twice(take, check, first, again):
    take(NEW | {"code": first})
    name = unicodedata.normalize("NFD", "hỗ trợ  mới")
    [fault] = faults(check(NEW | {"code": again, "name": name}))
    assert fault.startswith(f"row 2, code: the decision says something of {again or 'hỗ trợ mới'} already")


@pytest.mark.parametrize("column", ["effective_from", "decision_date"])
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_centuries_off_is_a_slip_of_the_hand(check, column, day):
    assert any(
        f"row 2, {column}" in fault and "lies before 1900" in fault for fault in faults(check(NEW | {column: day}))
    )
