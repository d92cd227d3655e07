import csv
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dossiers.import_rows import YEARS
from reports.results import COLUMNS, GROUPED_BY, results, total
from units.models import AdministrativeUnit
from units.tables import parse_date

FORMS = ("auto", "II.06a", "06a-2017")


class Command(BaseCommand):
    help = "Write the statutory report on results, counted afresh from the dossiers, to a .csv file."

    def add_arguments(self, parser):
        parser.add_argument("--unit", required=True, metavar="CODE", help="itself and its offices")
        parser.add_argument("--from", required=True, metavar="DATE", dest="first", help="2017-01-01")
        parser.add_argument(
            "--to", required=True, metavar="DATE", dest="last", help="included; units are those of then"
        )
        parser.add_argument("--below", action="store_true", help="and the units under it")
        parser.add_argument("--rows", choices=GROUPED_BY, default="sector", help="one line each (default: %(default)s)")
        parser.add_argument("--form", choices=FORMS, default="auto", help="the .csv is the same for each")
        parser.add_argument("--output", required=True, metavar="FILE", type=Path, help=".csv")

    def handle(self, *, unit, first, last, below, rows, output, **options):
        first, last = day("--from", first), day("--to", last)
        if last < first:
            raise CommandError(f"the period ends on {last}, before it starts on {first}")
        if last.year > YEARS[-1]:
            raise CommandError(f"--to: {last} lies after the year {YEARS[-1]}")
        if output.suffix.lower() != ".csv":
            raise CommandError(f"--output must end in .csv, not {output.suffix or 'in nothing'}")
        lines = results(unit=unit_named(unit, last), first=first, last=last, below=below, rows=rows)
        lines.append(total(lines))
        if unsound := [line.row for line in lines if not line.holds]:
            raise CommandError(f"the figures do not add up, nothing was written: {', '.join(unsound)}")
        try:
            write(output, lines)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror or error}") from error


def day(option, text) -> date:
    try:
        return parse_date(text)
    except ValueError:
        raise CommandError(f"{option}: {text!r} is not a date such as 2018-01-31") from None


def unit_named(code, on):
    try:
        return AdministrativeUnit.objects.with_code_on(code, on).get()
    except AdministrativeUnit.DoesNotExist:
        raise CommandError(f"--unit: no unit had the code {code} on {on}") from None


def write(path, lines):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(asdict, lines))
