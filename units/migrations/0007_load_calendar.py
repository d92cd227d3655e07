import csv
from pathlib import Path

from django.db import migrations

DAYS = Path(__file__).resolve().parent.parent / "data" / "calendar.csv"


def load_calendar(apps, schema_editor):
    CalendarDay = apps.get_model("units", "CalendarDay")
    with DAYS.open(encoding="utf-8", newline="") as file:
        CalendarDay.objects.bulk_create(CalendarDay(**row) for row in csv.DictReader(file))


class Migration(migrations.Migration):
    """The days off and make-up days of 2010-2027; administrators correct and continue them."""

    dependencies = [("units", "0006_demo_clock")]

    operations = [migrations.RunPython(load_calendar, migrations.RunPython.noop)]
