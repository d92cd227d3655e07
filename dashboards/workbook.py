"""The figures of a dashboard as a workbook, with a sheet that says what they are."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.board import Board
from dashboards.drawings import flow_lines
from dashboards.table import Kind, table_of
from dossiers.figures import Figure
from units.sheets import Column, Sheet, notes_sheet
from units.text import fold

PERCENT = "0.0%"
NAME = 44  # characters wide
FIGURES = [
    Figure.RECEIVED,
    Figure.CARRIED_OVER,
    Figure.RESOLVED_TOTAL,
    Figure.RESOLVED_EARLY,
    Figure.RESOLVED_ON_TIME,
    Figure.RESOLVED_LATE,
    Figure.PENDING_TOTAL,
    Figure.PENDING_OVERDUE,
]


def sheets(board: Board, *, sort: str, now) -> list[Sheet]:
    of = _("By procedure") if board.scope.is_alone else _("By unit")
    return [_lines(of, board, sort), _notes(board, now), _flow(board), _sectors(board)]


def _lines(title, board, sort):
    table = table_of(board, sort)
    columns = [Column(_("Procedure") if board.scope.is_alone else _("Unit"), NAME)]
    for head in table.heads:
        columns += _columns(head.column)
    rows = ([_name(row), *_cells(row)] for row in [*table.rows, *table.undivided, *table.totals])
    return Sheet(title, columns, rows)


def _columns(column):
    match column.kind:
        case Kind.SHARE:
            return [Column(column.heading, number_format=PERCENT)]
        case Kind.ANSWERS:
            return [Column(column.heading, number_format=PERCENT), Column(_("Answers"))]
        case Kind.POSTED:
            return [Column(column.heading), Column(_("To be posted")), Column(_("Out of date"))]
        case Kind.FOR_EACH:
            return [Column(column.heading, number_format="0.0"), Column(_("Receptionists"))]
    return [Column(column.heading)]


def _cells(row):
    for cell in row.cells:
        line = row.line
        if cell.column.kind == Kind.ANSWERS:
            shown = line.satisfaction is not None and not line.satisfaction.is_hidden
            yield from (line.satisfaction.share, line.satisfaction.answers) if shown else (None, None)
        elif cell.column.kind == Kind.POSTED:
            posted = line.posted
            yield from (posted.posted, posted.applied, posted.stale) if posted else (None, None, None)
        elif cell.column.kind == Kind.FOR_EACH:
            yield from (cell.value and round(cell.value, 1), line.clerks)
        else:
            yield cell.value if cell.column.kind != Kind.SHARE or cell.value is None else round(cell.value, 4)


def _name(row):
    line = row.line
    name = f"{line.key} {line.name}" if isinstance(line.key, str) else line.name
    return f"{name}: {row.note}" if row.note else name


def _flow(board):
    columns = [
        Column(_("Period"), 24),
        Column(pgettext("column of figures", "Received")),
        Column(pgettext("column of figures", "Resolved")),
        Column(_("Pending at its end")),
    ]
    rows = [
        (line.text, line.stretch.received, line.stretch.resolved, line.stretch.pending) for line in flow_lines(board)
    ]
    return Sheet(_("Along the period"), columns, rows)


def _sectors(board):
    columns = [Column(_("Sector"), NAME), *(Column(figure.label, 16) for figure in FIGURES)]
    lines = [*sorted(board.sectors, key=lambda line: (fold(line.name), line.name)), board.total]
    rows = ([line.name, *_figures(line.summary)] for line in lines)
    return Sheet(_("By sector"), columns, rows)


def _figures(summary):
    return [getattr(summary, figure.value) for figure in FIGURES]


def _units_in_words(board):
    if board.footnotes.is_changed:
        yield _("Units"), board.scope.in_words
        yield from ((_("To be noted"), note) for note in board.footnotes.others)


def _notes(board, now):
    scope, before = board.scope, board.scope.period.before
    facts = [
        (
            _("What of"),
            scope.unit.name if scope.is_alone else _("%(unit)s and the units under it") % {"unit": scope.unit},
        ),
        (_("Period"), str(scope.period)),
        *_units_in_words(board),
        (_("Made by"), str(scope.user)),
        (_("Made at"), timezone.localtime(now).replace(tzinfo=None)),
        (
            _("What it holds"),
            _("Only what %(user)s may see: dossiers that these units decide. Days are compared with the due date.")
            % {"user": scope.user},
        ),
        (_("Postings as at"), scope.today),
        (_("Period before"), str(before)),
    ]
    facts += [(f"{figure.label}, {before}", getattr(board.before, figure.value)) for figure in FIGURES]
    return notes_sheet(_("About this file"), facts)
