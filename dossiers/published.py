"""How much of what units resolved is published on the portal, month by month: a figure of its own beside posting.

A result is what was finished with an answer, positive or negative; withdrawn and stopped dossiers have none. A month
counts once it is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from dossiers.models import Dossier, ResultsPublication
from dossiers.models.querysets import end_of, start_of
from dossiers.states import WITHOUT_RESULT
from units.models import AdministrativeUnit
from units.periods import Period
from units.sums import Sums
from units.worktime import VIETNAM


@dataclass(frozen=True)
class Published(Sums):
    """Results there were, and those in months that are published."""

    results: int = 0
    published: int = 0

    @property
    def percent(self) -> float | None:
        """None where there was nothing to publish."""
        return self.published / self.results * 100 if self.results else None

    @property
    def is_complete(self) -> bool:
        return self.published == self.results


def over_by(period: Period, day: date) -> Period | None:
    """The months of `period` that are over on `day`, whole; None where none is."""
    first, last = period.first.replace(day=1), min(period.last, day) + timedelta(days=1)
    end = last.replace(day=1) - timedelta(days=1)
    return Period(first, end) if first <= end else None


def results_by_month(units: Iterable[AdministrativeUnit], period: Period) -> dict[tuple[int, date], int]:
    """How many results there were, by the unit's key and the month's first day."""
    finished = {"finished_at__gte": start_of(period.first), "finished_at__lt": end_of(period.last)}
    found = Dossier.objects.filter(**finished, competent_agency__unit__in=[unit.pk for unit in units])
    found = found.exclude(outcome__in=sorted(WITHOUT_RESULT)).order_by()
    months = found.values_list("competent_agency__unit", TruncMonth("finished_at", tzinfo=VIETNAM))
    return {(unit, month.date()): n for unit, month, n in months.annotate(n=Count("pk"))}


def published_results(
    units: Iterable[AdministrativeUnit], period: Period, day: date
) -> dict[AdministrativeUnit, Published]:
    """Of the months of `period` that are over on `day`; two statements."""
    units, months = list(units), over_by(period, day)
    sums = dict.fromkeys(units, Published())
    if months is None:
        return sums
    made = ResultsPublication.objects.made_by(day).filter(unit__in=units, month__gte=months.first)
    published = set(made.values_list("unit", "month"))
    by_key = {unit.pk: unit for unit in units}
    for (unit, month), n in results_by_month(units, months).items():
        sums[by_key[unit]] += Published(n, n if (unit, month) in published else 0)
    return sums
