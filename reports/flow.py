"""What came, what was resolved and what was left, along a period: by day, week, month or year, as suits its length."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Sum

from reports.models import Tallied
from reports.places import Places
from reports.spans import COARSEST_FIRST
from reports.tallies import CAME, WENT, within
from units.periods import DAY, Period

# What is summed reaches over the end of no part.
SPANS_OF = {"year": COARSEST_FIRST, "month": COARSEST_FIRST[1:], "week": COARSEST_FIRST[2:], "day": COARSEST_FIRST[2:]}
MOST_DAYS, MOST_IN_WEEKS, MOST_IN_MONTHS = 31, 100, 3 * 366  # days of a period


class Grain(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Stretch:
    """A part of the period: received and resolved in it, pending at its end."""

    period: Period
    received: int
    resolved: int
    pending: int


def grain_of(period: Period) -> Grain:
    """So fine that the course is seen, so coarse that the columns can be told apart."""
    if period.days <= MOST_DAYS:
        return Grain.DAY
    if period.days <= MOST_IN_WEEKS:
        return Grain.WEEK
    return Grain.MONTH if period.days <= MOST_IN_MONTHS else Grain.YEAR


def parts(period: Period) -> list[Period]:
    """Its days, weeks from Monday, months or years; the first and the last cut where it begins and ends."""
    grain, found, first = grain_of(period), [], period.first
    while first <= period.last:
        last = min(_end(grain, first), period.last)
        found.append(Period(first, last))
        first = last + DAY
    return found


def flow(*, places: Places, period: Period, carried_over: int) -> list[Stretch]:
    """The parts of the period. `carried_over` is the figure of that name; what is pending follows from it."""
    stretches, found, pending = parts(period), [], carried_over
    turns = _turns(places, period, stretches)
    for stretch, (came, went) in zip(stretches, turns, strict=True):
        pending += came - went
        found.append(Stretch(stretch, came, went, pending))
    return found


def _end(grain, day):
    match grain:
        case Grain.DAY:
            return day
        case Grain.WEEK:
            return day + timedelta(days=6 - day.weekday())
        case Grain.MONTH:
            return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - DAY
        case Grain.YEAR:
            return date(day.year, 12, 31)


def _turns(places, period, stretches):
    """[received, resolved] in each of the `stretches`, which are in order and without a gap."""
    starts, turns = [stretch.first for stretch in stretches], [[0, 0] for _ in stretches]
    rows = Tallied.objects.filter(places.condition, within(period, SPANS_OF[grain_of(period)]))
    for day, came, went in rows.values_list("starts_on").annotate(came=Sum(CAME), went=Sum(WENT)).order_by():
        turn = turns[bisect_right(starts, day) - 1]
        turn[0] += came
        turn[1] += went
    return turns
