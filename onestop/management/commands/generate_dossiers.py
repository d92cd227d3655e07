import sys
from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dossiers.import_rows import latest
from dossiers.imports import add_dossiers
from onestop.demo import volume
from reports.folding import fold
from units import clock
from units.tables import Progress, TableFaults, parse_date
from units.worktime import VIETNAM


class Command(BaseCommand):
    help = "Add made-up dossiers in any number over the units in force, for trying the system at size."

    def add_arguments(self, parser):
        parser.add_argument("--count", required=True, type=int, metavar="N")
        parser.add_argument("--from", required=True, metavar="DATE", dest="first", help="2017-01-01")
        parser.add_argument("--to", required=True, metavar="DATE", dest="last", help="included")
        parser.add_argument("--seed", type=int, default=1, help="another one makes up others (default: %(default)s)")

    def handle(self, *, count, first, last, seed, **options):
        first, last = day("--from", first), day("--to", last)
        if count < 1:
            raise CommandError("--count must be at least 1")
        if last < first:
            raise CommandError(f"the period ends on {last}, before it starts on {first}")
        now = clock.now()
        if last >= timezone.localdate(latest(now)):
            raise CommandError(f"the period must end before today, not on {last}")
        until = max(now.astimezone(VIETNAM), datetime.combine(last, time.max, VIETNAM))
        rows = volume.rows(count=count, first=first, last=last, now=until.replace(tzinfo=None), seed=seed)
        progress = Progress(self.stderr)
        try:
            counts = add_dossiers(progress.over(rows), now=now)
            fold(progress)
            self.stdout.write(str(counts))
        except volume.TooMany as error:
            raise CommandError(str(error)) from error
        except TableFaults as error:
            self.stderr.write("\n".join(error.faults))
            sys.exit(1)


def day(option, text):
    try:
        return parse_date(text)
    except ValueError:
        raise CommandError(f"{option}: {text!r} is not a date such as 2018-01-31") from None
