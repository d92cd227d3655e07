"""Why something is late: stated for form 06g, and kept in the dossier's history."""

from django.db import transaction
from django.utils import timezone

from dossiers.actions.history import event_of, lock
from dossiers.models import Delay, EventKind


class NotLate(Exception):
    """It is neither overdue nor was it finished late: there is no delay to explain."""

    def __init__(self, dossier):
        super().__init__(dossier.code)
        self.dossier = dossier


@transaction.atomic
def explain_delay(*, dossier, by, now, cause, note="", regulation=""):
    """State the cause of a delay (form 06g); the same again changes nothing. Raises NotLate."""
    dossier = lock(dossier)
    if not (dossier.is_late or dossier.is_overdue(timezone.localdate(now))):
        raise NotLate(dossier)
    stated = dossier.delays.last()
    if stated and (stated.cause, stated.note, stated.regulation) == (cause, note, regulation):
        return stated
    data = {"letter": cause.letter, "cause": cause.name, "regulation": regulation}
    event_of(dossier, EventKind.DELAY_EXPLAINED, by=by, now=now, reason=note, data=data).save(force_insert=True)
    return Delay.objects.create(
        dossier=dossier,
        round=stated.round + 1 if stated else 1,
        cause=cause,
        note=note,
        regulation=regulation,
        stated_at=now,
        stated_by=by,
    )
