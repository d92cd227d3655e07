"""Jobs that come round again: settings.TIMETABLE says which and how often, the database when next."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from jobs.models import Round


@transaction.atomic
def enqueue_due(now):
    """Put into the queue what is due, each once, however many workers ask; one that still waits or runs is left alone.

    What fell due several times while no worker ran is done once.
    """
    Round.objects.bulk_create([Round(path=path, due_at=now) for path in settings.TIMETABLE], ignore_conflicts=True)
    due = Round.objects.filter(path__in=settings.TIMETABLE, due_at__lte=now).select_for_update(skip_locked=True)
    for turn in due:
        turn.due_at = now + settings.TIMETABLE[turn.path]
        turn.save(update_fields=["due_at"])
        if not unfinished().filter(task_path=turn.path).exists():
            import_string(turn.path).enqueue()


def unfinished():
    return DBTaskResult.objects.filter(finished_at=None)
