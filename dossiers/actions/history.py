"""How every action begins and ends: the dossier is locked, the table of lawful moves is asked, the event is written."""

from django.utils import timezone

from dossiers.models import Dossier, DossierEvent
from dossiers.states import MOVES
from dossiers.steps import is_lawful


class MoveNotAllowed(Exception):
    """The table of lawful moves has no such move from the state the dossier is in by now."""

    def __init__(self, dossier, verb):
        super().__init__(f"{dossier.code}: {verb} from {dossier.state}")
        self.dossier, self.verb = dossier, verb


class NotForeseen(MoveNotAllowed):
    """The dossier's procedure does not foresee it, or not once more."""


class LeaderMustDecide(Exception):
    """More than the regulation foresees: it may be done all the same, with a leader's reason."""


def event_of(dossier, kind, *, by, now, reason="", data=None):
    return DossierEvent(dossier=dossier, kind=kind, at=now, by=by, state=dossier.state, reason=reason, data=data or {})


def as_text(moment):
    """A moment as events keep it."""
    return timezone.localtime(moment).isoformat()


def moved(dossier, verb, kind, *, by, now, reason="", data=None):
    """The dossier, locked and in its new state, with the event written; the caller saves what else changes."""
    dossier = locked(dossier, verb)
    dossier.state = MOVES[verb].target or dossier.state
    event_of(dossier, kind, by=by, now=now, reason=reason, data=data).save(force_insert=True)
    return dossier


def locked(dossier, verb):
    """The dossier as it is by now, locked; raises MoveNotAllowed where the table has no such move for it."""
    dossier = lock(dossier)
    if not is_lawful(dossier, verb):
        raise MoveNotAllowed(dossier, verb)
    return dossier


def lock(dossier):
    return Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
