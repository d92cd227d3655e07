"""The clock stands still until the applicant has answered, then it goes on or begins anew."""

from django.db import transaction
from django.utils import timezone

from dossiers.actions import custody
from dossiers.actions.history import LeaderMustDecide, NotForeseen, as_text, event_of, locked, moved
from dossiers.actions.numbers import slip_number
from dossiers.clocks import due_after, stretch, stretches_of
from dossiers.models import DossierDocument, EventKind, Pause, SlipKind
from dossiers.states import MOVES, DossierState, Verb


@transaction.atomic
def ask_for_papers(*, dossier, by, now, reason, papers=(), leader_reason="", number=""):
    """Slip 02 during processing: the clock stands still until the papers are handed in.

    `number` is that of the office's own register; without one the desk's unit gives its next of the year.
    Raises LeaderMustDecide where the dossier's regulation foresees no further supplement and no leader gave a reason.
    """
    data = {"papers": list(papers), "leader_reason": leader_reason}
    dossier = moved(dossier, Verb.ASK_FOR_PAPERS, EventKind.PAUSED, by=by, now=now, reason=reason, data=data)
    earlier = dossier.pauses.filter(state=DossierState.SUPPLEMENT).count()
    if earlier >= dossier.rule_set.supplements_foreseen and not leader_reason:
        raise LeaderMustDecide
    asked = {"papers": list(papers), "leader_reason": leader_reason}
    asked["restarts"] = dossier.rule_set.restarts_after_supplement
    asked["number"] = number or slip_number(
        dossier, SlipKind.SUPPLEMENT, dossier.desk_on(timezone.localdate(now)).unit, now
    )
    return _pause(dossier, reason, by, now, **asked)


@transaction.atomic
def await_payment(*, dossier, by, now, reason):
    """The applicant owes another office something first (nghĩa vụ tài chính): the clock stands still until he paid."""
    dossier = moved(dossier, Verb.AWAIT_PAYMENT, EventKind.PAUSED, by=by, now=now, reason=reason)
    return _pause(dossier, reason, by, now)


@transaction.atomic
def suspend(*, dossier, by, now, reason, cause):
    """Something takes its time that the procedure leaves out (NĐ 43/2014/NĐ-CP art. 61(4)): the clock stands still.

    Raises NotForeseen where the procedure does not name `cause`.
    """
    dossier = moved(dossier, Verb.SUSPEND, EventKind.PAUSED, by=by, now=now, reason=reason, data={"cause": cause})
    if cause not in dossier.version.excluded_times:
        raise NotForeseen(dossier, Verb.SUSPEND)
    return _pause(dossier, reason, by, now, cause=cause)


@transaction.atomic
def resume(*, dossier, by, now, papers=()):
    """What was asked for has come: the clock goes on, or begins anew; `papers` are added to those handed in."""
    dossier = locked(dossier, Verb.RESUME)
    pause = dossier.pauses.get(ended_at=None)
    pause.ended_at, pause.ended_by = now, by
    dossier.due_at, dossier.due_steps = due_after(dossier, [*stretches_of(dossier), stretch(pause)])
    pause.due_after, dossier.paused_at = dossier.due_at, None
    pause.save(update_fields=["ended_at", "ended_by", "due_after"])
    custody.due_moved(dossier, due_before=pause.due_before)
    dossier.state = MOVES[Verb.RESUME].target
    dossier.save(update_fields=["state", "due_at", "due_steps", "paused_at"])
    data = {"due_before": as_text(pause.due_before), "due_after": as_text(pause.due_after), "papers": list(papers)}
    event_of(dossier, EventKind.RESUMED, by=by, now=now, data=data).save(force_insert=True)
    position = dossier.documents.count()
    DossierDocument.objects.bulk_create(
        DossierDocument(dossier=dossier, position=position + number, name=name, originals=1)
        for number, name in enumerate(papers, 1)
    )
    return dossier


def _pause(dossier, reason, by, now, **asked):
    Pause.objects.create(
        dossier=dossier,
        state=dossier.state,
        round=dossier.pauses.filter(state=dossier.state).count() + 1,
        reason=reason,
        begun_at=now,
        begun_by=by,
        due_before=dossier.due_at,
        **asked,
    )
    custody.take_up(dossier, by=by, now=now)
    dossier.paused_at = now
    dossier.handled_by = dossier.handled_by or by
    dossier.save(update_fields=["state", "paused_at", "handled_by", "holding_agency"])
    return dossier
