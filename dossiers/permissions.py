"""Who may do what to a dossier he can see. Whom the desk does not know gets 404 before anything here is asked."""

from dossiers.due import extended_by
from dossiers.states import MOVES, Verb
from units.models import Role


def may(user, verb, dossier):
    """Whether it is `user`'s work, whatever state the dossier is in."""
    return any(_is_work_of(user, role, verb, dossier) for role in MOVES[verb].roles)


def _is_work_of(user, role, verb, dossier):
    if role == Role.CLERK:
        desk = dossier.returning_desk if verb == Verb.HAND_BACK else dossier.receiving_desk
        return desk in user.desks
    return any(duty.role == role and duty.unit == dossier.competent_agency.unit for duty in user.duties)


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


def moves_open_to(user, dossier):
    """The verbs that `user` may use on `dossier` in the state it is in."""
    lawful = (verb for verb, move in MOVES.items() if dossier.state in move.sources)
    return [verb for verb in lawful if may(user, verb, dossier) and is_foreseen(verb, dossier)]
