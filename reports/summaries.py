"""What leaders are shown of a period, counted from the dossiers by the conditions of the report.

Of units by their keys: who asks has made sure that they are his to see. All of a page's figures come from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from dossiers.figures import DAYS, Figure, concerns, conditions
from dossiers.models import Dossier
from dossiers.models.querysets import IS_OPEN, IS_RESOLVED, is_due, is_overdue
from dossiers.successions import is_left_by_its_officer
from dossiers.waiting import is_uncollected, is_untaken
from units.periods import Period
from units.sums import Sums
from units.worktime import WorkCalendar

GROUPED_BY = {
    "unit": F("competent_agency__unit"),
    "sector": F("version__sector"),
    "procedure": F("version__procedure__code"),
}


@dataclass(frozen=True)
class Summary(Sums):
    """Of a period, each under the name of its `Figure`; `assumed` of what was received has no version in force then."""

    received: int = 0
    carried_over: int = 0
    resolved_total: int = 0
    resolved_early: int = 0
    resolved_on_time: int = 0
    resolved_late: int = 0
    pending_total: int = 0
    pending_overdue: int = 0
    assumed: int = 0

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


FIGURES = [Figure(name) for name in Summary.names() if name in Figure.values]


@dataclass(frozen=True)
class Today(Sums):
    """What waits for somebody today."""

    overdue: int = 0
    due_today: int = 0
    untaken: int = 0
    uncollected: int = 0
    left: int = 0


def summaries(*, units: Iterable[int], period: Period, by: Iterable[str]) -> dict[tuple, Summary]:
    """The figures for each combination of `by` (unit's key, sector's key, procedure's code). One statement."""
    groups = {name: GROUPED_BY[name] for name in by}
    rows = (
        Dossier.objects.filter(concerns(period.first, period.last), competent_agency__unit__in=list(units))
        .annotate(**DAYS)
        .values(**{f"by_{name}": group for name, group in groups.items()})
        .annotate(**_counts(period))
        .order_by()
    )
    return {tuple(row.pop(f"by_{name}") for name in groups): Summary(**row) for row in rows}


def summary(*, units: Iterable[int], period: Period) -> Summary:
    """The figures of all `units` together."""
    rows = Dossier.objects.filter(concerns(period.first, period.last), competent_agency__unit__in=list(units))
    return Summary(**rows.annotate(**DAYS).aggregate(**_counts(period)))


def today(*, units: Iterable[int], day: date, calendar: WorkCalendar) -> dict[int, Today]:
    """By unit. Two statements: what is open and what waits to be collected have an index each."""
    rows = Dossier.objects.filter(competent_agency__unit__in=list(units)).values(by=GROUPED_BY["unit"]).order_by()
    is_open = rows.filter(IS_OPEN).annotate(
        overdue=Count("pk", filter=is_overdue(day)),
        due_today=Count("pk", filter=is_due(day, day)),
        untaken=Count("pk", filter=is_untaken(day, calendar)),
        left=Count("pk", filter=is_left_by_its_officer(day)),
    )
    is_ready = rows.filter(IS_RESOLVED).annotate(uncollected=Count("pk", filter=is_uncollected(day)))
    found = {}
    for row in [*is_open, *is_ready]:
        unit = row.pop("by")
        found[unit] = found.get(unit, Today()) + Today(**row)
    return found


def _counts(period):
    counted = conditions(period.first, period.last)
    counts = {figure.value: Count("pk", filter=counted[figure]) for figure in FIGURES}
    return counts | {"assumed": Count("pk", filter=counted[Figure.RECEIVED] & Q(is_version_assumed=True))}
