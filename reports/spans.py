"""A stretch of days as whole years, whole months and single days. Pure."""

from datetime import date

from reports.models import Span
from units.periods import plus_months

COARSEST_FIRST = (Span.YEAR, Span.MONTH, Span.DAY)


def spans(start: date, end: date, kinds=COARSEST_FIRST) -> list[tuple[Span, date, date]]:
    """(span, from, until) in order: they cover every day from `start` on and before `end` once, few and coarse."""
    if start >= end:
        return []
    span, *finer = kinds
    first, last = up_to(span, start), down_to(span, end)
    if first >= last:
        return spans(start, end, finer)
    return [*spans(start, first, finer), (span, first, last), *spans(last, end, finer)]


def down_to(span: Span, day: date) -> date:
    """The first day of the span in which `day` lies."""
    match span:
        case Span.YEAR:
            return date(day.year, 1, 1)
        case Span.MONTH:
            return day.replace(day=1)
    return day


def up_to(span: Span, day: date) -> date:
    """The first day of a span that is not before `day`."""
    first = down_to(span, day)
    return first if first == day else plus_months(first, 12 if span == Span.YEAR else 1)
