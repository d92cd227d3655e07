"""Dossiers that somebody finished in one go, whoever had worked on them and however long."""

from datetime import datetime

from django.db.models import F, Q

from dossiers.models import DossierEvent, EventKind
from units.models import User

CLOSING = (EventKind.RESOLVED, EventKind.DENIED, EventKind.WITHDRAWN, EventKind.STOPPED)


def closed_in_a_sitting(by: User, first: datetime, last: datetime) -> Q:
    """Finished by `by` from one moment to the other; what was handed back as it was received belongs to no sitting."""
    closings = DossierEvent.objects.filter(by=by, kind__in=CLOSING, at__gte=first, at__lte=last)
    return Q(pk__in=closings.values("dossier"), finished_at__gte=first, finished_at__lte=last) & Q(
        finished_at__gt=F("received_at")
    )
