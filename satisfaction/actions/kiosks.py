"""Starting and ending the tablet that asks whoever just got his result."""

from django.db import transaction

from satisfaction.models import Kiosk


@transaction.atomic
def start(*, desk, by, now, instead_of=None):
    """`instead_of` is the kiosk that the device has been until now, if any: it ends."""
    if instead_of:
        end(kiosk=instead_of, by=by, now=now)
    return Kiosk.objects.create(desk=desk, started_at=now, started_by=by)


def end(*, kiosk, by, now):
    """Whether it was still running; the first who ends it stands."""
    return bool(Kiosk.objects.running().filter(pk=kiosk.pk).update(ended_at=now, ended_by=by))
