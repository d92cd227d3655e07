"""Tables for people: nothing in them runs, numbers and days are numbers and days."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import at
from units.sheets import CELL_LIMIT, Column, Sheet, csv_lines, notes_sheet, safe, workbook_response, write_workbook

STARTS = "=+-@|%\t\r＝＋－＠"
DANGEROUS = [*(f"{start}1+1" for start in STARTS), " =1", "\u00a0@x", "\ufeff=1", "\n+1", "\u200b-1", "A;=1+1", "A; @x"]


def written(*sheets):
    file = io.BytesIO()
    write_workbook(file, *sheets)
    return openpyxl.load_workbook(file)


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_reckon_gets_an_apostrophe(text):
    assert safe(text) == (text.replace(";", ";'") if ";" in text else f"'{text}")


@pytest.mark.parametrize("text", ["", "Nguyễn Văn Đức", "000.06.28.H42-180115-0001", "A-1", "50 %", "x=1", "a;b", "’"])
def test_other_text_stays_as_it_is(text):
    assert safe(text) == text


def test_a_csv_has_the_mark_that_excel_knows_and_days_that_everybody_reads():
    lines = list(csv_lines(["Mã", "Ngày"], [["Đ, ", at("2018-01-15 08:00")], [-5, date(2018, 1, 31)], [None, "-5"]]))
    assert lines == ["\ufeffMã,Ngày\r\n", '"Đ, ",2018-01-15 08:00\r\n', "-5,2018-01-31\r\n", ",'-5\r\n"]


def test_a_csv_is_made_row_by_row():
    rows = iter([["a"], ["b"]])
    lines = csv_lines(["x"], rows)
    next(lines), next(lines)
    assert next(rows) == ["b"]


def test_a_workbook_holds_texts_numbers_and_days():
    columns = [Column("Mã"), Column("Số", number_format="#,##0"), Column("Ngày"), Column("Lúc"), Column("")]
    row = ["000123", 1234, date(2018, 1, 31), at("2018-01-15 08:00"), None]
    book = written(Sheet("Hồ sơ", columns, [row, ["x", Decimal("0.5"), date(1880, 1, 1), "", ""]]))
    first, second = list(book["Hồ sơ"].iter_rows(min_row=2))
    assert [cell.data_type for cell in first] == ["s", "n", "d", "d", "n"]
    assert first[1].number_format == "#,##0"
    assert f"{first[3].value:%H:%M %d/%m/%Y}" == "08:00 15/01/2018"
    assert [cell.value for cell in second] == ["x", 0.5, "1880-01-01", None, None]


def test_it_is_sent_to_be_saved_and_kept_nowhere_on_the_way():
    response = workbook_response("ho-so.xlsx", Sheet("Hồ sơ", [Column("Mã")], [["000123"]]))
    assert response["Content-Disposition"] == 'attachment; filename="ho-so.xlsx"'
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "no-store" in response["Cache-Control"]
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    response.file_to_stream.close()
    assert [cell.value for cell in book["Hồ sơ"]["A"]] == ["Mã", "000123"]


def test_its_head_stays_in_sight_and_filters():
    sheet = written(Sheet("Hồ sơ", [Column("Mã"), Column("Tên")], [["a", "b"]]))["Hồ sơ"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")


def test_without_rows_it_has_its_head():
    assert written(Sheet("Hồ sơ", [Column("Mã")], []))["Hồ sơ"]["A1"].value == "Mã"


def test_notes_have_no_head():
    sheet = written(Sheet("Hồ sơ", [Column("Mã")], []), notes_sheet("Ghi chú", [("Số dòng", 3)]))["Ghi chú"]
    assert [cell.value for cell in sheet[1]] == ["Số dòng", 3]


def test_a_text_longer_than_a_cell_is_cut():
    sheet = written(Sheet("Hồ sơ", [Column("Mã")], [["x" * (CELL_LIMIT + 5)]]))["Hồ sơ"]
    assert len(sheet["A2"].value) == CELL_LIMIT


texts = st.one_of(st.sampled_from(DANGEROUS), st.text(max_size=20))


@settings(deadline=None)  # how long a workbook takes is no matter of its texts
@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_no_text_becomes_a_formula(rows):
    cells = written(Sheet("Hồ sơ", [Column("A"), Column("B")], rows))["Hồ sơ"].iter_rows(min_row=2)
    assert {cell.data_type for row in cells for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    lines = "".join(csv_lines(["A", "B"], rows))
    for row in csv.reader(io.StringIO(lines, newline="")):
        assert not any(cell.lstrip()[:1] in set("=+-@|%＝＋－＠") for cell in row)


def test_what_is_too_long_for_a_sheet_goes_on_in_further_ones(monkeypatch):
    monkeypatch.setattr("units.sheets.SHEET_ROWS", 3)
    book = written(Sheet("Hồ sơ", [Column("Mã")], iter([[n] for n in range(4)])), Sheet("Khác", [Column("")], [["x"]]))
    assert {sheet.title: [row[0].value for row in sheet] for sheet in book} == {
        "Hồ sơ": ["Mã", 0, 1],
        "Hồ sơ 2": ["Mã", 2, 3],
        "Khác": ["x"],
    }
