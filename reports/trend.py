"""A period month by month, from the tallies: whole months as they are, the first and the last cut where it is cut."""

from dataclasses import dataclass

from django.db.models import F, Sum
from django.db.models.functions import TruncMonth

from reports.models import Span, Tallied
from reports.places import Places
from reports.tallies import CAME, WENT, within
from units.periods import Period

IN_TIME = F("resolved_early") + F("resolved_on_time")


@dataclass(frozen=True)
class Month:
    period: Period
    received: int = 0
    resolved: int = 0
    in_time: int = 0

    @property
    def is_known(self) -> bool:
        """Whether anything is recorded of it."""
        return bool(self.received or self.resolved)

    @property
    def late(self) -> int:
        return self.resolved - self.in_time

    @property
    def percent_in_time(self) -> float | None:
        return self.in_time / self.resolved * 100 if self.resolved else None

    @property
    def percent_late(self) -> float | None:
        return None if self.percent_in_time is None else 100 - self.percent_in_time


def by_month(*, places: Places, period: Period) -> list[Month]:
    """Each month of the period, in order. One statement."""
    rows = Tallied.objects.filter(places.condition, within(period, [Span.MONTH, Span.DAY])).order_by()
    sums = {"received": Sum(CAME), "resolved": Sum(WENT), "in_time": Sum(IN_TIME)}
    found = {row.pop("month"): row for row in rows.values(month=TruncMonth("starts_on")).annotate(**sums)}
    return [Month(month, **found.get(month.first.replace(day=1), {})) for month in period.months()]
