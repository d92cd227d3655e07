"""Submitting a report freezes it; whoever is above returns it with a reason, accepts it, and consolidates."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import DossierEvent
from reports import behind, freezing
from reports.models import Submission, SubmissionPart, SubmissionState
from reports.tallies import Figures
from units.models import AdministrativeUnit, ReportSet, User
from units.periods import Period

FROZEN, CHANGED = "frozen", "changed"  # codes of refusals that a page answers by showing what there is now


@transaction.atomic
def submit(*, unit: AdministrativeUnit, period: Period, seen: str, by: User, now: datetime) -> Submission:
    """Freeze what `unit` itself decided in `period`; `seen` is the stamp of the figures that were shown.

    Raises ValidationError with what stands against it.
    """
    number = _begin(unit, period, is_consolidated=False, now=now)
    made = _draft(unit, period, number, by=by, now=now)
    cells = behind.write_cells(made.pk, unit, period)
    entries = freezing.entries_of_cells(unit, cells)
    _refuse_unseen(entries, seen)
    return _freeze(made, entries, cells=cells)


@transaction.atomic
def submit_typed(
    *, unit: AdministrativeUnit, period: Period, lines: Mapping[int, Figures], by: User, now: datetime
) -> Submission:
    """Freeze figures that were typed by hand, by the keys of sectors, for a unit without dossiers in that period.

    Raises ValidationError with what stands against it.
    """
    number = _begin(unit, period, is_consolidated=False, now=now)
    refuse_typed(unit, period)
    made = _draft(unit, period, number, by=by, now=now)
    made.is_typed = True
    return _freeze(made, freezing.entries_typed(unit, lines))


@transaction.atomic
def consolidate(*, unit: AdministrativeUnit, period: Period, seen: str, by: User, now: datetime) -> Submission:
    """Freeze the unit's own figures with the accepted reports of the units under it; `seen` as in `submit`, of all.

    Raises ValidationError with what stands against it.
    """
    number = _begin(unit, period, is_consolidated=True, now=now)
    under = units_under(unit, period)
    parts = list(accepted_parts(under, period).select_for_update(of=("self",), no_key=True))
    made = _draft(unit, period, number, by=by, now=now)
    made.is_consolidated = True
    cells = behind.write_cells(made.pk, unit, period)
    entries = freezing.summed([freezing.entries_of_cells(unit, cells), *map(freezing.entries_kept, parts)])
    _refuse_unseen(entries, seen, parts)
    there = {part.unit_id for part in parts}
    missing = [each for each in under if each.pk not in there]
    made = _freeze(made, entries, cells=cells, parts=parts, units=len(under), missing=missing)
    SubmissionPart.objects.bulk_create(SubmissionPart(whole=made, part=part) for part in parts)
    return made


@transaction.atomic
def accept(*, submission: Submission, by: User, now: datetime) -> Submission:
    """Take the report as it is, to be consolidated. Raises ValidationError where it does not stand as submitted."""
    submission = _locked(submission)
    if submission.state != SubmissionState.SUBMITTED:
        raise ValidationError(_moved_on(submission))
    submission.state, submission.accepted_at, submission.accepted_by = SubmissionState.ACCEPTED, now, by
    submission.save(update_fields=["state", "accepted_at", "accepted_by"])
    return submission


def accept_all(*, submissions: Iterable[Submission], by: User, now: datetime) -> tuple[int, int]:
    """How many of them were accepted, and how many left: one that does not hold has to be looked at by itself."""
    accepted = left = 0
    for submission in sorted(submissions, key=lambda each: each.pk):
        try:
            holds = freezing.report_of(submission).holds
            accepted += bool(holds and accept(submission=submission, by=by, now=now))
            left += not holds
        except ValidationError:  # somebody was faster
            left += 1
    return accepted, left


@transaction.atomic
def return_with_reason(*, submission: Submission, reason: str, by: User, now: datetime) -> Submission:
    """Give the report back, so that its unit may submit again. Raises ValidationError where it counts in one above."""
    submission = _locked(submission)
    if not submission.is_live:
        raise ValidationError(_moved_on(submission))
    if whole := submission.whole:
        raise ValidationError(
            _("It stands in the report of %(unit)s that was submitted on %(day)s: that one has to be returned first.")
            % {"unit": whole.unit.name_in_sentence, "day": f"{timezone.localdate(whole.submitted_at):%d/%m/%Y}"}
        )
    submission.state, submission.reason = SubmissionState.RETURNED, reason
    submission.returned_at, submission.returned_by = now, by
    submission.save(update_fields=["state", "reason", "returned_at", "returned_by"])
    return submission


def units_under(unit: AdministrativeUnit, period: Period) -> list[AdministrativeUnit]:
    """Those that report to `unit`: right under it on the period's last day."""
    return list(unit.children.in_force_on(period.last).order_by("code"))


def accepted_parts(units: Iterable[AdministrativeUnit], period: Period):
    """What they sent for that very period and was accepted: their consolidated report where they have units under."""
    sent = Submission.objects.filter(unit__in=units, first=period.first, last=period.last)
    whole = AdministrativeUnit.objects.in_force_on(period.last).filter(parent__in=units).values("parent")
    sent = sent.filter(is_consolidated=True, unit__in=whole) | sent.filter(is_consolidated=False).exclude(
        unit__in=whole
    )
    return sent.filter(state=SubmissionState.ACCEPTED).select_related("unit", "report_set").order_by("pk")


def refuse_typed(unit: AdministrativeUnit, period: Period):
    """Figures are typed only where no dossiers say them."""
    if behind.is_known(unit, period):
        raise ValidationError(
            _("%(unit)s has dossiers of this period here: its report is counted from them, not typed. Submit that one.")
            % {"unit": unit.name}
        )


def refuse_period(unit: AdministrativeUnit, period: Period, *, now: datetime):
    """A period is reported once it is over, by a unit that there was at its end."""
    if period.last >= timezone.localdate(now):
        raise ValidationError(
            _("The period ends on %(last)s: it can be submitted from the day after on.")
            % {"last": f"{period.last:%d/%m/%Y}"}
        )
    if not unit.is_in_force_on(period.last):
        raise ValidationError(unit.why_not_between(period.last, period.last))


def refuse_live(unit: AdministrativeUnit, period: Period, *, is_consolidated: bool):
    """What is frozen is submitted again once it was returned."""
    rounds = Submission.objects.of(unit, period, is_consolidated=is_consolidated)
    if live := rounds.live().with_people().first():
        raise ValidationError(
            _(
                "The report of this period was submitted on %(day)s by %(who)s and is frozen. To submit it again, it "
                "has to be returned first."
            )
            % {"day": f"{timezone.localtime(live.submitted_at):%H:%M %d/%m/%Y}", "who": live.submitted_by},
            code=FROZEN,
        )


def _begin(unit, period, *, is_consolidated, now):
    """The number of the round; everybody who submits for this unit waits for whoever came first."""
    AdministrativeUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    refuse_period(unit, period, now=now)
    refuse_live(unit, period, is_consolidated=is_consolidated)
    return Submission.objects.of(unit, period, is_consolidated=is_consolidated).count() + 1


def _draft(unit, period, number, *, by, now):
    """Not saved yet, with the key that it will have: its cells come first, since its digest is over them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Submission._meta.db_table])
        (key,) = cursor.fetchone()
    return Submission(
        pk=key,
        unit=unit,
        first=period.first,
        last=period.last,
        report_set=ReportSet.objects.in_force_on(period.last),
        number=number,
        last_event=DossierEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        submitted_at=now,
        submitted_by=by,
    )


def _freeze(made, entries, *, cells=(), parts=(), units=0, missing=()):
    before = Submission.objects.before(made.unit, made.period, is_consolidated=made.is_consolidated)
    before = before.select_related("unit", "report_set").first()
    made.content = freezing.content_of(entries, before=before, units=units, missing=missing)
    made.sha256 = freezing.digest(made, cells, parts)
    made.save(force_insert=True)
    return made


def _refuse_unseen(entries, seen, parts=()):
    if freezing.stamp(entries, parts) != seen:
        raise ValidationError(
            _("The figures have changed since they were shown, so nothing was submitted. Look at them once more."),
            code=CHANGED,
        )


def _locked(submission):
    return Submission.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=submission.pk)


def _moved_on(submission):
    if submission.state == SubmissionState.RETURNED:
        who, at = submission.returned_by, submission.returned_at
        sentence = _("It was returned already, by %(who)s on %(day)s.")
    else:
        who, at = submission.accepted_by, submission.accepted_at
        sentence = _("It was accepted already, by %(who)s on %(day)s.")
    return sentence % {"who": who, "day": f"{timezone.localtime(at):%H:%M %d/%m/%Y}"}
