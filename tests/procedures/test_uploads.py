"""What is wrong with an uploaded list is told in Vietnamese on pages; the commands' lines are English all the same."""

from datetime import date
from unicodedata import normalize

import pytest
from django.core.management import call_command
from django.utils import translation

from procedures.catalogue import COLUMNS
from procedures.imports import import_procedures
from procedures.models import Procedure, ProcedureVersion
from tests.tables import procedure_row, write_procedures, write_text, write_workbook
from units.tables import TableFaults

pytestmark = pytest.mark.django_db


def broken(path):
    with pytest.raises(TableFaults) as caught:
        import_procedures(path, today=date(2018, 1, 15))
    return caught.value


def in_vietnamese(path):
    with translation.override("vi"):
        return [(fault.row, f"{fault.column}", f"{fault.what}") for fault in broken(path).found]


def test_a_fault_is_in_the_language_of_who_reads_it(tmp_path):
    path = write_procedures(tmp_path, {"time_limit": "5"})
    assert in_vietnamese(path) == [
        (2, "time_unit", "để trống trong khi đã ghi time_limit; hãy điền ô này hoặc xóa time_limit")
    ]
    assert broken(path).faults == ["row 2, time_unit: is empty though time_limit is given"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_command_speaks_english_without_separators(tmp_path, capsys, language):
    path = write_procedures(tmp_path, *[{}] * 1233, {"time_limit": "99999"})
    with translation.override(language), pytest.raises(SystemExit) as end:
        call_command("import_procedures", path)
    assert end.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        'row 1235, time_limit: "99999" is not a whole number from 0 to 32767',
        "row 1235, time_unit: is empty though time_limit is given",
    ]


def test_what_is_wrong_with_the_whole_file(tmp_path):
    path = write_text(tmp_path, "code;name;level\n")
    assert in_vietnamese(path) == [(1, "cả tệp", "các cột ngăn cách bằng dấu chấm phẩy; hãy dùng dấu phẩy")]


def test_a_cell_under_no_name(tmp_path):
    path = write_text(tmp_path, f"{','.join(COLUMNS)}\n{',' * len(COLUMNS)}x\n")
    what = "nằm ở cột không có tên ở dòng đầu; hãy xóa ô này hoặc chuyển về đúng cột"
    assert in_vietnamese(path) == [(2, f"ô thứ {len(COLUMNS) + 1}", what)]


def test_the_words_of_a_workbook(tmp_path):
    path = write_workbook(tmp_path, COLUMNS, ["=1+1"], change=lambda sheet: sheet.merge_cells("B2:B3"))
    assert in_vietnamese(path) == [
        (2, COLUMNS[0], "là công thức; hãy dán giá trị thay cho công thức"),
        (2, COLUMNS[1], "là ô gộp (B2:B3); hãy bỏ gộp ô"),
    ]


def test_a_name_of_a_column_that_is_a_formula(tmp_path):
    path = write_workbook(tmp_path, [*COLUMNS, "=1+1"])
    what = "ô tên cột là công thức; hãy dán giá trị thay cho công thức"
    assert in_vietnamese(path) == [(1, "cả tệp", what)]
    assert broken(path).faults == ["row 1, file: a name of a column is a formula; paste its value"]


def test_a_broken_workbook(tmp_path):
    path = write_text(tmp_path, "x", name="list.xlsx")
    what = "không phải là tệp Excel .xlsx; hãy mở bằng Excel rồi lưu lại dưới dạng .xlsx"
    assert in_vietnamese(path) == [(1, "cả tệp", what)]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('"A', "thiếu dấu ngoặc kép đóng"),
        ('"A"B', "sau dấu ngoặc kép đóng phải là dấu phẩy"),
        ("A\rB", "có ký tự xuống dòng nằm ngoài dấu ngoặc kép"),
        ("A" * 1_000_001, "ô dài quá 1000000 ký tự, có thể do thiếu dấu ngoặc kép đóng"),
        ("A\0", "có byte NUL"),
    ],
    ids=["open", "after", "carriage return", "long", "NUL"],
)
def test_what_the_csv_module_says(tmp_path, cell, reason):
    path = write_text(tmp_path, f"{','.join(COLUMNS)}\n{cell}\n")
    [(row, column, what)] = in_vietnamese(path)
    assert (row, column) == (2, "cả tệp")
    assert f"không còn đọc được dưới dạng bảng CSV ({reason});" in what


def test_every_value_of_a_sentence_is_taken_as_it_is(tmp_path):
    """Percent signs and braces in the file are no placeholders."""
    path = write_procedures(tmp_path, {"level": "100 %(x)s {y}"})
    assert broken(path).faults == [
        'row 2, level: "100 %(x)s {y}" is none of commune, district, province, ministry, other'
    ]


# What people do in Excel, in a list of procedures: each a sentence with its row, and nothing taken over.


def row_of(**cells):
    return [procedure_row(**cells).get(column, "") for column in COLUMNS]


def refused(path):
    faults = broken(path).faults
    assert not Procedure.objects.exists()
    return faults


def test_a_hidden_sheet_is_not_read_instead(tmp_path):
    def hide(sheet):
        sheet.parent.create_sheet("Danh mục")
        sheet.sheet_state = "hidden"

    assert refused(write_workbook(tmp_path, COLUMNS, row_of(), change=hide)) == [
        "row 1, file: has a hidden first sheet; put the table on a first sheet that can be seen"
    ]


def test_a_hidden_sheet_behind_the_table_does_no_harm(tmp_path):
    def hide_another(sheet):
        sheet.parent.create_sheet("Nháp").sheet_state = "hidden"

    path = write_workbook(tmp_path, COLUMNS, row_of(), change=hide_another)
    assert import_procedures(path, today=date(2018, 1, 15)).added == 1


def test_a_date_as_text_is_one_if_written_so(tmp_path):
    path = write_workbook(tmp_path, COLUMNS, row_of(effective_from="2018-02-01"))
    import_procedures(path, today=date(2018, 1, 15))
    assert ProcedureVersion.objects.get().valid_from == date(2018, 2, 1)


def test_a_date_as_people_write_it_is_told(tmp_path):
    assert refused(write_workbook(tmp_path, COLUMNS, row_of(), row_of(name="A", effective_from="01/02/2018"))) == [
        'row 3, effective_from: "01/02/2018" is not a date such as 2018-01-31'
    ]


def test_a_formula_is_told(tmp_path):
    assert refused(write_workbook(tmp_path, COLUMNS, row_of(time_limit="=2+3", time_unit="working_day"))) == [
        "row 2, time_limit: is a formula; paste its value"
    ]


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        ({"name": "Đăng ký hộ tịch"}, {"name": normalize("NFD", "Đăng ký hộ tịch"), "legal_basis": "B"}, "name"),
        ({"code": "1.001193"}, {"code": "1.001193", "legal_basis": "B"}, "code"),
    ],
)
def test_two_rows_that_become_one_are_told(tmp_path, first, second, column):
    assert refused(write_procedures(tmp_path, first, second)) == [
        f"row 3, {column}: is the same procedure as row 2, with other content"
    ]


def test_rows_in_both_forms_of_unicode_are_one_text(tmp_path):
    rows = [
        {"name": normalize(form, "Đăng ký hộ tịch"), "legal_basis": normalize(form, "Luật")} for form in ("NFC", "NFD")
    ]
    assert str(import_procedures(write_procedures(tmp_path, *rows), today=date(2018, 1, 15))) == (
        "2 rows: 1 added, 0 changed, 1 unchanged"
    )


def test_a_negative_limit_is_told(tmp_path):
    assert refused(write_procedures(tmp_path, {}, {"name": "A", "time_limit": "-5", "time_unit": "working_day"})) == [
        'row 3, time_limit: "-5" is not a whole number from 0 to 32767'
    ]
