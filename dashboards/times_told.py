"""The times of a page as text, and its charts: nothing here counts."""

from dataclasses import dataclass

from django.utils.translation import pgettext

from dashboards.charts import LineChart, line_chart
from dashboards.durations import days_in_words, in_words
from dashboards.times import MonthLine, TimesBoard, TimesLine
from reports.times import Quantiles, Times, Wait

WIDE, NARROW = {"width": 560, "height": 250}, {"width": 330, "height": 200}


@dataclass(frozen=True)
class Pair:
    """The middle one and the ninth of ten, as text; empty where nothing can be said."""

    median: str = ""
    ninetieth: str = ""


@dataclass(frozen=True)
class Told:
    """Of one line. Where too few waited to say how long, their number still stands."""

    office: Pair
    waiting: Pair
    whole: Pair
    alone: Pair
    waited: int
    times: Times
    line: TimesLine | None = None


@dataclass(frozen=True)
class ToldWait:
    name: str
    count: int
    pair: Pair


@dataclass(frozen=True)
class ToldMonth:
    text: str
    line: MonthLine
    closed: Pair
    received: Pair
    resolved: int  # of what was received


@dataclass(frozen=True)
class ToldBoard:
    total: Told
    waits: list[ToldWait]
    lines: list[Told]
    months: list[ToldMonth]
    closed: list[LineChart]
    received: list[LineChart]


def as_told(board: TimesBoard) -> ToldBoard:
    return ToldBoard(
        total=_told(board.total),
        waits=[ToldWait(_for_what(wait), found.count, _pair(found)) for wait, found in board.total.waits.items()],
        lines=[_told(line.times, line) for line in board.lines],
        months=[_month(line) for line in board.months],
        closed=_charts(board, "closed", lambda line: line.closed.office),
        received=_charts(board, "received", lambda line: line.received.office),
    )


def _told(times, line=None):
    return Told(
        office=_pair(times.office),
        waiting=_pair(times.waiting),
        whole=_pair(times.whole, days_in_words),
        alone=_pair(times.alone),
        waited=times.waiting.count,
        times=times,
        line=line,
    )


def _pair(found: Quantiles, words=in_words):
    if found.is_few:
        return Pair()
    return Pair(*("" if value is None else words(value) for value in (found.median, found.ninetieth)))


def _month(line):
    received = line.received
    return ToldMonth(
        text=f"{line.period.first:%m/%Y}",
        line=line,
        closed=_pair(line.closed.office),
        received=_pair(received.office),
        resolved=received.office.count - received.open,
    )


def _charts(board, name, office):
    """For wide and for narrow pages, as the flow is."""
    found = [office(line) for line in board.months]
    texts = [f"{line.period.first:%m/%Y}" for line in board.months]
    rows = [
        [None if each.is_few else each.median for each in found],
        [None if each.is_few else each.ninetieth for each in found],
    ]
    return [
        line_chart(f"{name}-{size}", texts, rows, shown=texts, **measures)
        for size, measures in (("wide", WIDE), ("narrow", NARROW))
    ]


def _for_what(wait):
    return {
        Wait.PAPERS: pgettext("waiting", "for papers of the applicant"),
        Wait.PAYMENT: pgettext("waiting", "for a payment"),
        Wait.NOT_COUNTED: pgettext("waiting", "for what the time limit leaves out"),
        Wait.OTHERS: pgettext("waiting", "for an agency of another system"),
    }[wait]
