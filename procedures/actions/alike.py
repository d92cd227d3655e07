"""Many procedures changed alike: what is the office's at once, what the law says as lines of a draft.

Each takes the `stamp` of what was looked at and raises ValidationError where by now anything else would come of it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from procedures.actions.drafts import draft_lines, locked_draft
from procedures.alike import drafted_alike, edited_alike, handled_alike
from procedures.content import as_json
from procedures.edits import Edit, MoreWords, words_in
from procedures.models import (
    DecisionLine,
    DecisionState,
    LineKind,
    Procedure,
    ProcedureDeed,
    ProcedureEvent,
    ProcedureVersion,
    PublicationDecision,
)
from units.imports import lock_table
from units.models import User


@transaction.atomic
def set_handling(
    *, procedures: Iterable[Procedure], handling: str, stamp: str, reason: str, by: User, now: datetime
) -> int:
    """What all desks do with `procedures`; units that differ go on so. Returns how many changed."""
    lock_table(Procedure)
    rows = _changed(handled_alike(procedures, handling, timezone.localdate(now)), stamp)
    for row in rows:
        row.procedure.handling = handling
    Procedure.objects.bulk_update([row.procedure for row in rows], ["handling"])
    data = {row.procedure: {"before": row.before, "after": handling} for row in rows}
    _write_down(data, ProcedureDeed.HANDLING_SET, by=by, now=now, reason=reason)
    return len(rows)


@transaction.atomic
def add_keywords(
    *, procedures: Iterable[Procedure], edit: MoreWords, stamp: str, reason: str, by: User, now: datetime
) -> int:
    """Other words by which people look for `procedures`. They are ours, not the law's, so no decision is needed.

    The versions to come get them, too, and so do lines of drafts, which would take them away again. Returns how many
    procedures were given some.
    """
    lock_table(Procedure)
    today = timezone.localdate(now)
    rows = _changed(edited_alike(procedures, edit, today), stamp)
    named = [row.procedure for row in rows]
    versions = ProcedureVersion.objects.select_for_update().filter(procedure__in=named)
    versions = list(versions.filter(Q(valid_to=None) | Q(valid_to__gte=today)))
    for version in versions:
        version.keywords = edit.over(version.keywords)
    ProcedureVersion.objects.bulk_update(versions, ["keywords"])
    _add_to_drafts(named, edit)
    data = {row.procedure: {"added": _added(row)} for row in rows}
    _write_down(data, ProcedureDeed.KEYWORDS_SET, by=by, now=now, reason=reason)
    return len(rows)


@transaction.atomic
def draft_alike(
    *,
    decision: PublicationDecision,
    procedures: Iterable[Procedure],
    edit: Edit,
    stamp: str,
    by: User,
    now: datetime,
) -> int:
    """Let `decision` amend `procedures` by `edit`, beside what its lines say of them already. Returns of how many."""
    lock_table(Procedure)
    decision = locked_draft(decision)
    rows = _changed(drafted_alike(procedures, edit, decision, timezone.localdate(now)), stamp)
    new = [row.procedure for row in rows if row.line is None]
    lines = draft_lines(decision=decision, kind=LineKind.AMEND, procedures=new, by=by, now=now)
    lines = {line.procedure_id: line for line in [*lines, *(row.line for row in rows if row.line)]}
    for row in rows:
        lines[row.procedure.pk].draft = as_json(row.after)
    DecisionLine.objects.bulk_update(lines.values(), ["draft"])
    return len(rows)


def _changed(alike, stamp):
    if alike.stamp != stamp:
        raise ValidationError(
            _("This is not what was shown, or it has changed meanwhile. Look at it once more: nothing was changed.")
        )
    if not alike.changed:
        raise ValidationError(_("All of them are so already: nothing was changed."))
    return alike.changed


def _add_to_drafts(procedures, edit):
    lines = DecisionLine.objects.select_for_update(of=("self",)).exclude(draft=None)
    lines = list(lines.filter(procedure__in=procedures, decision__state=DecisionState.DRAFT))
    for line in lines:
        line.draft = as_json(edit(line.content))
    DecisionLine.objects.bulk_update(lines, ["draft"])


def _added(row):
    known = words_in(row.before.keywords)
    return ", ".join(word for word in words_in(row.after.keywords) if word not in known)


def _write_down(data, deed, *, by, now, reason):
    ProcedureEvent.objects.bulk_create(
        ProcedureEvent(procedure=procedure, deed=deed, at=now, by=by, reason=reason, data=of_it)
        for procedure, of_it in data.items()
    )
