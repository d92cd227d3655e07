"""The dashboard as a workbook, read back."""

import io

import openpyxl
import pytest

from tests.builders import CENTRE, make_unit, receive

JANUARY = "from=2018-01-01&to=2018-01-15"


def workbook(client, user, query=JANUARY):
    client.force_login(user)
    response = client.get(f"/dashboard/export.xlsx?{query}")
    assert response.status_code == 200
    return response, openpyxl.load_workbook(io.BytesIO(response.getvalue()))


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_it_holds_the_figures_as_numbers(client, clerk, stranger, birth, district_leader, now):
    for by in (clerk, clerk, stranger):
        receive(by=by, procedure=birth, now=now)
    response, book = workbook(client, district_leader)
    assert response["Content-Disposition"] == 'attachment; filename="tong-quan-376-2018-01-01-2018-01-15.xlsx"'
    head, *lines = cells(book.worksheets[0])
    received = {line[0]: line[1] for line in lines}
    assert received == {CENTRE: 0, "Xã Kim Định": 2, "Xã Ân Hòa": 1, "2 xã": 3, "Tổng số": 3}
    assert len(head) == len(set(head)) == 14


def test_its_second_sheet_says_what_it_is(client, leader):
    _, book = workbook(client, leader)
    facts = [value for row in cells(book.worksheets[1]) for value in row]
    for fact in ("Xã Kim Định", "01/01/2018 – 15/01/2018", "01/01/2017 – 15/01/2017", "Vũ Văn Minh"):
        assert fact in facts
    assert len(book.sheetnames) == 4


def test_the_flow_and_the_sectors_are_in_it_too(client, clerk, birth, leader, now):
    receive(by=clerk, procedure=birth, now=now)
    _, book = workbook(client, leader)
    assert cells(book.worksheets[2])[-1] == ["15/01/2018", 1, 0, 1]
    assert [row[:2] for row in cells(book.worksheets[3])][1][:2] == ["Hộ tịch", 1]


@pytest.mark.parametrize("name", ["=1+1", "+84", "-1", "@SUM(A1)"])
def test_a_name_never_becomes_a_formula(client, district_leader, district, name):
    make_unit("14999", name, parent=district, agency_code="000.99.28.H42")
    _, book = workbook(client, district_leader)
    cell = next(row[0] for row in book.worksheets[0].iter_rows() if row[0].value == name)
    assert cell.data_type == "s"


def test_of_a_commune_by_procedure(client, clerk, birth, leader, now):
    receive(by=clerk, procedure=birth, now=now)
    _, book = workbook(client, leader)
    assert cells(book.worksheets[0])[1][:2] == ["1.001193 Đăng ký khai sinh", 1]
