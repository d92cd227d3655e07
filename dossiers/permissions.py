"""Who may do what to a dossier he can see. Whom the desk does not know gets 404 before anything here is asked."""

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


def moves_open_to(user, dossier):
    """The verbs that `user` may use on `dossier` in the state it is in."""
    return [verb for verb, move in MOVES.items() if dossier.state in move.sources and may(user, verb, dossier)]
