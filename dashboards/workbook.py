"""The figures of a dashboard as a workbook, with a sheet that says what they are."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.board import Board
from dashboards.drawings import flow_lines
from dashboards.table import ANSWERS, POSTED, SHARE, table_of
from reports.summaries import FIGURES
from units.sheets import Column, Sheet, notes_sheet, write_workbook

PERCENT = "0.0%"
NAME = 44  # characters wide


def write(target, board: Board, *, sort: str, now):
    """To a path or a binary file."""
    of = _("By procedure") if board.scope.is_alone else _("By unit")
    write_workbook(target, _lines(of, board, sort), _notes(board, now), _flow(board), _sectors(board))


def _lines(title, board, sort):
    table = table_of(board, sort)
    columns = [Column(_("Procedure") if board.scope.is_alone else _("Unit"), NAME)]
    for head in table.heads:
        columns += _columns(head.column)
    rows = ([_name(row.line), *_cells(row)] for row in [*table.rows, table.total])
    return Sheet(title, columns, rows)


def _columns(column):
    match column.kind:
        case "share":
            return [Column(column.heading, number_format=PERCENT)]
        case "answers":
            return [Column(column.heading, number_format=PERCENT), Column(_("Answers"))]
        case "posted":
            return [Column(column.heading), Column(_("To be posted")), Column(_("Out of date"))]
    return [Column(column.heading)]


def _cells(row):
    for cell in row.cells:
        line = row.line
        if cell.column.kind == ANSWERS:
            shown = line.satisfaction is not None and not line.satisfaction.is_hidden
            yield from (line.satisfaction.share, line.satisfaction.answers) if shown else (None, None)
        elif cell.column.kind == POSTED:
            posted = line.posted
            yield from (posted.posted, posted.applied, posted.stale) if posted else (None, None, None)
        else:
            yield cell.value if cell.column.kind != SHARE or cell.value is None else round(cell.value, 4)


def _name(line):
    if line.key is None:
        return _("Total")
    return f"{line.key} {line.name}" if isinstance(line.key, str) else line.name


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
    lines = [*sorted(board.sectors, key=lambda line: line.name), board.total]
    rows = ([_("Total") if line.key is None else line.name, *_figures(line.summary)] for line in lines)
    return Sheet(_("By sector"), columns, rows)


def _figures(summary):
    return [getattr(summary, figure.value) for figure in FIGURES]


def _notes(board, now):
    scope, before = board.scope, board.scope.period.before
    facts = [
        (
            _("What of"),
            scope.unit.name if scope.is_alone else _("%(unit)s and the units under it") % {"unit": scope.unit},
        ),
        (_("Period"), str(scope.period)),
        (_("Made by"), str(scope.user)),
        (_("Made at"), timezone.localtime(now).replace(tzinfo=None)),
        (
            _("What it holds"),
            _("Only what %(user)s may see: dossiers that these units decide. Days are compared with the due date.")
            % {"user": scope.user},
        ),
        (_("Period before"), str(before)),
    ]
    facts += [(f"{figure.label}, {before}", getattr(board.before, figure.value)) for figure in FIGURES]
    return notes_sheet(_("About this file"), facts)
