"""Who may do what to a dossier he can see. Whom the desk does not know gets 404 before anything here is asked."""

from datetime import timedelta

from django.conf import settings

from dossiers.due import extended_by
from dossiers.models import SlipKind
from dossiers.models.querysets import works_for
from dossiers.states import FEE_VERBS, MOVES, DossierState, Verb
from dossiers.steps import Way, is_lawful
from procedures.models import StepPlace
from units.models import AgencyKind, Assignment, Role, User


def may(user, verb, dossier, *, now=None):
    """Whether it is `user`'s work, whatever state the dossier is in; correcting it depends on `now` as well."""
    if verb == Verb.CORRECT:
        return may_correct(user, dossier, now)
    return any(_is_work_of(user, role, verb, dossier) for role in MOVES[verb].roles)


def _is_work_of(user, role, verb, dossier):
    if role == Role.CLERK:
        return _is_work_of_desk(user, verb, dossier)
    if role == Role.LEADER:
        return any(duty.role == role and duty.unit == _holder(dossier).unit for duty in user.duties)
    if MOVES[verb].of_holder and dossier.holding_agency_id:
        return dossier.holding_agency_id in works_for(user)
    if verb == Verb.TAKE_OVER:
        return False
    return any(_is_of_authority(duty, dossier) for duty in user.duties if duty.role == role)


def _is_work_of_desk(user, verb, dossier):
    """Where it was received; a result where it is handed back. A clerk hands on and takes over what lies there."""
    if verb in (Verb.FORWARD, Verb.TAKE_OVER) and dossier.holding_agency_id:
        return False  # it does not lie at the desk
    if verb in FEE_VERBS and dossier.returning_desk_id in {desk.pk for desk in user.desks}:
        return True
    is_result = verb == Verb.HAND_BACK or (verb == Verb.TAKE_OVER and dossier.state == DossierState.RESOLVED)
    return (dossier.returning_desk if is_result else dossier.desk_on(user.today)) in user.desks


def _is_of_authority(duty, dossier):
    return not duty.is_beside and duty.unit == dossier.competent_agency.unit


def _holder(dossier):
    return dossier.holding_agency or dossier.competent_agency


def agency_of(user, dossier):
    """For which agency an officer takes it up: the one of the next planned step, else his own, the authority first."""
    own = [duty.agency for duty in user.duties if duty.role == Role.OFFICER and _is_of_authority(duty, dossier)]
    planned = Way(dossier).next
    if planned and planned.place.pk in works_for(user) and planned.step.place != StepPlace.DESK:
        return planned.place
    own.sort(key=lambda agency: agency.kind != AgencyKind.COMMITTEE)
    return own[0] if own else dossier.competent_agency


def officers_of(agency, today):
    """Who works on what `agency` holds: the users for whom it is among those that they work for (`works_for`)."""
    duties = Assignment.objects.in_force_on(today).filter(role=Role.OFFICER, user__is_active=True)
    own = duties.filter(agency=agency)
    if agency.kind == AgencyKind.COMMITTEE:
        own = duties.filter(agency__unit=agency.unit).exclude(agency__kind=AgencyKind.BESIDE)
    elif agency.kind == AgencyKind.OFFICE and not own.exists():
        own = duties.filter(agency=agency.unit.committee)
    return User.objects.filter(pk__in=own.values("user"))


def leaders_of(agency, today):
    """Who signs for `agency`: its own leaders, then those of its committee."""
    duties = Assignment.objects.in_force_on(today).filter(
        role=Role.LEADER, user__is_active=True, agency__in=[agency, agency.unit.committee]
    )
    return [duty.user for duty in sorted(duties.select_related("user"), key=lambda duty: duty.agency_id != agency.pk)]


def is_at(user, place):
    """Whether `user` works at that desk or in that agency."""
    return any(duty.place == place for duty in user.duties if duty.role in (Role.CLERK, Role.OFFICER))


def may_correct(user, dossier, now):
    """A clerk his own reception shortly after it; later, or anybody's, a leader of the desk's unit or one above."""
    return corrects_himself(user, dossier, now) or oversees_desk_of(user, dossier)


def corrects_himself(user, dossier, now):
    """Within OWN_CORRECTION_MINUTES nobody else has worked with what he typed: no reason is asked of him."""
    if dossier.received_by_id != user.pk or dossier.receiving_desk not in user.desks:
        return False
    return now <= last_own_correction(dossier)


def last_own_correction(dossier):
    typed_at = dossier.entered_from_book_at or dossier.received_at
    return typed_at + timedelta(minutes=settings.OWN_CORRECTION_MINUTES)


def oversees_desk_of(user, dossier):
    """Whether he leads the unit whose desk received it, or one above."""
    return _leads(user, dossier.receiving_desk)


def _leads(user, place):
    """Whether he leads the unit of a desk or agency, or one above."""
    led = {duty.unit.pk for duty in user.duties if duty.role == Role.LEADER}
    unit = place.unit if led else None
    while unit and unit.pk not in led:
        unit = unit.parent
    return unit is not None


def may_file_signed(user, dossier):
    """Signed slips are filed by those who work on the dossier, at its desks or in its authority, and their leaders."""
    if {dossier.receiving_desk_id, dossier.returning_desk_id}.intersection(desk.pk for desk in user.desks):
        return True
    if oversees_desk_of(user, dossier) or {dossier.competent_agency_id, dossier.holding_agency_id} & works_for(user):
        return True
    return any(duty.role == Role.LEADER and duty.unit == dossier.competent_agency.unit for duty in user.duties)


def may_file_signed_of_desk(user, desk):
    """Those of enquiries: who receives at the desk, and who leads its unit or one above."""
    return desk in user.desks or _leads(user, desk)


def may_file_signed_of_list(user, made):
    """Those of a hand-over list: who brought the results or takes them, and who leads either."""
    return made.agency_id in works_for(user) or may_file_signed_of_desk(user, made.desk) or _leads(user, made.agency)


def may_see_slip(user, dossier, kind):
    """All who see the dossier; the receipt, which shows the applicant's secret, only where it is printed."""
    return kind != SlipKind.RECEIPT or may_print_receipt(user, dossier)


def may_receive(user):
    return bool(user.desks)


def may_print_receipt(user, dossier):
    """The receipt carries the applicant's secret: it is printed where the dossier was received."""
    return dossier.receiving_desk in user.desks


def extension_left(dossier):
    """By how much its time may still be extended, in the unit of its limit; 0 if not at all."""
    most = dossier.version.extension_limit or 0
    return 0 if most and extended_by(dossier) else most


def is_foreseen(verb, dossier):
    """Whether the dossier's procedure has such a thing at all; only a few verbs depend on it."""
    if verb == Verb.EXTEND:
        return extension_left(dossier) > 0
    return verb != Verb.SUSPEND or bool(dossier.version.excluded_times)


def moves_open_to(user, dossier, *, now):
    """The verbs that `user` may use on `dossier` in the state it is in."""
    lawful = (verb for verb in MOVES if is_lawful(dossier, verb))
    return [verb for verb in lawful if may(user, verb, dossier, now=now) and is_foreseen(verb, dossier)]


def may_explain_delay(user, dossier):
    """Whoever works for the authority that is late, at its desk or in it, leads it, or controls procedures above it."""
    unit = dossier.competent_agency.unit
    return any(not duty.is_beside and duty.unit == unit for duty in user.duties) or _controls(user, unit)


def _controls(user, unit):
    controlled = {duty.unit.pk for duty in user.duties if duty.role == Role.PROCEDURE_CONTROL}
    return bool(controlled & {unit.pk, unit.parent_id})
