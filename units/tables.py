"""Tables that people keep in Excel: .csv and .xlsx in and out, row by row, with what is wrong said by row and column.

Cells are texts. Written to .xlsx they are typed as texts, so that nothing becomes a formula; a .csv holds them as they
are, without a mark before = + - @, so that what is read back is what was written.
"""

import csv
import json
import re
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from units.sheets import TextSheet, pieces
from units.xlsx import BadCell, NotAWorkbook, filled, sheet_rows

CSV_CELL_LIMIT = 1_000_000  # characters; more is a quotation mark left open
FAULT_LIMIT = 1_000  # after so many, reading on helps nobody
FILE = pgettext_lazy("at fault as a whole, instead of one column", "file")
# What the csv module says of tables, for the catalogue; the last two are of different versions of Python.
CSV_ERRORS = (
    gettext_noop("unexpected end of data"),
    gettext_noop("',' expected after '\"'"),
    gettext_noop("field larger than field limit (1000000)"),
    gettext_noop("new-line character seen in unquoted field - do you need to open the file in universal-newline mode?"),
    gettext_noop("new-line character seen in unquoted field - do you need to open the file with newline=''?"),
)


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place; `what`, and a `column` that has no name, are translated when shown."""

    row: int  # the header is row 1
    column: str  # as the file names it
    what: str

    def __str__(self):
        """A line like `row 3, level: is empty`, in English whoever reads it: the commands' contract."""
        with translation.override("en"):
            return f"row {self.row}, {self.column}: {self.what}"


class TableFaults(Exception):
    """What is wrong with a table: `found` for pages, `faults` as the lines that commands print."""

    def __init__(self, found: Iterable[Fault | str]):
        self.found = list(found)
        self.faults = [str(fault) for fault in self.found]
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class Row:
    """`number` as Excel shows it (in a .csv the number of the record); a cell is '' where nothing is given."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column):
        return self.values[column]


@dataclass
class Counts:
    """What became of the rows of an import."""

    added: int = 0
    changed: int | None = 0  # None where an import changes nothing
    unchanged: int = 0

    def __str__(self):
        counts = {name: count for name, count in vars(self).items() if count is not None}
        return f"{sum(counts.values())} rows: {', '.join(f'{count} {name}' for name, count in counts.items())}"


class Faults:
    """Collects what is wrong while a table is read: up to FAULT_LIMIT; with `kept`, so many and how many more."""

    def __init__(self, kept: int | None = None):
        self.found: list[Fault] = []
        self.kept, self.left_out = kept, 0

    def __len__(self):
        return len(self.found) + self.left_out

    def add(self, number: int, column: str, what: str, **values):
        """`values` are put into `what` when it is shown."""
        self._take(Fault(number, column, filled(what, **values) if values else what))

    def _take(self, fault):
        if self.kept is not None and len(self.found) >= self.kept:
            self.left_out += 1
            return
        self.found.append(fault)
        if self.kept is None and len(self.found) >= FAULT_LIMIT:
            self.raise_if_any()

    def raise_if_any(self):
        if self.found:
            more = [f"and {self.left_out} more"] if self.left_out else []
            raise TableFaults([*sorted(self.found, key=lambda fault: fault.row), *more])

    def within(self, rows: Iterable[Row]) -> Iterator[Row]:
        """`rows`, with the faults that reading them brings to light added to these."""
        try:
            yield from rows
        except TableFaults as error:
            for fault in error.found:
                self._take(fault)


class Cells:
    """The cells of one row as values; what is not one is added to `faults` and comes out as None."""

    def __init__(self, row: Row, faults: Faults):
        self.row, self.faults = row, faults

    def fault(self, column, what, **values):
        self.faults.add(self.row.number, column, what, **values)

    def text(self, column, *, longest=None, required=False):
        value = self.row[column]
        if required and not value:
            self.fault(column, _("is empty"))
        if longest and len(value) > longest:
            what = _("has %(length)d characters; %(longest)d at most")
            self.fault(column, what, length=len(value), longest=longest)
        return value

    def date(self, column) -> date | None:
        value = self.row[column]
        try:
            return parse_date(value) if value else None
        except ValueError:
            self.fault(column, _("%(value)s is not a date such as 2018-01-31"), value=shown(value))
            return None

    def whole_number(self, column, *, most) -> int | None:
        value = self.row[column]
        if not value:
            return None
        if re.fullmatch("[0-9]{1,18}", value) and int(value) <= most:
            return int(value)
        what = _("%(value)s is not a whole number from 0 to %(most)d")
        self.fault(column, what, value=shown(value), most=most)
        return None

    def choice(self, column, choices, *, required=False):
        value = self.text(column, required=required)
        return self._one_of(choices, value, column) if value else None

    def several(self, column, choices, *, required=False):
        """The values joined by `;`, in the order of `choices`."""
        names = [name.strip() for name in self.text(column, required=required).split(";")]
        given = {self._one_of(choices, name, column) for name in names if name}
        return [value for value in choices if value in given]

    def _one_of(self, choices, name, column):
        if name in choices.values:
            return choices(name)
        what = _("%(value)s is none of %(choices)s")
        self.fault(column, what, value=shown(name), choices=", ".join(choices.values))
        return None


def shown(value):
    """`value` in quotation marks, cut where it is long."""
    return f'"{value}"' if len(value) <= 60 else f'"{value[:60]}…"'


def parse_date(text: str) -> date:
    """The day written as 2018-01-31; raises ValueError."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def read_table(path, *, columns: Iterable[str], optional: Iterable[str] = ()) -> Iterator[Row]:
    """Yield the rows below the header; empty rows are left out.

    Every one of `columns` must be there, each of `optional` may be; any other is a fault. Cells are stripped, in NFC,
    and joined with their continuations (NAME_2, …). Rows with a fault are left out, and TableFaults is raised at the
    end (or as soon as nothing more can be read), so nothing may be kept of what was yielded before. Raises OSError.
    """
    columns, optional = list(columns), list(optional)
    faults = Faults()
    records = _reading(_records(Path(path)), faults)
    names = _first(records, faults)
    faults.raise_if_any()
    header = _Header(names, columns, optional, faults)
    faults.raise_if_any()
    for number, cells in records:
        values = header.values(number, cells, faults)
        if values is not None and any(values.values()):
            yield Row(number, values)
    faults.raise_if_any()


def read_header(path) -> list[str]:
    """The names in the first row; raises TableFaults, OSError."""
    faults = Faults()
    header = _first(_reading(_records(Path(path)), faults), faults)
    faults.raise_if_any()
    return [_clean(cell) for cell in header if not isinstance(cell, BadCell)]


class _Unreadable(Exception):
    def __init__(self, number, reason):
        super().__init__(reason)
        self.number, self.reason = number, reason


def _reading(records, faults):
    """The records, until one cannot be read."""
    try:
        yield from records
    except _Unreadable as error:
        faults.add(error.number, FILE, error.reason)


def _first(records, faults):
    number, header = next(records, (1, []))
    if not faults and (number != 1 or not any(header)):
        faults.add(1, FILE, _("is empty, or its first row is: the names of the columns must stand there"))
    return header


def _records(path):
    """Yield (number, cells) for every row that is not empty; raises _Unreadable."""
    with path.open("rb") as file:
        start = file.read(8)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        what = filled(_("must be a .csv or an .xlsx file, not %(name)s"), name=path.name)
        raise TableFaults([Fault(1, FILE, what)])
    if path.suffix.lower() == ".csv":
        return _csv_records(path, start)
    return _xlsx_records(path, start)


def _xlsx_records(path, start):
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise _Unreadable(1, _("is an old .xls workbook or has a password; save it as .xlsx without one"))
    number = 0
    try:
        for number, cells in sheet_rows(path):  # noqa: B007 - the row reached is wanted when reading fails
            yield number, cells
    except NotAWorkbook as error:
        raise _Unreadable(number + 1, error.reason) from None


def _csv_records(path, start):
    if start.startswith(b"PK\x03\x04"):
        raise _Unreadable(1, _("is an Excel workbook; its name must end in .xlsx"))
    csv.field_size_limit(CSV_CELL_LIMIT)
    number = 0
    with path.open("rb") as file:
        try:
            for cells in csv.reader(_lines(file), strict=True):
                number += 1
                if any(cells):
                    yield number, cells
        except UnicodeDecodeError:
            raise _Unreadable(number + 1, _('is not UTF-8; save it as "CSV UTF-8"')) from None
        except csv.Error as error:
            reason = filled(_("is not a CSV table from here on (%(error)s)"), error=_(str(error)))
            raise _Unreadable(number + 1, reason) from None


def _lines(file):
    for count, line in enumerate(file):
        if b"\0" in line:
            raise csv.Error(gettext_noop("it holds NUL bytes"))
        yield line.decode("utf-8-sig" if count == 0 else "utf-8")


class _Header:
    """Which cell of a row belongs to which column."""

    def __init__(self, cells, columns, optional, faults):
        known = [*columns, *optional]
        self.names = []  # of each cell: the column, or None where the header is blank
        seen = Counter()
        for cell in cells:
            if isinstance(cell, BadCell):
                faults.add(1, FILE, _("a name of a column %(fault)s"), fault=cell.reason)
                cell = ""
            name = _clean(cell)
            seen[name] += 1
            base = re.sub("_([2-9]|[1-9][0-9]+)$", "", name)
            if name and seen[name] > 1:
                faults.add(1, name, _("stands twice in the header"))
            elif name and name not in known and base not in known:
                faults.add(1, name, _("is not a column of this table"))
            self.names.append(name if name in known or not name else base)
        if missing := [column for column in columns if not seen[column]]:
            self._say_missing(missing, columns, faults)
        self.blank = dict.fromkeys(known, "")

    def _say_missing(self, missing, columns, faults):
        other = next((mark for mark in ";\t" if len(self.names) == 1 and mark in (self.names[0] or "")), None)
        if other and len(columns) > 1:
            faults.found.clear()
            if other == ";":
                faults.add(1, FILE, _("has its columns separated by ;; use commas"))
            else:
                faults.add(1, FILE, _("has its columns separated by tabs; use commas"))
            return
        for column in missing:
            faults.add(1, column, _("the column is missing"))

    def values(self, number, cells, faults):
        """The texts by column, or None if a cell is at fault."""
        texts, is_good = dict(self.blank), True
        for place, cell in enumerate(cells):
            name = self.names[place] if place < len(self.names) else ""
            if isinstance(cell, BadCell):
                faults.add(number, name or _cell(place), cell.reason)
                is_good = False
            elif name:
                texts[name] += cell
            elif cell.strip():
                faults.add(number, _cell(place), _("stands where the header has no column"))
                is_good = False
        for name, text in texts.items():
            if "\0" in text:
                faults.add(number, name, _("holds a NUL character"))
                is_good = False
        return {name: _clean(text) for name, text in texts.items()} if is_good else None


def _cell(place):
    """Stands for the name of a column that has none."""
    return filled(_("cell %(number)d"), number=place + 1)


def _clean(text):
    return unicodedata.normalize("NFC", text).strip()


def write_xlsx(target, columns: Iterable[str], rows: Iterable[Mapping[str, str]]):
    """Write a workbook of one sheet to a path or a binary file; every cell is a text, whatever it begins with.

    What a cell cannot hold goes on in columns NAME_2, NAME_3, … Memory stays flat: the rows wait on disk.
    """
    columns = list(columns)
    widths = Counter(dict.fromkeys(columns, 1))
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass") as waiting:
        for row in rows:
            record = [pieces(row[column]) for column in columns]
            for column, parts in zip(columns, record, strict=True):
                widths[column] = max(widths[column], len(parts))
            waiting.write(json.dumps(record) + "\n")
        waiting.seek(0)
        header = [name if part == 1 else f"{name}_{part}" for name in columns for part in range(1, widths[name] + 1)]
        places = [header.index(column) for column in columns]
        with xlsxwriter.Workbook(target, {"constant_memory": True}) as workbook:
            sheet = workbook.add_worksheet(worksheet_class=TextSheet)
            sheet.freeze_panes(1, 0)
            for place, name in enumerate(header):
                sheet.write_string(0, place, name)
            for number, line in enumerate(waiting, start=1):
                for place, parts in zip(places, json.loads(line), strict=True):
                    for offset, piece in enumerate(parts):
                        sheet.write_string(number, place + offset, piece)


def write_csv(path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]):
    """Write the rows as UTF-8 with the BOM by which Excel knows it."""
    with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\r\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


class Progress:
    """Says on `out`, once the work has taken two seconds and every two seconds then, how far it is."""

    EVERY = 2  # seconds

    def __init__(self, out=None):
        self.out, self.last = out, time.monotonic()

    def over(self, items, what="rows"):
        """`items`, counted as they pass."""
        for count, item in enumerate(items, start=1):
            yield item
            self.at(count, what)

    def at(self, count, what):
        if self.out and time.monotonic() - self.last >= self.EVERY:
            self.last = time.monotonic()
            self.out.write(f"{count} {what}")
