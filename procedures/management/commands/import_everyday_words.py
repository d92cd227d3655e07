from procedures.actions import give_everyday_words
from units import clock
from units.management.base import ImportCommand


class Command(ImportCommand):
    help = "Let procedures be found by what people call them (procedures/data/everyday_words.csv); given words stay."

    def import_file(self, path, *, dry_run, progress):
        given = give_everyday_words(today=clock.today(), table=path, dry_run=dry_run)
        return f"{given} procedures are found by everyday words"
