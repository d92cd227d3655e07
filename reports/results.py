"""Tình hình, kết quả giải quyết TTHC (forms 06a of TT 02/2017 and II.06a of TT 01/2020), counted from the dossiers.

What each column counts stands in `dossiers.figures`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from dossiers.figures import DAYS, concerns, conditions
from dossiers.models import Dossier
from procedures.models import ProcedureVersion
from units.models import AdministrativeUnit
from units.sums import Sums
from units.text import fold

GROUPED_BY = {
    "sector": "version__sector__name",
    "unit": "competent_agency__unit",
    "procedure": "version__procedure",
}


@dataclass(frozen=True)
class Result(Sums):
    """One line of the report."""

    row: str
    received_total: int = 0
    received_online: int = 0
    received_direct: int = 0
    carried_over: int = 0
    resolved_total: int = 0
    resolved_early: int = 0
    resolved_on_time: int = 0
    resolved_late: int = 0
    pending_total: int = 0
    pending_in_time: int = 0
    pending_overdue: int = 0

    @property
    def holds(self) -> bool:
        """Whether the columns of the form add up: 3 = 4 + 5 + 6 = 7 + 11, 7 = 8 + 9 + 10, 11 = 12 + 13."""
        return (
            self.received_total
            == self.received_online + self.received_direct + self.carried_over
            == self.resolved_total + self.pending_total
            and self.resolved_total == self.resolved_early + self.resolved_on_time + self.resolved_late
            and self.pending_total == self.pending_in_time + self.pending_overdue
        )


COLUMNS = ("row", *Result.names())


def results(*, unit: AdministrativeUnit, first: date, last: date, below: bool, rows: str = "sector") -> list[Result]:
    """The lines of the report from `first` to `last`, both included, of what `unit` (and those below it) decides."""
    units = AdministrativeUnit.objects.in_force_on(last).within([unit.pk]) if below else [unit]
    figures = count(units=units, first=first, last=last, by=rows)
    if rows == "unit":
        of_units = AdministrativeUnit.objects.filter(pk__in=[each.pk for each in units]).order_by("code")
        return [Result(each.name, **figures.get(each.pk, {})) for each in of_units]
    names = _names(figures, last) if rows == "procedure" else {name: name for name in figures}
    lines = {}
    for key, name in names.items():
        lines[name] = lines.get(name, Result(name)) + Result(name, **figures[key])
    return [lines[name] for name in sorted(lines, key=lambda name: (fold(name), name))]


def count(*, units: Iterable[AdministrativeUnit], first: date, last: date, by: str) -> dict:
    """The figures of what `units` decide, by column, for each sector's name, unit's or procedure's key."""
    counted = (
        Dossier.objects.filter(concerns(first, last), competent_agency__unit__in=units)
        .annotate(**DAYS)
        .values(group=F(GROUPED_BY[by]))
        .annotate(**_counts(first, last))
        .order_by()
    )
    return {line.pop("group"): line for line in counted}


def total(lines: Iterable[Result]) -> Result:
    return sum(lines, Result("total"))


def _counts(first, last):
    counted = conditions(first, last)
    return {column: Count("pk", filter=counted[column] or None) for column in Result.names()}


def _names(procedures, day):
    """Of each its code and the name it had on `day`, or else first: two levels may have both in common."""
    versions = ProcedureVersion.objects.filter(procedure__in=procedures).named_on(day)
    return {key: f"{versions[key].procedure.code} {versions[key].name}" for key in procedures}
