"""Starting and ending the tablet that asks whoever just got his result."""

from satisfaction.models import Kiosk


def start(*, desk, by, now):
    return Kiosk.objects.create(desk=desk, started_at=now, started_by=by)


def end(*, kiosk, by, now):
    """Whether it was still running; the first who ends it stands."""
    return bool(Kiosk.objects.running().filter(pk=kiosk.pk).update(ended_at=now, ended_by=by))
