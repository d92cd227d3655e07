"""The sizes of posting sheets: found step by step, kept, and the same as when the print itself tries them."""

from dataclasses import replace

import pytest
from django.urls import reverse

from procedures import fitting
from procedures.models import ProcedureVersion, SheetSize
from procedures.posting_sheets import booklet_of, print_booklet

pytestmark = pytest.mark.usefixtures("clock", "birth", "support", "certification")


@pytest.fixture
def address(commune):
    return reverse("procedures:booklet", args=[commune.code])


@pytest.fixture
def staff(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def step_by_step(monkeypatch):
    """As with a hundred times as many sheets."""
    monkeypatch.setattr(fitting, "AT_ONCE", 1)
    monkeypatch.setattr(fitting, "SECONDS", 0)


def booklet(commune, today):
    versions = ProcedureVersion.objects.order_by("pk")
    return booklet_of(commune, versions, about="Thủ tục áp dụng tại đơn vị", today=today)


def test_with_known_sizes_the_same_file_comes_out(commune, now):
    known = booklet(commune, now.date())
    unknown = replace(known, sheets=tuple(replace(sheet, points=None) for sheet in known.sheets))
    assert all(sheet.points for sheet in known.sheets)
    assert print_booklet(known) == print_booklet(unknown)


def test_a_sheet_that_takes_two_sides_is_known_as_such(commune, now, birth):
    birth.versions.update(conditions="Điều kiện được hưởng chế độ. " * 900)
    (points,) = [sheet.points for sheet in booklet(commune, now.date()).sheets if sheet.code == "1.001193"]
    assert points == 0
    assert print_booklet(booklet(commune, now.date())).startswith(b"%PDF")


def test_each_request_goes_a_step_further_until_the_file_comes(staff, address, step_by_step):
    for done in (1, 2):
        page = staff.get(address)
        assert (page.status_code, page["Cache-Control"]) == (202, "no-store")
        assert f"Đã dàn {done} trên 3 tờ." in page.content.decode()
        assert '<meta http-equiv="refresh" content="0">' in page.content.decode()
    assert staff.get(address)["Content-Type"] == "application/pdf"


def test_another_print_finds_the_sizes_known(staff, address, step_by_step):
    while staff.get(address).status_code == 202:
        pass
    assert SheetSize.objects.count() == 3
    assert staff.get(address)["Content-Type"] == "application/pdf"
    assert SheetSize.objects.count() == 3


def test_what_changes_on_a_sheet_is_tried_anew(staff, address, birth, step_by_step):
    while staff.get(address).status_code == 202:
        pass
    birth.versions.update(time_limit=7)
    assert staff.get(address)["Content-Type"] == "application/pdf"
    assert SheetSize.objects.count() == 4
