from dossiers.imports import import_dossiers
from reports.folding import fold
from units import clock
from units.management.base import ImportCommand


class Command(ImportCommand):
    help = "Add dossiers kept elsewhere from a .csv or .xlsx file; those imported before stay as they are."

    def import_file(self, path, *, dry_run, progress):
        counts = import_dossiers(path, now=clock.now(), dry_run=dry_run, progress=progress)
        fold(progress)
        return counts
