from procedures.actions import make_life_events
from procedures.models import LifeEvent
from units.management.base import ImportCommand


class Command(ImportCommand):
    help = (
        "Take over life events (procedures/data/life_events.csv) where there are none; then they are kept in /admin/."
    )

    def import_file(self, path, *, dry_run, progress):
        if LifeEvent.objects.exists():
            return "There are life events already: nothing was changed. Keep them in /admin/."
        return f"{make_life_events(table=path, dry_run=dry_run)} life events"
