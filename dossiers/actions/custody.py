"""Whose hands a dossier is in: how each action ends one step and begins the next. The caller saves the dossier."""

from django.db.models import F, Value
from django.db.models.functions import Greatest

from dossiers.models import HowItEnded, Step
from dossiers.permissions import agency_of, is_at
from dossiers.steps import Way, moved_due, to_be_handed_over_by
from units.models import Agency

BATCH = 500  # rows a statement


def take_up(dossier, *, by, now):
    """An officer has it in hand: fetched from the desk, or taken over when it was brought."""
    step = dossier.open_step
    if dossier.holding_agency_id is None:
        agency = agency_of(by, dossier)
        planned = Way(dossier).next
        is_planned = planned and planned.place == agency
        given_by = dossier.received_by
        hand_over(dossier, to=agency, planned=planned if is_planned else None, by=given_by, now=now, taken_by=by)
    elif step and step.is_on_its_way:
        take(step, by=by, now=now)


def hand_over(dossier, *, to, by, now, planned=None, due_at=None, taken_by=None, how=HowItEnded.HANDED_ON):
    """End the step it is in and begin the next, at the desk or in the agency `to`."""
    last = _ended(dossier, now=now, how=how)
    step = _after(last, dossier, to, by=by, at=last.ended_at, planned=planned, due_at=due_at, taken_by=taken_by)
    step.save(force_insert=True)
    dossier.holding_agency = step.agency
    dossier.open_step = step
    return step


def hand_over_many(places, *, by, now):
    """The same for many, each of them in some step, by a few statements; `places` says where each goes."""
    open_steps = Step.objects.open().filter(dossier__in=places)
    last = {step.dossier_id: step for step in open_steps}
    open_steps.update(ended_at=Greatest(F("begun_at"), Value(now)), how_it_ended=HowItEnded.HANDED_ON)
    steps = [_after(last[each.pk], each, to, by=by, at=max(now, last[each.pk].begun_at)) for each, to in places.items()]
    for step in Step.objects.bulk_create(steps, BATCH):
        step.dossier.holding_agency = step.agency


def _after(last, dossier, to, *, by, at, planned=None, due_at=None, taken_by=None):
    """The step that follows `last`, from `at` on: at the desk or in the agency `to`."""
    is_agency = isinstance(to, Agency)
    own_due = due_at or (planned.due_at if planned else dossier.due_at)
    taken_by = taken_by or (by if by and is_at(by, to) else None)
    return Step(
        dossier=dossier,
        position=last.position + 1,
        planned=planned.step if planned else None,
        name=planned.step.name if planned else "",
        desk=None if is_agency else to,
        agency=to if is_agency else None,
        begun_at=at,
        given_by=by,
        due_at=own_due if is_agency or dossier.is_open else None,
        taken_at=at if taken_by else None,
        taken_by=taken_by,
    )


def take(step, *, by, now):
    """The papers have come."""
    step.taken_at, step.taken_by = max(now, step.begun_at), by
    step.save(update_fields=["taken_at", "taken_by"])


def bring_to_the_desk(dossier, *, by, now):
    """With its result, to wait there for the applicant; whoever finished it had it in hand."""
    take_up(dossier, by=by, now=now)
    hand_over(dossier, to=dossier.returning_desk, by=by, now=now, how=HowItEnded.DONE)


def give_out(dossier, *, by, now):
    """It leaves the office for good; what was never handed on has no steps."""
    if step := dossier.open_step:
        if step.is_on_its_way:
            take(step, by=by, now=now)
        _end(step, now=now, how=HowItEnded.DONE)
    dossier.holding_agency = None


def due_moved(dossier, *, due_before):
    """The open step's due date goes with that of its dossier."""
    step = dossier.open_step
    if step and step.due_at and (due_at := moved_due(step, dossier, due_before)) != step.due_at:
        step.due_at = due_at
        step.save(update_fields=["due_at"])


def _ended(dossier, *, now, how):
    """The step that it was in, or else the first one: at the desk since its reception."""
    if step := dossier.open_step:
        return _end(step, now=now, how=how)
    first = Way(dossier).planned[:1]
    at_desk = first[0] if first and first[0].place == dossier.receiving_desk else None
    return Step.objects.create(
        dossier=dossier,
        position=1,
        planned=at_desk.step if at_desk else None,
        name=at_desk.step.name if at_desk else "",
        desk=dossier.receiving_desk,
        begun_at=dossier.received_at,
        given_by=None,
        due_at=at_desk.due_at if at_desk else to_be_handed_over_by(dossier),
        taken_at=dossier.received_at,
        taken_by=dossier.received_by,
        ended_at=max(now, dossier.received_at),  # an import may bring a reception still to come
        how_it_ended=how,
    )


def _end(step, *, now, how):
    step.ended_at, step.how_it_ended = max(now, step.begun_at), how
    step.save(update_fields=["ended_at", "how_it_ended"])
    return step
