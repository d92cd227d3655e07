"""From hand to hand: forwarded to the next who works on it, sent back, assigned to somebody, taken over on paper."""

from django.db import transaction
from django.utils import timezone

from dossiers.actions import custody
from dossiers.actions.history import locked, moved
from dossiers.models import EventKind, HowItEnded
from dossiers.permissions import officers_of
from dossiers.states import DossierState, Verb
from dossiers.steps import Way, places_to_forward_to


class NoSuchStep(Exception):
    """The process of the dossier, or where none is set the offices around it, know no step at that place."""


@transaction.atomic
def forward(*, dossier, by, now, to, due_at=None, note=""):
    """Hand it on to the agency `to`, for the step planned there or, without a plan, until `due_at` (the whole time).

    NĐ 61/2018/NĐ-CP art. 18. Raises NoSuchStep.
    """
    dossier = moved(dossier, Verb.FORWARD, EventKind.FORWARDED, by=by, now=now, reason=note, data={"to": to.name})
    if to not in places_to_forward_to(dossier):
        raise NoSuchStep
    planned = next((step for step in Way(dossier).ahead if step.place == to), None)
    custody.hand_over(dossier, to=to, planned=planned, by=by, now=now, due_at=due_at)
    dossier.handled_by = None
    dossier.save(update_fields=["holding_agency", "handled_by"])
    return dossier


@transaction.atomic
def take_over(*, dossier, by, now):
    """The papers have come: whoever scans them has them in hand."""
    dossier = moved(dossier, Verb.TAKE_OVER, EventKind.TAKEN_OVER, by=by, now=now)
    custody.take(dossier.open_step, by=by, now=now)
    if dossier.state == DossierState.PROCESSING and dossier.holding_agency_id:
        dossier.handled_by = by
        dossier.save(update_fields=["handled_by"])
    return dossier


@transaction.atomic
def send_back(*, dossier, by, now, reason):
    """Unsigned to the officer who submitted it; else to whoever had it before, who has to do it better."""
    was_submitted = locked(dossier, Verb.SEND_BACK).state == DossierState.SIGNING
    dossier = moved(dossier, Verb.SEND_BACK, EventKind.SENT_BACK, by=by, now=now, reason=reason)
    if not was_submitted:
        _back_a_step(dossier, by, now)
    dossier.save(update_fields=["state", "holding_agency", "handled_by"])
    return dossier


@transaction.atomic
def assign(*, dossier, by, now, to):
    """The officer `to` has it in hand from now on. Raises NoSuchStep if he does not work where it lies by now."""
    dossier = moved(dossier, Verb.ASSIGN, EventKind.ASSIGNED, by=by, now=now, data={"to": to.full_name})
    if not officers_of(dossier.holding_agency or dossier.competent_agency, timezone.localdate(now)).contains(to):
        raise NoSuchStep
    dossier.handled_by = to
    dossier.save(update_fields=["handled_by"])
    return dossier


def _back_a_step(dossier, by, now):
    before = dossier.steps.exclude(ended_at=None).select_related("desk", "agency", "planned", "taken_by").last()
    place = before.place if before else dossier.receiving_desk
    planned = Way(dossier).at(before.planned) if before and before.planned else None
    custody.hand_over(dossier, to=place, planned=planned, by=by, now=now, how=HowItEnded.SENT_BACK)
    dossier.handled_by = before.taken_by if before and before.agency else None
