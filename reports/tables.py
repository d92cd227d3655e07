"""The report as rows of a table, each number with the list of the dossiers that it counts."""

from dataclasses import dataclass
from functools import partial

from reports import links
from reports.composing import Report, Rows, Section
from reports.statutory import Head
from reports.tallies import Figures

NAMES = {Rows.SECTOR: "Lĩnh vực giải quyết", Rows.UNIT: "Đơn vị", Rows.PROCEDURE: "Thủ tục hành chính"}
TOTAL = "Tổng cộng"
KEYS = {Rows.SECTOR: "sector", Rows.UNIT: "unit", Rows.PROCEDURE: "procedure"}  # the filter of a list for a line


@dataclass(frozen=True)
class Cell:
    heading: str
    value: int
    href: str = ""  # nothing: there is nothing to open
    is_sum: bool = False


@dataclass(frozen=True)
class Row:
    number: str
    name: str
    cells: tuple[Cell, ...]
    note: str = ""
    is_section: bool = False


@dataclass(frozen=True)
class Table:
    heads: list[list[Head]]
    numbers: list[str]
    rows: tuple[Row, ...]
    total: Row


def table_of(report: Report, link=links.figure) -> Table:
    """`link` gives the address of the list behind a figure, in a period, of what else the keywords say."""
    row, rows = partial(_row, report, link), []
    for section in report.sections:
        if report.is_consolidated:
            rows.append(row(section.letter, section.title, section.total, _of(report, section), is_section=True))
        rows += [
            row(str(number), line.name, line.figures, _of(report, section, line), line.code or line.note)
            for number, line in enumerate(section.lines, start=1)
        ]
    whole = {"unit": report.unit.pk} | ({"below": "on"} if report.is_consolidated else {})
    return Table(
        heads=report.layout.heads(NAMES[report.rows]),
        numbers=report.layout.number_row,
        rows=tuple(rows),
        total=row("", TOTAL, report.total, whole),
    )


def _row(report, link, number, name, figures: Figures, where, note="", is_section=False):
    sums = {group.columns[0].figure for group in report.layout.groups}
    cells = tuple(
        Cell(
            column.heading,
            value := getattr(figures, column.figure),
            link(column.figure, report.period, **where) if value else "",
            column.figure in sums,
        )
        for column in report.layout.columns
    )
    return Row(number, name, cells, note, is_section)


def _of(report, section: Section, line=None):
    """The filter of a list for a section or one of its lines."""
    if line and report.rows == Rows.UNIT:
        return {"unit": line.key}
    where = {"unit": report.unit.pk}
    if section.level != report.unit.level:
        where["below"] = "only"
        if len(report.sections) > 2:  # what lies under a province is of two levels
            where["level"] = section.level
    if line:
        where[KEYS[report.rows]] = line.code or line.key
    return where
