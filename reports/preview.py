"""What a report would freeze, before anything is, and what is worth a second look at it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.figures import Figure, counted_in
from dossiers.models import Dossier
from reports import links
from reports.actions.submissions import accepted_parts, units_under
from reports.composing import Report, Rows, compose
from reports.freezing import Entries, Entry, content_of, entries_kept, report_of, stamp, summed
from reports.models import Submission
from units.models import AdministrativeUnit, ReportSet, User
from units.periods import Period


@dataclass(frozen=True)
class Preview:
    report: Report
    stamp: str
    before: Submission | None  # the frozen report before
    parts: list[Submission]
    missing: list[AdministrativeUnit]


@dataclass(frozen=True)
class Doubt:
    sentence: str
    href: str = ""


def preview_of(unit: AdministrativeUnit, period: Period, *, is_consolidated: bool, by: User, now: datetime) -> Preview:
    """As `by` would freeze it now."""
    under = units_under(unit, period) if is_consolidated else []
    parts = list(accepted_parts(under, period)) if is_consolidated else []
    there = {part.unit_id for part in parts}
    missing = [each for each in under if each.pk not in there]
    entries = whole_entries(unit, period, parts)
    before = Submission.objects.before(unit, period, is_consolidated=is_consolidated)
    before = before.select_related("unit", "report_set").first()
    draft = Submission(
        unit=unit,
        first=period.first,
        last=period.last,
        report_set=ReportSet.objects.in_force_on(period.last),
        is_consolidated=is_consolidated,
        number=1,
        content=content_of(entries, before=before, units=len(under), missing=missing),
        submitted_at=now,
        submitted_by=by,
    )
    return Preview(replace(report_of(draft), seal=""), stamp(entries, parts), before, parts, missing)


def own_entries(unit: AdministrativeUnit, period: Period) -> Entries:
    """What the unit itself decided, as the tallies have it now."""
    given = {"is_consolidated": False, "rows": Rows.SECTOR, "report_set": ReportSet.objects.in_force_on(period.last)}
    lines = compose(unit=unit, period=period, **given).lines
    return {unit.level: {line.key: Entry(line.key, line.name, line.figures) for line in lines}}


def whole_entries(unit: AdministrativeUnit, period: Period, parts: Iterable[Submission]) -> Entries:
    """The unit's own figures with those of the `parts`."""
    return summed([own_entries(unit, period), *map(entries_kept, parts)])


def parts_of(unit: AdministrativeUnit, period: Period) -> list[Submission]:
    return list(accepted_parts(units_under(unit, period), period))


def doubts_about(preview: Preview) -> Iterator[Doubt]:
    """What does not forbid to submit, but is better known before."""
    report = preview.report
    yield from _without_apology(report)
    yield from _beside(report)
    if not preview.missing and any(identity.note and not identity.holds for identity in report.identities):
        yield Doubt(
            _("What is carried over is not what the frozen report before left pending: dossiers changed since."),
            f"{links.submission(preview.before)}#changed",
        )
    if preview.missing:
        sentence = ngettext(
            "%(n)d unit has sent nothing that was accepted; it is named on the report and not counted.",
            "%(n)d units have sent nothing that was accepted; they are named on the report and not counted.",
            len(preview.missing),
        )
        yield Doubt(sentence % {"n": len(preview.missing)})


def _without_apology(report):
    own = Dossier.objects.filter(competent_agency__unit=report.unit)
    late = counted_in(Figure.PENDING_OVERDUE, own, report.period.first, report.period.last)
    counts = late.aggregate(all=Count("pk"), n=Count("pk", filter=Q(promised_at=None)))
    if counts["n"]:
        sentence = ngettext(
            "%(n)d of %(all)d dossier that is overdue at the end of the period has no apology.",
            "%(n)d of %(all)d dossiers that are overdue at the end of the period have no apology.",
            counts["all"],
        )
        yield Doubt(sentence % counts, links.figure(Figure.PENDING_OVERDUE, report.period, unit=report.unit.pk))


def _beside(report):
    """A month lies in its quarter; periods that only overlap are seldom meant."""
    first, last = report.period.first, report.period.last
    overlapping = Submission.objects.live().filter(unit=report.unit, is_consolidated=report.is_consolidated)
    overlapping = overlapping.filter(first__lte=last, last__gte=first)
    within_each_other = overlapping.filter(first__lte=first, last__gte=last) | overlapping.filter(
        first__gte=first, last__lte=last
    )
    for other in overlapping.exclude(pk__in=within_each_other.values("pk")):
        yield Doubt(
            _("It overlaps with the report of %(period)s that was submitted: are these the right days?")
            % {"period": other.period},
            links.submission(other),
        )
