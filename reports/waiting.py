"""What waits for somebody on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from dossiers.models import Dossier
from dossiers.models.querysets import IS_OPEN, IS_RESOLVED, is_due, is_overdue
from dossiers.successions import is_left_by_its_officer
from dossiers.waiting import is_uncollected, is_untaken, is_without_apology
from units.sums import Sums
from units.worktime import WorkCalendar


@dataclass(frozen=True)
class Waiting(Sums):
    overdue: int = 0
    unapologised: int = 0
    due_today: int = 0
    untaken: int = 0
    uncollected: int = 0
    left: int = 0


def waiting(*, units: Iterable[int], day: date, calendar: WorkCalendar) -> dict[int, Waiting]:
    """By unit. Two statements: what is open and what waits to be collected have an index each."""
    rows = (
        Dossier.objects.filter(competent_agency__unit__in=list(units)).values(by=F("competent_agency__unit")).order_by()
    )
    is_open = rows.filter(IS_OPEN).annotate(
        overdue=Count("pk", filter=is_overdue(day)),
        unapologised=Count("pk", filter=is_without_apology(day)),
        due_today=Count("pk", filter=is_due(day, day)),
        untaken=Count("pk", filter=is_untaken(day, calendar)),
        left=Count("pk", filter=is_left_by_its_officer(day)),
    )
    is_ready = rows.filter(IS_RESOLVED).annotate(uncollected=Count("pk", filter=is_uncollected(day)))
    found = {}
    for row in [*is_open, *is_ready]:
        unit = row.pop("by")
        found[unit] = found.get(unit, Waiting()) + Waiting(**row)
    return found
