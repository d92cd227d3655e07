"""Dossiers closed in batches: their times say when somebody sat down to close them, not how long they took.

Two signs, each with thresholds in the settings: many that one person finished one right after the other, and a day on
which a unit finished much of what it finished in the whole month. They are shown, with the times of the others beside;
nothing is left out for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from dossiers.models.querysets import end_of, start_of
from dossiers.sittings import CLOSING
from reports.models import Span, Tallied
from reports.places import Places
from reports.tallies import WENT, within
from units.periods import DAY, Period, month_of
from units.replica import reading_connection


@dataclass(frozen=True)
class Sitting:
    """Dossiers that one person finished in one go; `last_at` is the moment of the last."""

    unit: int
    by: int
    count: int
    first_at: datetime
    last_at: datetime
    dossiers: list[int]

    @property
    def first_day(self) -> date:
        return timezone.localdate(self.first_at)

    @property
    def minutes(self) -> int:
        """From the first to the last, begun ones as whole ones."""
        return ceil((self.last_at - self.first_at).total_seconds() / 60)


@dataclass(frozen=True)
class CrowdedDay:
    """A day with a large share of what a unit finished in a month."""

    unit: int
    day: date
    count: int
    of_month: int

    @property
    def percent(self) -> float:
        return self.count / self.of_month * 100


# A sitting begins with a pause before it. What was handed back on the spot was finished as it was received, and who
# finished what is imported nobody knows.
SITTINGS = """
WITH finished AS (
    SELECT agency.unit_id, event.by_id, dossier.id, dossier.finished_at,
        coalesce(dossier.finished_at - lag(dossier.finished_at) OVER in_turn > %(pause)s::interval, true) AS begins
    FROM dossiers_dossier dossier
    JOIN units_agency agency ON agency.id = dossier.competent_agency_id
    JOIN dossiers_dossierevent event ON event.dossier_id = dossier.id AND event.kind = ANY(%(closing)s)
    WHERE agency.unit_id = ANY(%(units)s) AND event.by_id IS NOT NULL
        AND dossier.finished_at >= %(start)s AND dossier.finished_at < %(end)s
        AND dossier.finished_at > dossier.received_at
    WINDOW in_turn AS (PARTITION BY agency.unit_id, event.by_id ORDER BY dossier.finished_at, dossier.id)
), numbered AS (
    SELECT *, sum(begins::integer) OVER (PARTITION BY unit_id, by_id ORDER BY finished_at, id) AS sitting
    FROM finished
)
SELECT unit_id, by_id, count(*), min(finished_at), max(finished_at), array_agg(id)
FROM numbered
GROUP BY unit_id, by_id, sitting
HAVING count(*) >= %(many)s
ORDER BY count(*) DESC, min(finished_at)
"""


def sittings(*, units: Iterable[int], period: Period) -> list[Sitting]:
    """The largest first. One statement."""
    given = {
        "units": list(units),
        "start": start_of(period.first),
        "end": end_of(period.last),
        "closing": list(CLOSING),
        "pause": f"{settings.BATCH_CLOSING_SECONDS} seconds",
        "many": settings.BATCH_CLOSING_MANY,
    }
    with reading_connection().cursor() as cursor:
        cursor.execute(SITTINGS, given)
        return [Sitting(*row) for row in cursor]


def crowded_days(*, units: Iterable[int], period: Period, today: date) -> list[CrowdedDay]:
    """Those of the months of `period` that are over, the largest first; from the tallies, whatever its length."""
    last = min(month_of(period.last).last, today.replace(day=1) - DAY)
    first = period.first.replace(day=1)
    if last < first:
        return []
    days = _finished_by_day(units, Period(first, last))
    of_months = {}
    for (unit, day), count in days.items():
        of_months[unit, day.replace(day=1)] = of_months.get((unit, day.replace(day=1)), 0) + count
    found = [CrowdedDay(unit, day, n, of_months[unit, day.replace(day=1)]) for (unit, day), n in days.items()]
    crowded = [day for day in found if _is_crowded(day) and day.day in period]
    return sorted(crowded, key=lambda day: (-day.count, day.day, day.unit))


def _is_crowded(day):
    return day.count >= settings.BATCH_CLOSING_MANY and day.percent >= settings.BATCH_CLOSING_PERCENT


def _finished_by_day(units, period):
    rows = Tallied.objects.filter(Places.each(units).condition, within(period, [Span.DAY])).order_by()
    days = rows.values_list("unit", "starts_on").annotate(n=Sum(WENT))
    return {(unit, day): n for unit, day, n in days if n}
