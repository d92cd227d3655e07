"""Units, or procedures, side by side: which columns, in which order, which of them is the worst."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.utils.translation import pgettext_lazy

from dashboards import links
from dashboards.board import Board, Line
from dossiers.figures import Figure
from units.maps import Part
from units.text import fold


class Kind(StrEnum):
    """How a column's values read."""

    NUMBER = "number"
    SHARE = "share"
    ANSWERS = "answers"
    POSTED = "posted"
    FOR_EACH = "for_each"


@dataclass(frozen=True)
class Column:
    """`value` of a line, None where there is none; `worst` picks the worst of several values."""

    key: str
    heading: Any
    value: Callable[[Line], float | None]
    figure: Figure | None = None
    kind: Kind = Kind.NUMBER
    worst: Callable | None = None


def _figure(figure, line):
    return getattr(line.summary, figure)


def _of(figure, key, heading, worst=None):
    return Column(key, heading, partial(_figure, figure.value), figure, worst=worst)


COLUMNS = [
    _of(Figure.RECEIVED, "received", pgettext_lazy("column of figures", "Received")),
    _of(Figure.RESOLVED_TOTAL, "resolved", pgettext_lazy("column of figures", "Resolved")),
    Column(
        "in_time",
        pgettext_lazy("column of figures", "In time"),
        lambda line: line.summary.share_in_time,
        None,
        Kind.SHARE,
        min,
    ),
    _of(Figure.RESOLVED_LATE, "late", pgettext_lazy("column of figures", "Late")),
    _of(Figure.PENDING_TOTAL, "pending", pgettext_lazy("column of figures", "Pending")),
    _of(Figure.PENDING_OVERDUE, "overdue", pgettext_lazy("column of figures", "Overdue"), max),
]
OF_UNITS = [
    COLUMNS[0],
    Column(
        "for_each",
        pgettext_lazy("column of figures", "For each receptionist"),
        lambda line: line.received_by_each,
        kind=Kind.FOR_EACH,
    ),
    *COLUMNS[1:],
    Column(
        "satisfaction",
        pgettext_lazy("column of figures", "Satisfied"),
        lambda line: line.satisfaction and line.satisfaction.share,
        None,
        Kind.ANSWERS,
        min,
    ),
    Column(
        "posting",
        pgettext_lazy("column of figures", "Posted"),
        lambda line: line.posted and line.posted.posted - line.posted.applied - line.posted.stale,
        None,
        Kind.POSTED,
        min,
    ),
]


@dataclass(frozen=True)
class Head:
    column: Column
    direction: str  # ascending, descending or nothing: as aria-sort has it
    sort: str  # what `sort` in the address becomes by a click


@dataclass(frozen=True)
class Cell:
    column: Column
    line: Line
    href: str
    is_worst: bool = False

    @property
    def is_few(self) -> bool:
        return is_few(self.column, self.line)

    @property
    def value(self):
        return self.column.value(self.line)

    @property
    def percent(self):
        return None if self.value is None else self.value * 100


@dataclass(frozen=True)
class Row:
    line: Line
    cells: list[Cell]
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    name: Head
    heads: list[Head]
    rows: list[Row]
    undivided: list[Row]  # of units that lie in several of those lines today, each with what became of it
    totals: list[Row]  # of what lies under the unit, if anything, and of all

    @property
    def has_for_each(self) -> bool:
        return any(head.column.kind == Kind.FOR_EACH for head in self.heads)

    @property
    def has_few(self) -> bool:
        return any(cell.is_few for row in self.rows for cell in row.cells)


def is_few(column: Column, line: Line) -> bool:
    """Whether a share stands apart, for what it is a share of is too little to be held against others."""
    return column.kind == Kind.SHARE and column.value(line) is not None and line.is_few


def table_of(board: Board, sort: str = "") -> Table:
    """The lines of `board` sorted by `sort`: a column's key, with a minus from the highest down.

    Without it, units in their order, the centre first, and procedures by what was received most.
    """
    columns = COLUMNS if board.scope.is_alone else _of_units(board)
    key = sort.removeprefix("-")
    if key not in {"name", *(column.key for column in columns)}:
        sort, key = ("-received", "received") if board.scope.is_alone else ("", "")
    worst = {column.key: _worst(column, board.lines) for column in columns}
    return Table(
        name=_head(Column("name", "", None), sort),
        heads=[_head(column, sort) for column in columns],
        rows=[_row(board, line, columns, worst) for line in _sorted(board.lines, columns, key, sort.startswith("-"))],
        undivided=[_row(board, line, columns, {}) for line in board.undivided],
        totals=[_row(board, line, columns, {}) for line in (board.below, board.total) if line],
    )


def _of_units(board):
    """Where as many receive everywhere, what comes in for each of them says no more than what comes in."""
    says_more = len({line.clerks for line in board.lines}) > 1
    return [column for column in OF_UNITS if says_more or column.kind != Kind.FOR_EACH]


def _sorted(lines, columns, key, is_descending):
    if not key:
        return lines
    if key == "name":
        return sorted(lines, key=lambda line: (fold(line.name), line.name), reverse=is_descending)
    column = next(column for column in columns if column.key == key)
    known = [line for line in lines if column.value(line) is not None]
    unknown = [line for line in lines if column.value(line) is None]
    ranked = [line for line in known if not is_few(column, line)]
    few = [line for line in known if is_few(column, line)]
    ranked, few = (sorted(some, key=column.value, reverse=is_descending) for some in (ranked, few))
    return [*ranked, *few, *unknown]


def _head(column, sort):
    """A first click sorts the worst, or else the highest, up; a second one turns it round."""
    if sort.removeprefix("-") == column.key:
        is_descending = sort.startswith("-")
        direction = "descending" if is_descending else "ascending"
        return Head(column, direction, column.key if is_descending else f"-{column.key}")
    return Head(column, "", column.key if column.worst is min or column.key == "name" else f"-{column.key}")


def _worst(column, lines: Iterable[Line]):
    """The worst value, unless all are the same; a share of few is none."""
    values = {column.value(line) for line in lines if not is_few(column, line)} - {None}
    return column.worst(values) if column.worst and len(values) > 1 else None


def _row(board, line, columns, worst):
    where = _where(board, line)
    cells = []
    for column in columns:
        value = column.value(line)
        is_worst = value is not None and value == worst.get(column.key) and not is_few(column, line)
        cells.append(Cell(column, line, _href(board, line, column, where), is_worst))
    return Row(line, cells, _own_page(board, line), _note(board, line))


def _note(board, line):
    """What became of a unit that cannot be divided."""
    return board.footnotes.undivided.get(line.key.unit, "") if line in board.undivided else ""


def _where(board, line):
    """The filter of a list for what a line is about: a part, or a procedure of the whole.

    From a line of another unit the way back is to this dashboard, not to that unit's.
    """
    unit = board.scope.unit
    if isinstance(line.key, Part):
        return links.of_part(line.key) | ({} if line.key.unit == unit else {"back": unit.code})
    return links.of_part(board.scope.whole) | {"procedure": line.key}


def _href(board, line, column, where):
    period = board.scope.period
    if column.figure:
        return links.figure(column.figure, period, **where)
    match column.kind:
        case Kind.ANSWERS:
            return links.satisfaction(period, line.key)
        case Kind.POSTED:
            return links.postings(board.scope.today, line.key)
        case Kind.FOR_EACH:
            return ""
    return links.figure(Figure.RESOLVED_LATE, period, **where)


def _own_page(board, line):
    """The dashboard of a unit under the one that is shown."""
    scope = board.scope
    is_of_unit_below = isinstance(line.key, Part) and line.key.below == "on" and line.key.unit != scope.unit
    if not is_of_unit_below or not line.key.unit.is_in_force_on(scope.day):
        return ""
    return links.dashboard(scope.period, line.key.unit.code, **scope.query)
