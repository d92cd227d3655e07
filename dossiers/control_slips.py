"""The control slip of a dossier, which travels with the file: each hand-over makes a new version of it."""

from django.utils import timezone

from dossiers.models import EventKind, HowItEnded, SlipKind
from dossiers.slips.control import EARLY, LATE, ON_TIME, ControlSlip, HandOver, render_control
from dossiers.slips.stored import stored_slip
from dossiers.steps import Way, name_of
from prints.trial import demo_note


def newest_version(dossier, steps) -> int | None:
    """The number of its `steps`; before the first hand-over it is in the first, though no row says so.

    None where it never travelled: handed back at once, or come finished from elsewhere.
    """
    return len(steps) or (1 if dossier.is_open else None)


def control_slip_of(dossier, version, *, now):
    """The newest version, made now if nobody asked for it before; an earlier one if somebody printed it in its time.

    Raises Slip.DoesNotExist where there is no such version.
    """
    steps = list(dossier.steps.select_related("desk__unit", "agency__unit", "given_by", "taken_by"))
    if version != newest_version(dossier, steps):
        return dossier.slips.get(kind=SlipKind.CONTROL, version=version)
    return stored_slip(
        dossier=dossier,
        kind=SlipKind.CONTROL,
        version=version,
        now=now,
        render=lambda: render_control(_as_printed(dossier, steps, now)),
    )


def _as_printed(dossier, steps, now):
    desk, unit = dossier.receiving_desk, dossier.receiving_desk.unit
    return ControlSlip(
        title=dossier.form_set.form(SlipKind.CONTROL).title,
        issuer=unit.committee.name.upper(),
        desk=desk.name.upper(),
        place=unit.place_name,
        code=dossier.code,
        applicant=dossier.applicant_name,
        procedure=dossier.asked_for,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        promised_at=dossier.last_promise if dossier.is_promised_anew else None,
        agency=dossier.competent_agency.name,
        others=_others(dossier, steps),
        hand_overs=_hand_overs(dossier, steps),
        blanks=_blanks(dossier, steps),
        issued_at=now,
        form_basis=dossier.form_set.cited(SlipKind.CONTROL),
        demo_note=demo_note(),
    )


def _others(dossier, steps):
    """Who takes part besides the competent authority: by the steps there were, and those planned."""
    agencies = [step.agency for step in steps] + [planned.place for planned in Way(dossier).planned]
    desks = (dossier.receiving_desk, dossier.returning_desk)
    places = (place for place in agencies if place and place not in (dossier.competent_agency, *desks))
    return tuple(dict.fromkeys(name_of(place, dossier) for place in places))


def _hand_overs(dossier, steps):
    notes = _notes(dossier)
    return tuple(
        HandOver(
            giver=name_of(last.place, dossier),
            receiver=name_of(step.place, dossier),
            given_by=step.given_by.full_name if step.given_by else "",
            taken_by=step.taken_by.full_name if step.taken_by else "",
            given_at=step.begun_at,
            taken_at=step.taken_at,
            result=_result(last) if step.taken_at else "",
            note=_note(last, step, notes),
        )
        for last, step in zip(steps, steps[1:], strict=False)
    )


def _blanks(dossier, steps):
    """The next hand-over, by pen: from where it lies, and at first from the desk to the office."""
    if not steps:
        return (HandOver(giver=str(dossier.receiving_desk), receiver=dossier.competent_agency.name),)
    return (HandOver(giver=name_of(steps[-1].place, dossier)),) if steps[-1].ended_at is None else ()


def _result(step):
    """Of the step that ended: compared as dates, as everywhere."""
    if step.due_at is None:
        return ""
    ended_on = timezone.localdate(step.ended_at)
    if ended_on == step.due_on:
        return ON_TIME
    return EARLY if ended_on < step.due_on else LATE


def _notes(dossier):
    """What was written down with a hand-over, by its moment, its kind and where it went."""
    kinds = (EventKind.FORWARDED, EventKind.SENT_BACK)
    return {
        (event.at, event.kind, event.data.get("to")): event.reason for event in dossier.events.filter(kind__in=kinds)
    }


def _note(last, step, notes):
    if last.how_it_ended == HowItEnded.SENT_BACK:
        return f"Trả lại: {notes.get((step.begun_at, EventKind.SENT_BACK, None), '')}"
    return notes.get((step.begun_at, EventKind.FORWARDED, step.place.name), "")
