"""Tables made for people: workbooks whose texts are texts and whose dates are dates, and .csv in which nothing runs.

What is read back is written by units/tables.py. Here a text that a spreadsheet would take for a formula gets an
apostrophe in a .csv, and is typed as a text in a workbook.
"""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, count, islice
from pathlib import Path

import xlsxwriter
from django.http import FileResponse
from xlsxwriter.worksheet import Worksheet

from units.worktime import VIETNAM

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
CELL_LIMIT = 32_767  # UTF-16 units in a cell of Excel
SHEET_ROWS = 1_048_576  # of Excel, the head among them
# At the start of a cell, after blanks and signs that are not seen, or after a semicolon, which separates cells where a
# comma is for decimals. Full-width signs are read as the usual ones in East Asian versions.
UNSEEN = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
FORMULA = re.compile(rf"(^|;)(?={UNSEEN}*[=+\-@|%＝＋－＠]|[\t\r])")
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"

Cell = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True)
class Column:
    """The head of a column; `number_format` is Excel's for the numbers in it."""

    heading: str
    width: float = 14  # characters
    number_format: str = "General"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `rows` are walked through once, so they may come from a cursor."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    is_landscape: bool = False  # printed across A4, as wide as the page, its head on every one


def safe(text: str) -> str:
    """`text` as a cell of a .csv, with an apostrophe where a spreadsheet would read a formula."""
    return FORMULA.sub(r"\1'", text)


def csv_lines(headings: Iterable[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a .csv for people, one by one: with the mark by which Excel knows UTF-8, days as 2018-01-31."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow([safe(str(heading)) for heading in headings])
    for row in rows:
        yield writer.writerow([_as_text(cell) for cell in row])


def write_workbook(target, *sheets: Sheet, folder: Path | None = None):
    """Write a workbook to a path or a binary file, its heads frozen and under filters.

    Memory stays flat: what is written waits in files, in `folder` if one is named. What is too long for a sheet of
    Excel goes on in further ones.
    """
    options = {"constant_memory": True, "tmpdir": folder and str(folder)}
    with xlsxwriter.Workbook(target, options) as workbook:
        formats = _Formats(workbook)
        for sheet in chain.from_iterable(map(_as_taken, sheets)):
            _write_sheet(workbook.add_worksheet(sheet.title, TextSheet), sheet, formats)


def workbook_response(filename: str, *sheets: Sheet) -> FileResponse:
    """A workbook to be saved under `filename`; kept nowhere on the way, since many hold personal data."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    write_workbook(file, *sheets)
    file.seek(0)
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX, headers=headers)


def notes_sheet(title: str, facts: Iterable[tuple[str, Cell]]) -> Sheet:
    """A sheet of what has to be known about the others: what of, and what it is."""
    return Sheet(title, [Column("", 24), Column("", 90)], facts)


class TextSheet(Worksheet):
    """Writes texts as they are, whatever they look like."""

    @staticmethod
    def _escape_control_characters(data):
        """Also what xlsxwriter lets through: `_x0041_x0042_`, and `<r>…</r>`, which it would write as markup."""
        if data.startswith("<r>"):
            return f"_x003C_{TextSheet._escape_control_characters(data[1:])}"
        data = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", data)
        return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found[0]):04X}_", data)


def pieces(text: str) -> list[str]:
    """`text` in pieces that fit into cells; those beyond the basic plane count twice there."""
    if len(text) * 2 <= CELL_LIMIT:
        return [text] if text else []
    found, start, units = [], 0, 0
    for place, character in enumerate(text):
        size = 2 if character > "\uffff" else 1
        if units + size > CELL_LIMIT:
            found.append(text[start:place])
            start, units = place, 0
        units += size
    return [*found, text[start:]]


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text):
        return text


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook):
        self.workbook, self.made = workbook, {}
        self.heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = workbook.add_format({"valign": "top", "text_wrap": True})

    def number(self, form):
        if form not in self.made:
            self.made[form] = self.workbook.add_format({"num_format": form, "valign": "top"})
        return self.made[form]


def _as_taken(sheet):
    """`sheet` as Excel takes it: `Dossiers`, `Dossiers 2` …; each is written before the next is asked for."""
    rows, first = iter(sheet.rows), []
    most = SHEET_ROWS - any(column.heading for column in sheet.columns)
    for number in count(1):
        title = sheet.title if number == 1 else f"{sheet.title} {number}"
        yield replace(sheet, title=title, rows=chain(first, islice(rows, most - len(first))))
        if not (first := list(islice(rows, 1))):
            return


def _write_sheet(page, sheet, formats):
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    if sheet.is_landscape:
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    first = 0
    if any(column.heading for column in sheet.columns):
        first = 1
        page.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, str(column.heading), formats.heading)
    number = first - 1
    for number, row in enumerate(sheet.rows, start=first):
        for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, number, place, cell, column, formats)
    if first and number >= first:
        page.autofilter(0, 0, number, len(sheet.columns) - 1)


def _write_cell(page, number, place, cell, column, formats):
    cell = _local(cell)
    match cell:
        case None | "":
            return
        case int() | float() | Decimal():
            page.write_number(number, place, cell, formats.number(column.number_format))
        case date() if cell.year >= 1900:  # Excel knows no day before
            form = MOMENT if isinstance(cell, datetime) else DAY
            page.write_datetime(number, place, cell, formats.number(form))
        case _:
            page.write_string(number, place, pieces(str(cell))[0], formats.text)


def _local(cell):
    """A moment as the clock on the wall shows it: neither kind of file knows of time zones."""
    return cell.astimezone(VIETNAM).replace(tzinfo=None) if isinstance(cell, datetime) and cell.tzinfo else cell


def _as_text(cell):
    match cell:
        case str():
            return safe(cell)
        case None:
            return ""
        case datetime():
            return _local(cell).isoformat(" ", "minutes")
        case int() | float() | Decimal() | date():
            return str(cell)
        case _:
            return safe(str(cell))
