from units.imports import import_units
from units.management.base import ImportCommand


class Command(ImportCommand):
    help = "Take over units, unit events or offices (told apart by their header) from a .csv or .xlsx file."

    def import_file(self, path, *, dry_run, progress):
        return import_units(path, dry_run=dry_run, progress=progress)
