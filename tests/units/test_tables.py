import datetime
import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from tests.tables import write_rows, write_text, write_workbook
from units import xlsx
from units.sheets import CELL_LIMIT
from units.tables import Progress, Row, TableFaults, read_header, read_table, write_csv, write_xlsx

COLUMNS = ("code", "name")


def read(path, columns=COLUMNS, **options):
    return list(read_table(path, columns=columns, **options))


def faults_of(path, columns=COLUMNS, **options):
    with pytest.raises(TableFaults) as caught:
        read(path, columns, **options)
    return caught.value.faults


# CSV


def test_reads_rows_with_their_numbers(tmp_path):
    path = write_text(tmp_path, "code,name\n1,Một\n\n2,Hai\n")
    assert read(path) == [Row(2, {"code": "1", "name": "Một"}), Row(4, {"code": "2", "name": "Hai"})]


def test_reads_with_a_byte_order_mark(tmp_path):
    assert read(write_text(tmp_path, "code,name\n1,Một\n", encoding="utf-8-sig"))[0]["code"] == "1"


def test_counts_records_not_lines(tmp_path):
    path = write_text(tmp_path, 'code,name\r\n1,"hai\r\ndòng"\r\n2,Ba\r\n')
    assert [(row.number, row["name"]) for row in read(path)] == [(2, "hai\r\ndòng"), (3, "Ba")]


def test_cells_are_stripped_and_composed(tmp_path):
    path = write_text(tmp_path, "code,name\n 1 ,\u00a0Ti\u0065\u0302\u0301ng \n")
    assert read(path)[0].values == {"code": "1", "name": "Tiếng"}


def test_columns_may_stand_in_any_order(tmp_path):
    assert read(write_text(tmp_path, "name,code\nMột,1\n"))[0].values == {"code": "1", "name": "Một"}


def test_an_optional_column_may_be_missing(tmp_path):
    assert read(write_text(tmp_path, "code,name\n1,A\n"), optional=["note"])[0]["note"] == ""


def test_a_short_row_is_empty_to_its_end(tmp_path):
    assert read(write_text(tmp_path, "code,name\n1\n"))[0].values == {"code": "1", "name": ""}


def test_continuations_are_joined_as_they_stand(tmp_path):
    path = write_text(tmp_path, "code,name,name_2,name_3\n1,a ,b,c\n")
    assert read(path)[0]["name"] == "a bc"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["row 1, file: is empty, or its first row is: the names of the columns must stand there"]),
        ("\ncode,name\n", ["row 1, file: is empty, or its first row is: the names of the columns must stand there"]),
        ("code\n1\n", ["row 1, name: the column is missing"]),
        ("code,name,age\n", ["row 1, age: is not a column of this table"]),
        ("code,name,code\n", ["row 1, code: stands twice in the header"]),
        ("code,name,name_1\n", ["row 1, name_1: is not a column of this table"]),
        ("code;name\n1;A\n", ["row 1, file: has its columns separated by ;; use commas"]),
        ("code,name\n1,A,B\n2,A,\n", ["row 2, cell 3: stands where the header has no column"]),
        ("code,name\n1,A\n2,B\0\n", ["row 3, file: is not a CSV table from here on (it holds NUL bytes)"]),
        ('code,name\n1,"A\n', ["row 2, file: is not a CSV table from here on (unexpected end of data)"]),
        ('code,name\n1,"A"B\n', ["row 2, file: is not a CSV table from here on (',' expected after '\"')"]),
    ],
)
def test_says_what_is_wrong_with_a_csv(tmp_path, text, faults):
    assert faults_of(write_text(tmp_path, text)) == faults


def test_names_the_row_where_another_encoding_shows(tmp_path):
    path = write_text(tmp_path, "code,name\n1,A\n2,Đ\n3,B\n", encoding="cp1258")
    assert faults_of(path) == ['row 3, file: is not UTF-8; save it as "CSV UTF-8"']


def test_the_unicode_text_of_excel_is_no_csv(tmp_path):
    path = write_text(tmp_path, "code\tname\n", encoding="utf-16")
    assert "UTF-8" in faults_of(path)[0] or "NUL" in faults_of(path)[0]


def test_reports_every_row_at_fault(tmp_path):
    assert len(faults_of(write_text(tmp_path, "code,name\n1,A,B\n2,A\n3,A,B\n"))) == 2


def test_another_kind_of_file_is_refused(tmp_path):
    assert faults_of(write_text(tmp_path, "x", name="list.pdf")) == [
        "row 1, file: must be a .csv or an .xlsx file, not list.pdf"
    ]


def test_a_workbook_named_csv_is_told(tmp_path):
    path = write_workbook(tmp_path, COLUMNS).rename(tmp_path / "list.csv")
    assert faults_of(path) == ["row 1, file: is an Excel workbook; its name must end in .xlsx"]


# XLSX


def test_reads_a_workbook_as_people_fill_it(tmp_path):
    path = write_workbook(
        tmp_path,
        ("code", "name"),
        (3, datetime.date(2018, 1, 15)),
        (None, None),
        (2.0, datetime.datetime(2018, 1, 15, 8, 30)),
        ("1.000890", 0.1),
        (123456789012, True),
    )
    assert [(row.number, *row.values.values()) for row in read(path)] == [
        (2, "3", "2018-01-15"),
        (4, "2", "2018-01-15T08:30"),
        (5, "1.000890", "0.1"),
        (6, "123456789012", "TRUE"),
    ]


def test_reads_dates_of_the_mac_calendar(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.active.append(COLUMNS)
    workbook.active.append(("1", datetime.date(2018, 1, 15)))
    workbook.save(tmp_path / "mac.xlsx")
    assert read(tmp_path / "mac.xlsx")[0]["name"] == "2018-01-15"


def test_an_empty_formatted_column_beside_the_table_is_nothing(tmp_path):
    path = write_workbook(tmp_path, (*COLUMNS, None, ""), ("1", "A", None, " "))
    assert read(path)[0].values == {"code": "1", "name": "A"}


@pytest.mark.parametrize("formula", ["=1+1", ArrayFormula("B3", "=SUM(A1:A2)")])
def test_a_formula_is_no_value(tmp_path, formula):
    path = write_workbook(tmp_path, COLUMNS, ("1", "A"), ("2", formula))
    assert faults_of(path) == ["row 3, name: is a formula; paste its value"]


def test_an_error_of_excel_is_no_value(tmp_path):
    path = write_workbook(tmp_path, COLUMNS, ("1", "#N/A"))
    assert faults_of(path) == ["row 2, name: is an error of Excel (#N/A)"]


def test_merged_cells_are_told(tmp_path):
    path = write_workbook(tmp_path, COLUMNS, ("1", "A"), ("2", "A"), change=lambda sheet: sheet.merge_cells("B2:B3"))
    assert faults_of(path) == ["row 2, name: is merged (B2:B3); split the cells"]


def test_a_hidden_first_sheet_is_told(tmp_path):
    def hide(sheet):
        sheet.parent.create_sheet("Trang 2")
        sheet.sheet_state = "hidden"

    path = write_workbook(tmp_path, COLUMNS, ("1", "A"), change=hide)
    assert faults_of(path) == ["row 1, file: has a hidden first sheet; put the table on a first sheet that can be seen"]


@pytest.mark.parametrize("content", [b"", b"code,name\n", b"PK\x03\x04 not really"])
def test_what_is_no_workbook_is_told(tmp_path, content):
    path = tmp_path / "table.xlsx"
    path.write_bytes(content)
    assert faults_of(path) == ["row 1, file: is not an .xlsx workbook; open it in Excel and save it as .xlsx"]


def test_an_old_workbook_is_told(tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert faults_of(path) == ["row 1, file: is an old .xls workbook or has a password; save it as .xlsx without one"]


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "UNPACKED_LIMIT", 1024**2)
    path = write_workbook(tmp_path, COLUMNS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(2 * 1024**2))
    assert faults_of(path) == ["row 1, file: unpacks to more than 1 MB; save it as CSV"]


@pytest.mark.parametrize("place", ["A1048577", "ZZZZ2"])
def test_cells_beyond_a_sheet_are_no_workbook(tmp_path, place):
    number = place.lstrip("AZ")
    path = edited(
        write_workbook(tmp_path, COLUMNS, ("1", "A")),
        lambda xml: xml.replace(b'<row r="2">', f'<row r="{number}">'.encode()).replace(b'"A2"', f'"{place}"'.encode()),
    )
    assert len(faults_of(path)) == 1


def test_entities_do_not_explode(tmp_path):
    bombs = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY b0 "ha">{bombs}]>'.encode()
    path = edited(
        write_workbook(tmp_path, COLUMNS, ("1", 7)),
        lambda xml: doctype + xml.replace(b"<v>7</v>", b"<v>&b9;</v>"),
    )
    assert "is not an .xlsx workbook" in faults_of(path)[0]


@pytest.mark.parametrize(
    ("part", "was", "becomes"),
    [
        ("xl/workbook.xml", rb"<sheets>.*</sheets>", b"<sheets/>"),
        ("xl/worksheets/sheet1.xml", rb"</sheetData>", b"</sheetData><mergeCells><mergeCell/></mergeCells>"),
        ("xl/worksheets/sheet1.xml", rb"<row .*</row>", b"<row/>" * 3 + b"<x/>" * 200_000),
        ("xl/worksheets/sheet1.xml", rb"</row>", b"<c/>" * 200_000 + b"</row>"),
        ("xl/worksheets/sheet1.xml", rb"<v>7</v>", b"<v>" + b"7" * 9_000_000 + b"</v>"),
    ],
)
def test_a_workbook_is_malformed_rather_than_held_in_memory(tmp_path, part, was, becomes):
    path = write_workbook(tmp_path, COLUMNS, ("1", 7))
    edited(path, lambda xml: re.sub(was, lambda _: becomes, xml, count=1, flags=re.DOTALL), part)
    assert faults_of(path)[-1].endswith("is not an .xlsx workbook; open it in Excel and save it as .xlsx")


def test_a_shared_text_is_no_way_around(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as workbook:  # openpyxl shares no texts
        sheet = workbook.add_worksheet()
        for number, row in enumerate((COLUMNS, ("1", "A" * 30_000))):
            sheet.write_row(number, 0, row)
    assert read(tmp_path / "table.xlsx")[0]["name"] == "A" * 30_000

    path = edited(tmp_path / "table.xlsx", lambda xml: re.sub(rb'<c r="B2"(.*?</c>)', rb"<c \1" * 400, xml))
    assert faults_of(path) == ["row 2, file: is not an .xlsx workbook; open it in Excel and save it as .xlsx"]
    edited(path, lambda xml: xml.replace(b"<si>", b"<si>" + b"<r/>" * 200_000, 1), "xl/sharedStrings.xml")
    assert faults_of(path) == ["row 1, file: is not an .xlsx workbook; open it in Excel and save it as .xlsx"]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_workbook_packed_in_another_way_is_none(tmp_path, method):
    path = edited(write_workbook(tmp_path, COLUMNS), lambda xml: xml, method=method)
    assert faults_of(path) == ["row 1, file: is not an .xlsx workbook; open it in Excel and save it as .xlsx"]


def test_a_sheet_of_many_rows_is_read_row_by_row(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "HELD_LIMIT", 60)
    monkeypatch.setattr(xlsx, "ROW_LIMIT", 100_000)
    path = write_workbook(tmp_path, COLUMNS, *([str(number), f"Tên {number}"] for number in range(3000)))
    assert read(path)[-1].values == {"code": "2999", "name": "Tên 2999"}


def edited(path, change, part="xl/worksheets/sheet1.xml", method=zipfile.ZIP_STORED):
    """The workbook with the XML of its first sheet, or another part, changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


# Writing


def test_nothing_written_becomes_a_formula(tmp_path):
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "<r><t>x</t></r>", "http://x", "_x0041_x0042_", "1E5"]
    write_xlsx(tmp_path / "table.xlsx", ["name"], ({"name": text} for text in hostile))
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").active
    assert {cell.data_type for [cell] in sheet.iter_rows()} == {"s"}
    assert [row["name"] for row in read(tmp_path / "table.xlsx", ["name"])] == [text.strip() for text in hostile]


def test_a_long_text_goes_on_in_further_columns(tmp_path):
    text = "ơ" * (CELL_LIMIT - 1) + " 🙂" + "x" * CELL_LIMIT
    write_xlsx(tmp_path / "table.xlsx", COLUMNS, [{"code": "1", "name": text}, {"code": "2", "name": "A"}])
    assert read_header(tmp_path / "table.xlsx") == ["code", "name", "name_2", "name_3"]
    assert [row["name"] for row in read(tmp_path / "table.xlsx")] == [text, "A"]
    cells = [cell.value for cell in openpyxl.load_workbook(tmp_path / "table.xlsx").active[2]]
    assert max(len(value.encode("utf-16-le")) // 2 for value in cells) == CELL_LIMIT


def test_writes_to_a_file_that_is_open():
    file = io.BytesIO()
    write_xlsx(file, COLUMNS, [{"code": "1", "name": "A"}])
    assert file.getvalue().startswith(b"PK")


def test_progress_is_told_once_it_takes_long(monkeypatch):
    out = io.StringIO()
    assert list(Progress(out).over("abc")) == ["a", "b", "c"]
    assert out.getvalue() == ""
    monkeypatch.setattr(Progress, "EVERY", 0)
    list(Progress(out).over("ab"))
    assert out.getvalue() == "1 rows2 rows"  # the command's stream ends each with a line break


TEXTS = st.text(
    st.one_of(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
        st.sampled_from("=+-@\t\r\n\"'<>&;,|_x0041﻿̉ \u00a0"),
    ),
    max_size=40,
)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_any_text_comes_back(tmp_path_factory, pairs):
    folder = tmp_path_factory.mktemp("table")
    given_rows = [{"code": f"x{code}", "name": name} for code, name in pairs]
    rows = [row.values for row in read(write_rows(folder, COLUMNS, *given_rows))]
    write_xlsx(folder / "table.xlsx", COLUMNS, rows)
    write_csv(folder / "again.csv", COLUMNS, rows)
    assert [row.values for row in read(folder / "table.xlsx")] == rows
    assert [row.values for row in read(folder / "again.csv")] == rows
