"""Gia hạn: where the law of a procedure allows it, its time is extended once."""

from django.db import transaction
from django.utils import timezone

from dossiers.actions import custody
from dossiers.actions.history import LeaderMustDecide, NotForeseen, as_text, event_of, locked
from dossiers.clocks import due_extended
from dossiers.models import DueCause, DueMove, EventKind
from dossiers.permissions import extension_left
from dossiers.states import Verb


@transaction.atomic
def extend(*, dossier, by, now, reason, amount, leader_reason=""):
    """Reckon the due date anew with `amount` more time, in the unit of the limit. Once, and before it is due.

    Raises NotForeseen where the procedure foresees no extension, none so long, or it was extended already;
    LeaderMustDecide where the due date is past and no leader gave a reason.
    """
    dossier = locked(dossier, Verb.EXTEND)
    if not 0 < amount <= extension_left(dossier):
        raise NotForeseen(dossier, Verb.EXTEND)
    if timezone.localdate(now) > dossier.due_on and not leader_reason:
        raise LeaderMustDecide
    due_before = dossier.due_at
    dossier.due_at, dossier.due_steps = due_extended(dossier, amount)
    DueMove.objects.create(
        dossier=dossier,
        cause=DueCause.EXTENSION,
        amount=amount,
        reason=reason,
        leader_reason=leader_reason,
        due_before=due_before,
        due_after=dossier.due_at,
        made_at=now,
        made_by=by,
    )
    custody.due_moved(dossier, due_before=due_before)
    dossier.handled_by = dossier.handled_by or by
    dossier.save(update_fields=["due_at", "due_steps", "handled_by"])
    data = {"due_before": as_text(due_before), "due_after": as_text(dossier.due_at)}
    data |= {"amount": amount, "leader_reason": leader_reason}
    event_of(dossier, EventKind.EXTENDED, by=by, now=now, reason=reason, data=data).save(force_insert=True)
    return dossier
