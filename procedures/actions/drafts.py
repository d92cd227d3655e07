"""Drafting a publication decision: its head, and line by line what it says of which procedure."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from procedures.content import Charge, Content, as_json
from procedures.line_rows import lines_from
from procedures.models import (
    DecisionDeed,
    DecisionEvent,
    DecisionLine,
    Handling,
    LineKind,
    Procedure,
    PublicationDecision,
)
from procedures.stored import content_of, versions_on
from units.models import User

HEAD = ("number", "issued_on", "issuer", "title", "effective_from")


@transaction.atomic
def draft_decision(*, by: User, now: datetime, **head) -> PublicationDecision:
    """A draft of which the `HEAD` is known so far. Raises ValidationError where there is one of that number and day."""
    decision = PublicationDecision(**head)
    _save_head(decision)
    DecisionEvent.objects.create(decision=decision, deed=DecisionDeed.DRAFTED, at=now, by=by)
    return decision


@transaction.atomic
def change_head(*, decision: PublicationDecision, by: User, now: datetime, **head):
    """Of one that is applied or recorded the day of effect stays: `redate_decision` corrects it.

    Raises ValidationError as `draft_decision`.
    """
    decision = PublicationDecision.objects.select_for_update().get(pk=decision.pk)
    if not decision.is_draft:
        head.pop("effective_from", None)
    changed = [name for name, value in head.items() if getattr(decision, name) != value]
    if not changed:
        return
    before = {name: str(getattr(decision, name) or "") for name in changed}
    for name in changed:
        setattr(decision, name, head[name])
    _save_head(decision, update_fields=changed)
    data = {"before": before, "after": {name: str(getattr(decision, name) or "") for name in changed}}
    DecisionEvent.objects.create(decision=decision, deed=DecisionDeed.HEAD_CHANGED, at=now, by=by, data=data)


@transaction.atomic
def draft_lines(
    *, decision: PublicationDecision, kind: str, procedures: Iterable[Procedure], by: User, now: datetime
) -> list[DecisionLine]:
    """Lines that amend or abolish `procedures`; an amended one begins with what is asked for at `now`'s day of effect.

    One that the decision speaks of already is left as it is. Raises ValidationError for one that asks for nothing yet.
    """
    decision = locked_draft(decision)
    known = set(decision.lines.values_list("procedure", flat=True))
    new = [procedure for procedure in dict.fromkeys(procedures) if procedure.pk not in known]
    drafts = {} if kind == LineKind.ABOLISH else _as_it_stands(new, decision.effective_from or timezone.localdate(now))
    return DecisionLine.objects.bulk_create(
        DecisionLine(
            decision=decision,
            position=position,
            kind=kind,
            level=procedure.level,
            code=procedure.code,
            procedure=procedure,
            draft=drafts.get(procedure),
        )
        for position, procedure in enumerate(new, start=_next_position(decision))
    )


@transaction.atomic
def draft_new(
    *,
    decision: PublicationDecision,
    level: str,
    code: str,
    content: Content,
    by: User,
    now: datetime,
    replaced: Iterable[Procedure] = (),
    handling: str = Handling.RECEIVED,
    charges: Iterable[Charge] = (),
    effective_from: date | None = None,
) -> DecisionLine:
    """A line that adds a procedure, in the place of others if it names any."""
    decision = locked_draft(decision)
    line = DecisionLine(decision=decision, position=_next_position(decision), level=level, code=code)
    _set(line, content, effective_from, replaced=replaced, handling=handling, charges=charges)
    return line


@transaction.atomic
def draft_table(*, decision: PublicationDecision, path, by: User, now: datetime) -> list[DecisionLine]:
    """The lines of a table, all or none; rows that change nothing are left out. Raises TableFaults, ValidationError."""
    decision = locked_draft(decision)
    rows = lines_from(path, decision, today=timezone.localdate(now))
    telling = [row for row in rows if not row.changes_nothing]
    lines = [
        DecisionLine(
            decision=decision,
            position=position,
            kind=row.kind,
            level=row.level,
            code=row.code,
            procedure=row.procedure,
            effective_from=row.effective_from,
            draft=as_json(row.content),
            fees=None if row.charges is None else [charge.as_json() for charge in row.charges],
        )
        for position, row in enumerate(telling, start=_next_position(decision))
    ]
    return DecisionLine.objects.bulk_create(lines)


@transaction.atomic
def redraft(
    *,
    line: DecisionLine,
    content: Content,
    seen: str,
    by: User,
    now: datetime,
    effective_from: date | None = None,
    **new,
) -> DecisionLine:
    """What the line says from now on; `seen` is the digest of what was on the page. Raises ValidationError.

    Of a new procedure also its `level`, `code`, `handling`, `charges` and whom it has `replaced`.
    """
    line = _drafted(line)
    if line.digest != seen:
        raise ValidationError(_("Somebody else has changed this line meanwhile. Open it anew: nothing was saved."))
    for name in ("level", "code"):
        setattr(line, name, new.pop(name, getattr(line, name)))
    _set(line, content, effective_from, **new)
    return line


@transaction.atomic
def date_line(*, line: DecisionLine, effective_from: date | None, by: User, now: datetime):
    """An abolished procedure ends on a day of its own; None: on the decision's. Raises ValidationError."""
    line = _drafted(line)
    line.effective_from = effective_from
    line.save(update_fields=["effective_from"])


@transaction.atomic
def drop_line(*, line: DecisionLine, by: User, now: datetime):
    locked_draft(line.decision)
    line.delete()


@transaction.atomic
def discard_draft(*, decision: PublicationDecision, by: User, now: datetime):
    """Raises ValidationError for one that was applied once: its history stays."""
    decision = locked_draft(decision)
    if decision.events.filter(deed=DecisionDeed.APPLIED).exists() or decision.versions.exists():
        raise ValidationError(_("This decision was applied once: its history is kept, and so is its draft."))
    decision.events.all().delete()
    decision.delete()


def _save_head(decision, **how):
    """Of two who save one number at once, the second is told as if he had come later."""
    try:
        with transaction.atomic():
            decision.save(**how)
    except IntegrityError:
        decision.validate_constraints()
        raise


def locked_draft(decision: PublicationDecision) -> PublicationDecision:
    """The draft, once nobody else works on it. Raises ValidationError if it is none any more."""
    decision = PublicationDecision.objects.select_for_update().get(pk=decision.pk)
    if not decision.is_draft:
        raise ValidationError(_("This decision is no draft any more: nothing was changed."))
    return decision


def _as_it_stands(procedures, day):
    """The draft of each: what it asks for on `day`, or asked for last. Raises ValidationError where that is nothing."""
    drafts = {}
    for procedure, version in versions_on(procedures, day).items():
        version = version or procedure.versions.order_by(F("valid_from").asc(nulls_first=True)).last()
        if version is None:
            raise ValidationError(_("%(code)s asks for nothing yet: enter it as new.") % {"code": procedure.code})
        drafts[procedure] = as_json(content_of(version))
    return drafts


def _drafted(line):
    """The line as it is kept, while nobody else changes the decision. Raises ValidationError if it is gone."""
    decision = locked_draft(line.decision)
    found = decision.lines.filter(pk=line.pk).first()
    if found is None:
        raise ValidationError(_("Somebody else has taken this line out meanwhile: nothing was saved."))
    return found


def _next_position(decision):
    return (decision.lines.aggregate(last=Max("position"))["last"] or 0) + 1


def _set(line, content, effective_from, *, replaced=(), handling=None, charges=None):
    line.draft, line.effective_from = as_json(content), effective_from
    replaced = list(replaced)
    if line.procedure is None:
        line.kind = LineKind.REPLACE if replaced else LineKind.ADD
        line.handling = handling or line.handling
        line.fees = None if charges is None else [charge.as_json() for charge in charges]
    line.validate_constraints()  # the decision is locked: nobody else adds the same code
    line.save()
    line.replaced.exclude(procedure__in=replaced).delete()
    for procedure in replaced:
        line.replaced.get_or_create(procedure=procedure)
