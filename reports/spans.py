"""A stretch of days as whole years, whole months and single days. Pure."""

from datetime import date

from reports.models import Grain
from units.periods import plus_months

COARSEST_FIRST = (Grain.YEAR, Grain.MONTH, Grain.DAY)


def spans(start: date, end: date, grains=COARSEST_FIRST) -> list[tuple[Grain, date, date]]:
    """(grain, from, until) in order: they cover every day from `start` on and before `end` once, few and coarse."""
    if start >= end:
        return []
    grain, *finer = grains
    first, last = up_to(grain, start), down_to(grain, end)
    if first >= last:
        return spans(start, end, finer)
    return [*spans(start, first, finer), (grain, first, last), *spans(last, end, finer)]


def down_to(grain: Grain, day: date) -> date:
    """The first day of the span in which `day` lies."""
    match grain:
        case Grain.YEAR:
            return date(day.year, 1, 1)
        case Grain.MONTH:
            return day.replace(day=1)
    return day


def up_to(grain: Grain, day: date) -> date:
    """The first day of a span that is not before `day`."""
    first = down_to(grain, day)
    return first if first == day else plus_months(first, 12 if grain == Grain.YEAR else 1)
