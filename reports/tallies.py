"""Sums over the tallies: of any units, over any period, as at any day, at the cost of some rows a month.

What was before the period is summed up with it: what was received and not finished till then is carried over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce

from reports.models import Grain, Tallied
from reports.places import Places
from reports.spans import down_to, spans
from units.periods import DAY, Period
from units.sums import Sums

GROUPS = {"unit": "unit", "sector": "sector", "sector_name": "sector__name"}
AS_AT = {"pending_overdue": "overdue", "paused": "paused"}  # on the last day; everything else is of the period


@dataclass(frozen=True)
class Figures(Sums):
    """What a period counts; the names are those of `dossiers.figures.Figure` where that has them."""

    received_online: int = 0
    received_direct: int = 0
    carried_over: int = 0
    resolved_early: int = 0
    resolved_on_time: int = 0
    resolved_late: int = 0
    denied: int = 0
    withdrawn: int = 0
    stopped: int = 0
    pending_overdue: int = 0
    paused: int = 0
    assumed: int = 0

    @property
    def received(self) -> int:
        return self.received_online + self.received_direct

    @property
    def received_total(self) -> int:
        return self.received + self.carried_over

    @property
    def resolved_total(self) -> int:
        return self.resolved_early + self.resolved_on_time + self.resolved_late

    @property
    def pending_total(self) -> int:
        return self.received_total - self.resolved_total

    @property
    def pending_in_time(self) -> int:
        return self.pending_total - self.pending_overdue


def figures(*, units: Iterable[int], period: Period, by: Iterable[str] = ()) -> dict[tuple, Figures]:
    """The figures for each combination of `by` ("unit", "sector", "sector_name"); of units by their keys."""
    places = Places.each(units) if "unit" in by else Places.over(units)
    groups = {f"by_{name}": F(GROUPS[name]) for name in by} or {"all": Value(1)}
    rows = Tallied.objects.filter(places.condition, till(period)).values(**groups)
    summed = [
        (tuple(row.pop(group) for group in groups), Figures(**row)) for row in rows.annotate(**_sums(period)).order_by()
    ]
    return {group: line for group, line in summed if not line.is_empty}


def till(period: Period) -> Q:
    """Every day up to the period's last once, cut so that no span reaches over its first."""
    after = period.last + DAY
    year = down_to(Grain.YEAR, period.first)
    days = Q(grain=Grain.NEW, starts_on__lt=after) | Q(grain=Grain.YEAR, starts_on__lt=year)
    for grain, first, end in [*spans(year, period.first), *spans(period.first, after)]:
        days |= Q(grain=grain, starts_on__gte=first, starts_on__lt=end)
    return days


def _sums(period):
    within, before = Q(starts_on__gte=period.first), Q(starts_on__lt=period.first)
    came = F("received_online") + F("received_direct")
    went = F("resolved_early") + F("resolved_on_time") + F("resolved_late")
    sums = {"carried_over": _sum(came - went, before)}  # first: the names of the others hide those of the columns
    for name in Figures.names():
        sums.setdefault(name, _sum(AS_AT[name]) if name in AS_AT else _sum(name, within))
    return sums


def _sum(what, condition=None):
    return Coalesce(Sum(what, filter=condition), 0)
