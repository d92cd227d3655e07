"""What the charts of a dashboard show, with the lists behind it: the flow along the period, sectors by punctuality."""

from dataclasses import dataclass

from dashboards import links
from dashboards.board import Board, Line
from dashboards.charts import FlowChart, Segment, flow_chart, stacked
from dossiers.figures import Figure
from reports.flow import Grain, Stretch, grain_of
from units.periods import Period

WIDE, NARROW = {"width": 720, "height": 330}, {"width": 330, "height": 210}
SHOWN_AT_ONCE = 8  # sectors


@dataclass(frozen=True)
class FlowLine:
    """A line of the flow chart's table, with the lists that its numbers open."""

    text: str
    stretch: Stretch
    received: str
    resolved: str
    pending: str


@dataclass(frozen=True)
class Bar:
    """A sector: resolved early, on time and late, one after the other."""

    name: str
    line: Line
    segments: list[Segment]
    href: str
    early: str
    on_time: str
    late: str


@dataclass(frozen=True)
class Bars:
    first: list[Bar]
    rest: list[Bar]


def flow_lines(board: Board) -> list[FlowLine]:
    grain = grain_of(board.scope.period)
    return [FlowLine(_text(grain, part.period), part, **_lists(board, part.period)) for part in board.flow]


def flow_charts(board: Board) -> list[FlowChart]:
    """The same chart twice, for wide and for narrow pages: what is read does not shrink."""
    grain = grain_of(board.scope.period)
    parts = [(_text(grain, part.period), part.received, part.resolved, part.pending) for part in board.flow]
    shown = [_short(grain, part.period) for part in board.flow]
    return [flow_chart("wide", parts, shown=shown, **WIDE), flow_chart("narrow", parts, shown=shown, **NARROW)]


def bars(board: Board) -> Bars:
    """The sectors in which anything was resolved, the least punctual first; those with few after the others."""
    lines = [line for line in board.sectors if line.summary.resolved_total]
    lines.sort(key=lambda line: (line.is_few, line.summary.share_in_time, -line.summary.resolved_late, line.name))
    drawn = [_bar(board, line) for line in lines]
    return Bars(drawn[:SHOWN_AT_ONCE], drawn[SHOWN_AT_ONCE:])


def _bar(board, line):
    def opens(figure):
        return links.figure(figure, board.scope.period, **links.of_part(board.scope.whole), sector=line.key)

    summary = line.summary
    return Bar(
        name=line.name,
        line=line,
        segments=stacked([summary.resolved_early, summary.resolved_on_time, summary.resolved_late]),
        href=opens(Figure.RESOLVED_TOTAL),
        early=opens(Figure.RESOLVED_EARLY),
        on_time=opens(Figure.RESOLVED_ON_TIME),
        late=opens(Figure.RESOLVED_LATE),
    )


def _lists(board, part):
    where = links.of_part(board.scope.whole)
    return {
        "received": links.figure(Figure.RECEIVED, part, **where),
        "resolved": links.figure(Figure.RESOLVED_TOTAL, part, **where),
        "pending": links.figure(Figure.PENDING_TOTAL, part, **where),
    }


def _text(grain, part: Period):
    match grain:
        case Grain.DAY:
            return f"{part.first:%d/%m/%Y}"
        case Grain.WEEK:
            return f"{part.first:%d/%m} – {part.last:%d/%m/%Y}"
        case Grain.MONTH:
            return f"{part.first:%m/%Y}"
        case Grain.YEAR:
            return f"{part.first:%Y}"


def _short(grain, part: Period):
    return f"{part.first:%d/%m}" if grain in (Grain.DAY, Grain.WEEK) else _text(grain, part)
