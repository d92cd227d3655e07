"""How many days late versions were posted. Pure but for `punctuality_of`.

Posting is due at latest on the day from which the text holds, and nobody can post before the decision is issued: due is
the later of the two (domain: posting by the agency that receives dossiers, at once, at latest on the effective date).
Days are calendar days. Counted is what a publication decision brought: of other texts nobody knows when the boards had
to show them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median_high

from django.db.models import Min

from procedures.models import ProcedureVersion, PublicationDecision
from procedures.postings import applies, counting, handled_differently, place_of
from units.models import AdministrativeUnit


@dataclass(frozen=True)
class Punctuality:
    """Days late of each that had to be posted, nought for what was in time; `waiting` of them are not posted yet."""

    days: tuple[int, ...] = ()
    waiting: int = 0

    def __add__(self, other: "Punctuality") -> "Punctuality":
        return Punctuality(self.days + other.days, self.waiting + other.waiting)

    @property
    def late(self) -> int:
        return sum(days > 0 for days in self.days)

    @property
    def median(self) -> int | None:
        """Of all that had to be posted, in time or not; of two in the middle the higher."""
        return median_high(self.days) if self.days else None

    @property
    def most(self) -> int | None:
        return max(self.days, default=None)


def due_on(effective: date | None, issued: date | None = None, unit_from: date | None = None) -> date | None:
    """The last day on which posting is in time; None where nobody knows since when the text holds."""
    return max(filter(None, (effective, issued, unit_from))) if effective else None


def days_late(due: date, posted: date | None, day: date) -> int:
    """Of one that was posted, or is not posted by `day`."""
    return max(((posted or day) - due).days, 0)


def punctuality(terms: Iterable[tuple[date | None, date | None]], day: date) -> Punctuality:
    """Of pairs of the day due and the day posted; what is not yet due on `day` is left out."""
    due = [(due, posted) for due, posted in terms if due and due <= day]
    days = tuple(days_late(due, posted, day) for due, posted in due)
    return Punctuality(days, sum(posted is None for _, posted in due))


def due_of(version: ProcedureVersion, unit: AdministrativeUnit) -> date | None:
    """When `unit` has to have posted `version` at latest; None where no decision brought it."""
    return due_on(version.valid_from, version.decision.issued_on, unit.valid_from) if version.decision else None


def punctuality_of(
    units: Iterable[AdministrativeUnit], day: date, decision: PublicationDecision | None = None
) -> dict[int, Punctuality]:
    """Of what is in force on `day` (by `decision` alone, if given) at each of `units`, by its key; three statements."""
    units = list(units)
    versions = ProcedureVersion.objects.in_force_on(day).filter(valid_from__isnull=False, decision__isnull=False)
    if decision:
        versions = versions.filter(decision=decision)
    versions = list(versions.select_related("procedure", "decision").order_by())
    exceptions = handled_differently({version.procedure_id for version in versions}, day)
    posted = _first_posted(versions, units, day)
    found = {}
    for unit in units:
        mine = [version for version in versions if applies(version, unit, exceptions)]
        terms = [(due_of(version, unit), posted.get((unit.pk, place_of(unit), version.pk))) for version in mine]
        found[unit.pk] = punctuality(terms, day)
    return found


def _first_posted(versions, units, day):
    """By the unit's key, the place and the version's key."""
    there = counting(day).filter(version__in=[version.pk for version in versions], desk__unit__in=units).order_by()
    rows = there.values_list("desk__unit", "place", "version").annotate(first=Min("posted_on"))
    return {(unit, place, version): first for unit, place, version, first in rows}
