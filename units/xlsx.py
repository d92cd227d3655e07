"""The first sheet of an .xlsx file, row by row, and the cells in it that are not plain values.

Written on the standard library because openpyxl, streaming, keeps every text of the workbook and a stub of every row,
says nothing of merged cells, and confuses `_x000D_` (a carriage return) with those seven characters. From openpyxl come
the tables of what is a date. Source: ECMA-376 part 1, 18.3 (sheets), 18.4 (texts), 18.8.30 (number formats), 22.9.2.19
(`_xHHHH_`). Names are compared without their namespace, so the strict variety reads as well.
"""

import datetime
import mmap
import posixpath
import re
import tempfile
import zipfile
import zlib
from array import array
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

ROWS, COLUMNS = 1_048_576, 16_384  # what a sheet can hold
HELD_LIMIT = 8 * COLUMNS  # elements of XML in memory at a time: a row of all columns stays below
ROW_LIMIT = 8 * 1024**2  # bytes of XML, and characters shown, of one row
UNPACKED_LIMIT = 1024**3  # bytes in the whole workbook; a table of ROWS rows stays below
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no others in a workbook: ECMA-376 part 2, annex B
PART_LIMIT = 16 * 1024**2  # bytes of a part that is read at once: list of sheets, styles
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
DATE_FORMATS = {number for number, form in BUILTIN_FORMATS.items() if is_date_format(form)} | {
    *range(27, 37),  # dates in East Asian versions of Excel
    *range(50, 59),
}
MALFORMED = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    ArithmeticError,
    AttributeError,  # what must be there is not
    EOFError,
    LookupError,
    RuntimeError,  # a zip with a password, or packed in a way unknown here (NotImplementedError is one)
    TypeError,
    ValueError,
)


def _fill(text, **values):
    return str(text) % values


# `filled(text, name=value)`: translated, with its values put in, not before it is shown.
filled = lazy(_fill, str)


class NotAWorkbook(Exception):
    """The file cannot be read as an .xlsx workbook, and why."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be taken over, and why."""

    reason: str


def sheet_rows(path):
    """Yield (row number, list of texts or BadCell) of the first sheet, and once more each merged range at the end.

    Empty rows are left out. Raises NotAWorkbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if any(part.compress_type not in COMPRESSIONS for part in archive.infolist()):
                raise zipfile.BadZipFile
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT:
                raise NotAWorkbook(
                    filled(_("unpacks to more than %(limit)d MB; save it as CSV"), limit=UNPACKED_LIMIT // 1024**2)
                )
            yield from _Workbook(archive).rows()
    except MALFORMED:
        raise NotAWorkbook(_("is not an .xlsx workbook; open it in Excel and save it as .xlsx")) from None


class _Workbook:
    def __init__(self, archive):
        self.archive = archive
        self.path = self.related("", "officeDocument")
        self.root = self.part(self.path)
        properties = self.root.find("{*}workbookPr")
        is_mac = properties is not None and properties.get("date1904") in ("1", "true")
        self.epoch = MAC_EPOCH if is_mac else WINDOWS_EPOCH
        styles = self.related(self.path, "styles")
        self.date_styles = _date_styles(self.part(styles)) if styles else set()

    def part(self, path):
        if self.archive.getinfo(path).file_size > PART_LIMIT:
            raise NotAWorkbook(
                filled(_("has a %(part)s of more than %(limit)d MB"), part=path, limit=PART_LIMIT // 1024**2)
            )
        with self.archive.open(path) as file:
            return ElementTree.parse(file).getroot()

    def related(self, path, kind=None, key=None):
        """The part that `path` points to as a `kind`, or under `key`; None if there is none."""
        folder, name = posixpath.split(path)
        for link in self.part(posixpath.join(folder, "_rels", f"{name}.rels")):
            if link.get("Id") == key or (kind and link.get("Type", "").endswith(f"/{kind}")):
                return posixpath.normpath(posixpath.join("/", folder, link.get("Target"))).lstrip("/")
        return None

    def first_sheet(self):
        sheet = self.root.find("{*}sheets/{*}sheet")
        if sheet.get("state", "visible") != "visible":
            raise NotAWorkbook(_("has a hidden first sheet; put the table on a first sheet that can be seen"))
        [key] = [value for name, value in sheet.attrib.items() if name.endswith("}id")]
        return self.related(self.path, key=key)

    def rows(self):
        sheet, texts = self.first_sheet(), self.related(self.path, "sharedStrings")
        with tempfile.TemporaryFile() as store:
            self.texts = _SharedTexts(store, self.archive, texts) if texts else ()
            with self.archive.open(sheet) as file:
                yield from self.rows_of(file)

    def rows_of(self, file):
        number = 0
        for element in _elements(file, "row", "mergeCell"):
            if _name(element) == "mergeCell":
                yield _merged(element.get("ref"))
                continue
            number = int(element.get("r") or number + 1)
            if not 1 <= number <= ROWS:
                raise NotAWorkbook(filled(_("has a row %(number)d"), number=number))
            if cells := self.cells(element):
                yield number, cells

    def cells(self, row):
        cells, size = [], 0
        for cell in row:
            place = cell.get("r")
            column = _column(place) if place else len(cells) + 1
            cells += [""] * (column - len(cells))
            cells[column - 1] = value = self.value(cell)
            size += 0 if isinstance(value, BadCell) else len(value)
            if size > ROW_LIMIT:  # a few shared texts can be pointed to by many cells
                raise OverflowError
        return cells

    def value(self, cell):
        kind = cell.get("t", "n")
        if cell.find("{*}f") is not None:
            return BadCell(_("is a formula; paste its value"))
        if kind == "inlineStr":
            return _text(cell.find("{*}is"))
        value = cell.findtext("{*}v")
        if not value:
            return ""
        if kind == "s":
            return self.texts[int(value)]
        if kind == "str":
            return _unescape(value)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "e":
            return BadCell(filled(_("is an error of Excel (%(error)s)"), error=value))
        if kind == "n":
            return self.date(value) if int(cell.get("s", 0)) in self.date_styles else plain_number(value)
        return value  # kind "d": an ISO date already

    def date(self, value):
        try:
            moment = from_excel(float(value), self.epoch)
        except (OverflowError, ValueError):
            return BadCell(filled(_("is no date (%(value)s)"), value=value))
        if isinstance(moment, datetime.time):
            return moment.isoformat("minutes")
        moment = (moment + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
        if moment.time() == datetime.time():
            return moment.date().isoformat()
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")


class _SharedTexts:
    """The texts that cells point to, on disk: in memory is only where each begins."""

    def __init__(self, store, archive, path):
        self.starts = array("Q", [1])
        store.write(b"\0")  # an empty file cannot be mapped
        with archive.open(path) as file:
            for element in _elements(file, "si"):
                store.write(_text(element).encode())
                self.starts.append(store.tell())
        store.flush()
        self.map = mmap.mmap(store.fileno(), 0, access=mmap.ACCESS_READ)

    def __getitem__(self, index):
        if index < 0:
            raise IndexError(index)
        return self.map[self.starts[index] : self.starts[index + 1]].decode()


class _Metered:
    """A file of which no more than ROW_LIMIT bytes are read before `size` is set back."""

    def __init__(self, file):
        self.file, self.size = file, 0

    def read(self, size):
        self.size += size
        if self.size > ROW_LIMIT:
            raise OverflowError
        return self.file.read(size)


def _elements(file, *names):
    """Yield the elements of these names, each whole, and forget it and what stood before it beside it.

    A small file can hold a row of millions of cells: what grows beyond all tables is malformed, not read on.
    """
    metered = _Metered(file)
    held, path = 0, []  # the open elements, each with how many were in memory when it began
    for event, element in ElementTree.iterparse(metered, ("start", "end")):
        if event == "start":
            held += 1
            if held > HELD_LIMIT:
                raise OverflowError
            path.append((element, held))
            continue
        path.pop()
        if _name(element) in names:
            yield element
            parent, held = path[-1]
            parent.clear()
            metered.size = 0


def _name(element):
    return element.tag.rpartition("}")[2]


def _text(element):
    """Its text, plain or in runs of different looks, without the pronunciation that may stand beside it."""
    parts = () if element is None else element
    runs = (part.findtext("{*}t") if _name(part) == "r" else part.text for part in parts if _name(part) in ("t", "r"))
    return _unescape("".join(run or "" for run in runs))


def _unescape(text):
    return ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match):
    character = chr(int(match[1], 16))
    return match[0] if "\ud800" <= character <= "\udfff" else character


def _column(place):
    column = 0
    for letter in place.rstrip("0123456789"):
        column = column * 26 + int(letter, 36) - 9
    if not 1 <= column <= COLUMNS:
        raise NotAWorkbook(filled(_("has a cell %(place)s"), place=place[:20]))
    return column


def _merged(area):
    first = area.partition(":")[0]
    row = first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    merged = BadCell(filled(_("is merged (%(area)s); split the cells"), area=area))
    return int(row), [*[""] * (_column(first) - 1), merged]


def _date_styles(styles):
    """The numbers of the cell styles that show a date."""
    formats = {int(form.get("numFmtId")) for form in styles.iterfind("{*}numFmts/{*}numFmt") if _shows_date(form)}
    shown = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    own = {int(form.get("numFmtId")) for form in styles.iterfind("{*}numFmts/{*}numFmt")}
    dates = formats | (DATE_FORMATS - own)
    return {number for number, style in shown if int(style.get("numFmtId", 0)) in dates}


def _shows_date(form):
    return is_date_format(form.get("formatCode"))


def plain_number(value):
    """The digits of a number as Excel stores it: 3 and not 3.0 or 3E0; 0.1 and not 0.10000000000000001."""
    digits = format(Decimal(repr(float(value))), "f") if re.search("[.eE]", value) else str(int(value))
    return digits.removesuffix(".0")
