"""How it stands with the reports of a period: who submitted what, and what the report shows otherwise by now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from reports.behind import placed
from reports.composing import Report, Rows
from reports.freezing import before_in_words, kept_of_before, report_of
from reports.models import Submission
from reports.permissions import may_submit, may_type
from units.models import AdministrativeUnit, Level, User
from units.periods import Period


@dataclass(frozen=True)
class Standing:
    """Of one unit's report of one period: the live submission, or else the one returned last."""

    submission: Submission | None
    is_over: bool
    may_submit: bool
    cells: int = 0  # in which the live report shows another number than the frozen one


@dataclass(frozen=True)
class Sent:
    """A line of those who report to one unit; `report` is None where nothing was sent."""

    unit: AdministrativeUnit
    submission: Submission | None
    report: Report | None
    days_late: int | None  # None: no day is set by which it is due
    may_type: bool

    @property
    def is_missing(self) -> bool:
        return self.submission is None or not self.submission.is_live


def standing_of(report: Report, *, user: User, today: date) -> Standing | None:
    """None of what is not sent up: what a unit decides itself goes into its report with the units under it."""
    if not report.is_consolidated and report.unit.children.in_force_on(report.period.last).exists():
        return None
    rounds = Submission.objects.of(report.unit, report.period, is_consolidated=report.is_consolidated)
    submission = rounds.with_people().order_by("-number").first()
    return Standing(
        submission,
        is_over=report.period.last < today,
        may_submit=may_submit(user, report.unit, is_consolidated=report.is_consolidated),
        cells=len(differing(report, report_of(submission))) if submission and submission.is_live else 0,
    )


def held_to_before(report: Report) -> Report:
    """The live report with what is carried over held to the frozen report before, where there is one."""
    before = Submission.objects.before(report.unit, report.period, is_consolidated=report.is_consolidated)
    made = before.select_related("unit", "report_set").first()
    if made is None:
        return report
    kept = kept_of_before(made)
    return replace(report, pending_before=kept["pending"], before=before_in_words(kept))


def differing(one: Report, other: Report) -> set[tuple]:
    """The cells that show another number, but sums; by other lines than sectors, those of the total."""
    cells, others = _cells(one, other), _cells(other, one)
    return {cell for cell in cells.keys() | others.keys() if cells.get(cell, 0) != others.get(cell, 0)}


def _cells(report, other):
    leaves = [column.figure for group in report.layout.groups for column in group.columns[1:]]
    if Rows.SECTOR == report.rows == other.rows:
        lines = [(section.level, line.key, line.figures) for section in report.sections for line in section.lines]
    else:
        lines = [("", 0, report.total)]
    return {(level, key, figure): getattr(figures, figure) for level, key, figures in lines for figure in leaves}


def sent_by(units: Iterable[AdministrativeUnit], period: Period, *, user: User, today: date) -> list[Sent]:
    """What each of `units`, which report to the same one, has sent for that very period."""
    units = list(units)
    whole = set(
        AdministrativeUnit.objects.in_force_on(period.last).filter(parent__in=units).values_list("parent", flat=True)
    )
    rounds = Submission.objects.filter(unit__in=units, first=period.first, last=period.last)
    latest = {
        made.unit_id: made
        for made in rounds.with_people().order_by("number")
        if made.is_consolidated == (made.unit_id in whole)
    }
    known = set(placed(units, period).values_list("unit", flat=True).distinct().order_by())
    return [
        Sent(
            unit,
            made := latest.get(unit.pk),
            report_of(made) if made else None,
            days_late(unit, period, made, today),
            may_type=unit.pk not in known and unit.pk not in whole and may_type(user, unit),
        )
        for unit in units
    ]


def days_late(unit: AdministrativeUnit, period: Period, submission: Submission | None, today: date) -> int | None:
    """How many days after the one by which it is due it was submitted, or is not yet; None where none is set."""
    days = {Level.COMMUNE: settings.REPORT_DAYS_OF_COMMUNES, Level.DISTRICT: settings.REPORT_DAYS_OF_DISTRICTS}
    allowed = days.get(unit.level)
    if not allowed:
        return None
    sent_on = submission.submitted_on if submission and submission.is_live else today
    return max(0, (sent_on - period.last).days - allowed)
