"""Applying a publication decision, taking it back, correcting its day of effect: each whole or not at all."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procedures.actions.fees import begin_fee, can_begin_on
from procedures.actions.postings import POSTED_AHEAD
from procedures.decisions import plan_of, start_of
from procedures.models import (
    Change,
    DecisionDeed,
    DecisionEvent,
    DecisionState,
    EndedVersion,
    LineKind,
    Procedure,
    ProcedureVersion,
    PublicationDecision,
)
from procedures.stored import Parts, Pointed, fill
from units.imports import lock_table
from units.models import User

ONE_DAY = timedelta(days=1)


@transaction.atomic
def apply_decision(*, decision: PublicationDecision, by: User, now: datetime):
    """Carry out every line of a draft for every unit. Raises ValidationError with whatever stands against it."""
    decision = _locked(decision)
    if not decision.is_draft:
        raise ValidationError(_("This decision is applied already."))
    plan = plan_of(decision)
    if plan.all_faults:
        raise ValidationError(plan.all_faults)
    pointed, parts = Pointed(), Parts()
    for planned in plan.lines:
        _carry_out(planned, pointed, parts)
    parts.save()
    decision.state, decision.applied_at, decision.applied_by = DecisionState.APPLIED, now, by
    decision.save()
    _write_down(decision, DecisionDeed.APPLIED, by=by, now=now, data={"lines": len(plan.lines)})


@transaction.atomic
def take_back_decision(*, decision: PublicationDecision, reason: str, by: User, now: datetime):
    """Undo `decision`: it is a draft again, and the catalogue as it was.

    Raises ValidationError where a dossier or an enquiry was received under it, or a version of it hangs on a board.
    """
    decision = _locked(decision)
    if not decision.is_applied:
        raise ValidationError(_("This decision is not applied: there is nothing to take back."))
    lines = list(decision.lines.select_related("version__procedure", "decision"))
    _refuse_if_in_use([line.version for line in lines if hasattr(line, "version")])
    for line in lines:
        _refuse_if_changed_since(line)
    removed = []
    for line in lines:
        removed += _undo(line)
    decision.state, decision.applied_at, decision.applied_by = DecisionState.DRAFT, None, None
    decision.save()
    _write_down(decision, DecisionDeed.TAKEN_BACK, by=by, now=now, reason=reason, data={"postings": removed})


@transaction.atomic
def redate_decision(*, decision: PublicationDecision, effective_from: date, reason: str, by: User, now: datetime):
    """Correct the day from which an applied decision holds; lines with a day of their own keep it.

    Raises ValidationError where a dossier received under it would come to lie before that day, or where the versions
    that it ended would have no day left.
    """
    decision = _locked(decision)
    if not decision.is_applied:
        raise ValidationError(_("This decision is a draft: give it the day in its form."))
    before = decision.effective_from
    for line in decision.lines.filter(effective_from=None):
        _redate(line, effective_from)
    decision.effective_from = effective_from
    decision.save()
    data = {"before": before.isoformat(), "after": effective_from.isoformat()}
    _write_down(decision, DecisionDeed.DATED, by=by, now=now, reason=reason, data=data)


def _locked(decision):
    """The decision, once nobody else works on the catalogue."""
    lock_table(Procedure)
    return PublicationDecision.objects.select_for_update().get(pk=decision.pk)


def _write_down(decision, deed, *, by, now, data, reason=""):
    DecisionEvent.objects.create(decision=decision, deed=deed, at=now, by=by, reason=reason, data=data)


# Carrying out a line


def _carry_out(planned, pointed, parts):
    line, day = planned.line, planned.day
    for version in planned.ends:
        EndedVersion.objects.create(line=line, version=version, had_until=version.valid_to)
    until = planned.ends[0].valid_to if line.kind == LineKind.AMEND else None
    ProcedureVersion.objects.filter(pk__in=[version.pk for version in planned.ends]).update(valid_to=day - ONE_DAY)
    if line.kind == LineKind.ABOLISH:
        return
    if line.is_new:
        _give_procedure(line)
    version = ProcedureVersion(procedure=line.procedure, valid_from=day, valid_to=until, line=line)
    fill(version, line.content, pointed)
    version.decision = line.decision
    version.change = Change.NEW if line.is_new else Change.AMENDED
    version.save()
    parts.add(version, line.content)
    if line.is_new:
        _give_fees(line, day)


def _give_procedure(line):
    """The procedure of that level and code; it may have been abolished once."""
    code = line.code or Procedure.objects.next_local_code()
    line.procedure, is_new = Procedure.objects.get_or_create(
        level=line.level, code=code, defaults={"handling": line.handling}
    )
    line.save(update_fields=["procedure"])


def _give_fees(line, day):
    """A new procedure's; what an amended one costs is set by decisions of its own."""
    known = {(fee.kind, fee.channel) for fee in line.procedure.fees.all() if fee.is_in_force_on(day)}
    for charge in line.charges or ():
        if (charge.kind, charge.channel) not in known:
            begin_fee(procedure=line.procedure, charge=charge, valid_from=day, line=line)


# Undoing it


def _refuse_if_in_use(versions):
    """The lock keeps new dossiers out until this is through."""
    used = list(ProcedureVersion.objects.select_for_update().filter(pk__in=[version.pk for version in versions]))
    for version in used:
        named = {"name": version.name}
        if n := version.dossiers.count():
            sentence = ngettext(
                "%(n)d dossier was received under “%(name)s”: it stays.",
                "%(n)d dossiers were received under “%(name)s”: it stays.",
                n,
            )
            raise ValidationError(sentence % (named | {"n": n}))
        if n := version.postings.filter(removed_on=None).count():
            sentence = ngettext(
                "“%(name)s” hangs in %(n)d place: take it down there first.",
                "“%(name)s” hangs in %(n)d places: take it down there first.",
                n,
            )
            raise ValidationError(sentence % (named | {"n": n}))
        if version.postings.filter(findings__isnull=False).exists():
            raise ValidationError(_("“%(name)s” was looked for in a spot check: it stays.") % named)


def _refuse_if_changed_since(line):
    """What came after it, by another decision or a list, stands on what it did: that is undone first."""
    begun, day = getattr(line, "version", None), line.starts_on
    stretches = [(each.version, each.version.valid_from, each.had_until) for each in line.ended.all()]
    if begun and line.is_new:
        stretches.append((begun, day, None))
    kept = {version.pk for version, _first, _last in stretches} | ({begun.pk} if begun else set())
    for version, first, last in stretches:
        if other := _others_in(version.procedure_id, first, last, kept):
            raise _in_the_way(version, other)
    if begun and (ended := EndedVersion.objects.filter(version=begun).select_related("line__decision").first()):
        said = _("“%(name)s” was ended by %(decision)s: take that one back first.")
        raise ValidationError(said, params={"name": begun.name, "decision": ended.line.decision})


def _others_in(procedure, first, last, kept):
    """The first version of `procedure` that is in force in those days and is none of `kept`; None: there is none."""
    others = ProcedureVersion.objects.filter(procedure=procedure).exclude(pk__in=kept).order_by("valid_from")
    if first:
        others = others.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    if last:
        others = others.filter(Q(valid_from=None) | Q(valid_from__lte=last))
    return others.first()


def _in_the_way(version, other):
    said = _("Another version of “%(name)s” holds until %(day)s: choose a later day.")
    if other.valid_from:
        said = _("Another version of “%(name)s” begins on %(day)s: undo that first.")
    return ValidationError(said % {"name": version.name, "day": f"{other.valid_from or other.valid_to:%d/%m/%Y}"})


def _undo(line):
    """What hung of the version and was taken down again, for the record."""
    removed = []
    if version := getattr(line, "version", None):
        removed = [
            [posting.desk.unit.code, posting.place, posting.posted_on.isoformat(), posting.removed_on.isoformat()]
            for posting in version.postings.select_related("desk__unit")
        ]
        version.postings.all().delete()
        _delete(version)
    line.begun_fees.all().delete()
    for ended in line.ended.select_related("version"):
        ended.version.valid_to = ended.had_until
        ended.version.save(update_fields=["valid_to"])
        ended.delete()
    if line.is_new:
        _forget_procedure(line)
    return removed


def _delete(version):
    try:
        version.delete()
    except ProtectedError as error:
        sentence = _("People were guided at the counter under “%(name)s”: it stays.")
        raise ValidationError(sentence, params={"name": version.name}) from error


def _forget_procedure(line):
    procedure, line.procedure = line.procedure, None
    line.save(update_fields=["procedure"])
    if not procedure.versions.exists():
        with suppress(ProtectedError), transaction.atomic():  # a process or somebody's words may keep it
            procedure.delete()


# Another day


def _redate(line, day):
    version = getattr(line, "version", None)
    ended = list(line.ended.select_related("version__procedure"))
    _refuse_day(version, ended, day)
    _refuse_if_in_the_way(line, version, ended, day)
    last = ProcedureVersion.objects.filter(pk__in=[each.version_id for each in ended])
    last.filter(valid_to__gte=day).update(valid_to=day - ONE_DAY)
    if version:
        version.valid_from = day
        version.save(update_fields=["valid_from"])
        line.begun_fees.update(valid_from=day)
    last.update(valid_to=day - ONE_DAY)


def _refuse_day(version, ended, day):
    named = {"day": f"{day:%d/%m/%Y}"}
    for each in ended:
        named["name"] = each.version.name
        if each.version.valid_from and each.version.valid_from >= day:
            said = _("“%(name)s” begins on %(day)s or later: it would have no day left.")
            raise ValidationError(said % named)
        if each.had_until and each.had_until < day:
            said = _("“%(name)s” ends before %(day)s anyway: choose an earlier day.")
            raise ValidationError(said % named)
    if version is None:
        return
    named["name"] = version.name
    if version.valid_to and version.valid_to < day:
        raise ValidationError(_("“%(name)s” ends before %(day)s: it would have no day left.") % named)
    if version.dossiers.filter(received_at__lt=start_of(day)).exists():
        said = _("Dossiers were received under “%(name)s” before %(day)s: they keep it, so it cannot begin later.")
        raise ValidationError(said % named)
    if version.postings.filter(posted_on__lt=day - POSTED_AHEAD).exists():
        said = _("“%(name)s” was posted long before %(day)s: correct those postings first.")
        raise ValidationError(said % named)


def _refuse_if_in_the_way(line, version, ended, day):
    """Where another version or fee of the procedure holds in the days that are to become this line's."""
    kept = {each.version_id for each in ended} | ({version.pk} if version else set())
    stretches = [(each.version, each.version.valid_from, day - ONE_DAY) for each in ended]
    if version:
        stretches.append((version, day, version.valid_to))
    for each, first, last in stretches:
        if other := _others_in(each.procedure_id, first, last, kept):
            raise _in_the_way(each, other)
    for fee in line.begun_fees.all():
        if not can_begin_on(fee, day):
            said = _("A fee of “%(name)s” was set since, or held before %(day)s: it would have no day left.")
            raise ValidationError(said % {"name": version.name, "day": f"{day:%d/%m/%Y}"})
