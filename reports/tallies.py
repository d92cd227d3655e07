"""Sums over the tallies: of any units, over any period, as at any day, at the cost of some rows a month.

What was before the period is summed up with it: what was received and not finished till then is carried over.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from reports.models import Span, Tallied
from reports.places import Places
from reports.spans import COARSEST_FIRST, down_to, spans
from units.periods import DAY, Period
from units.sums import Sums

CAME = F("received_online") + F("received_direct")
WENT = F("resolved_early") + F("resolved_on_time") + F("resolved_late")
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

    @property
    def resolved_in_time(self) -> int:
        return self.resolved_early + self.resolved_on_time

    @property
    def share_in_time(self) -> float | None:
        """Of what was resolved; from 0 to 1, None where nothing was."""
        return self.resolved_in_time / self.resolved_total if self.resolved_total else None

    @property
    def percent_in_time(self) -> float | None:
        return None if self.share_in_time is None else self.share_in_time * 100


def figures(*, places: Places, period: Period, by: Iterable[str] = ()) -> dict[tuple, Figures]:
    """The figures for each combination of `by` ("unit", "sector", "sector_name"). One statement."""
    groups = {f"by_{name}": F(GROUPS[name]) for name in by}
    rows = Tallied.objects.filter(places.condition, till(period)).order_by()
    sums = rows.values(**groups).annotate(**_sums(period)) if groups else [rows.aggregate(**_sums(period))]
    found = {tuple(row.pop(group) for group in groups): Figures(**row) for row in sums}
    return {group: line for group, line in found.items() if not line.is_empty}


def till(period: Period) -> Q:
    """Every day up to the period's last once, cut so that no span reaches over its first."""
    year = down_to(Span.YEAR, period.first)
    before = Q(span=Span.YEAR, starts_on__lt=year) | Q(span=Span.NEW, starts_on__lt=period.first)
    return before | _spanned(spans(year, period.first)) | within(period)


def within(period: Period, kinds=COARSEST_FIRST) -> Q:
    """Every day of the period once; `kinds` says by which spans."""
    after = period.last + DAY
    new = Q(span=Span.NEW, starts_on__gte=period.first, starts_on__lt=after)
    return new | _spanned(spans(period.first, after, kinds))


def _spanned(found):
    return Q(*(Q(span=span, starts_on__gte=first, starts_on__lt=end) for span, first, end in found), _connector=Q.OR)


def _sums(period):
    in_it, before = Q(starts_on__gte=period.first), Q(starts_on__lt=period.first)
    sums = {"carried_over": _sum(CAME - WENT, before)}  # first: the names of the others hide those of the columns
    for name in Figures.names():
        sums.setdefault(name, _sum(AS_AT[name]) if name in AS_AT else _sum(name, in_it))
    return sums


def _sum(what, condition=None):
    return Coalesce(Sum(what, filter=condition), 0)
