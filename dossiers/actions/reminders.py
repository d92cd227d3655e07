"""A reminder is settled by whoever saw to it; the dossier does not move by that."""

from django.db import transaction


@transaction.atomic
def settle(*, reminders, by, now):
    """Take `reminders` from the lists of everybody whom they tell; how many dossiers they are of.

    The first who does it counts.
    """
    found = list(reminders.filter(settled_at=None).select_for_update(of=("self",)))
    keys = [reminder.pk for reminder in found]
    reminders.model.objects.filter(pk__in=keys).update(settled_at=now, settled_by=by)
    return len({reminder.dossier_id for reminder in found})
