from procedures.imports import import_procedures
from units import clock
from units.management.base import ImportCommand


class Command(ImportCommand):
    help = "Take over the catalogue of procedures from a .csv or .xlsx file; only what differs is written."

    def import_file(self, path, *, dry_run, progress):
        return import_procedures(path, today=clock.today(), dry_run=dry_run, progress=progress)
