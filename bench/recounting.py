"""Figures summed over the tallies, against a recount of the dossiers: the same lines, how much faster?"""

import statistics
import sys
from datetime import date

from bench.measuring import timed
from bench.tables import Budget, show
from reports.places import Places
from reports.results import count
from reports.tallies import figures
from units.models import AdministrativeUnit
from units.periods import Period

TIMES = 15
PERIODS = {
    "a year": Period(date(2017, 1, 1), date(2017, 12, 31)),
    "an odd one": Period(date(2016, 3, 7), date(2017, 2, 19)),
    "eight years": Period(date(2010, 1, 1), date(2017, 12, 31)),
}
LEAST_FASTER, FROM = 30, 1_000_000  # times, at so many dossiers and more


def compared(size: int) -> list[Budget]:
    """The table of the database in which this process works; its budget, where it has one."""
    units = list(AdministrativeUnit.objects.within(AdministrativeUnit.objects.filter(code="376").values("pk")))
    times = {name: both(units, period) for name, period in PERIODS.items()}
    print(f"{size:,} dossiers, the district's report by sector, medians of {TIMES} in milliseconds:\n")
    show(
        ("Period", "Tallies", "Recount", "Times faster"),
        ((name, f"{one:.1f}", f"{other:.0f}", f"{other / one:.0f}") for name, (one, other) in times.items()),
    )
    faster = min(other / one for one, other in times.values())
    if size < FROM:
        return []
    return [Budget(f"tallies, times faster than recounting {size:,}", faster, LEAST_FASTER, is_least=True)]


def both(units: list[AdministrativeUnit], period: Period) -> tuple[float, float]:
    places = Places.over([unit.pk for unit in units], units)
    if not is_same(tallied(places, period), recounted(units, period)):
        sys.exit(f"The tallies of {period} are not the recount.")
    return (
        statistics.median(timed(lambda: tallied(places, period)) for _ in range(TIMES)),
        statistics.median(timed(lambda: recounted(units, period)) for _ in range(TIMES // 3)),
    )


def tallied(places, period):
    return figures(places=places, period=period, by=["sector_name"])


def recounted(units, period):
    return count(units=units, first=period.first, last=period.last, by="sector")


def is_same(tallied, recounted) -> bool:
    return {sector: line.resolved_total for (sector,), line in tallied.items()} == {
        sector: line["resolved_total"] for sector, line in recounted.items()
    }
