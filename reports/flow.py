"""What came, what was resolved and what was left, along a period: by day, week, month or year, as suits its length."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count
from django.db.models.functions import TruncDate

from dossiers.models import Dossier
from dossiers.models.querysets import end_of, start_of
from units.periods import DAY, Period
from units.worktime import VIETNAM

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


def flow(*, units: Iterable[int], period: Period, carried_over: int) -> list[Stretch]:
    """The parts of the period. `carried_over` is the figure of that name; what is pending follows from it."""
    units, found, pending = list(units), [], carried_over
    stretches = parts(period)
    received = _a_part(stretches, _a_day(units, "received_at", period))
    resolved = _a_part(stretches, _a_day(units, "finished_at", period))
    for stretch, came, went in zip(stretches, received, resolved, strict=True):
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


def _a_day(units, moment, period):
    """How many dossiers have their `moment` on which day of the period."""
    within = {f"{moment}__gte": start_of(period.first), f"{moment}__lt": end_of(period.last)}
    rows = Dossier.objects.filter(**within, competent_agency__unit__in=units).order_by()
    return rows.values_list(TruncDate(moment, tzinfo=VIETNAM)).annotate(n=Count("pk"))


def _a_part(stretches, days):
    """The days' numbers added up for each of the `stretches`, which are in order and without a gap."""
    starts, sums = [stretch.first for stretch in stretches], [0] * len(stretches)
    for day, n in days:
        sums[bisect_right(starts, day) - 1] += n
    return sums
