import csv
from pathlib import Path

from django.db import migrations

DAYS = Path(__file__).resolve().parent.parent / "data" / "calendar.csv"


def load_calendar(apps, schema_editor):
    CalendarDay = apps.get_model("units", "CalendarDay")
    with DAYS.open(encoding="utf-8", newline="") as file:
        CalendarDay.objects.bulk_create(CalendarDay(**row) for row in csv.DictReader(file))


def unload_calendar(apps, schema_editor):
    with DAYS.open(encoding="utf-8", newline="") as file:
        loaded = [row["date"] for row in csv.DictReader(file)]
    apps.get_model("units", "CalendarDay").objects.filter(date__in=loaded).delete()


class Migration(migrations.Migration):
    """The days off and make-up days of 2010-2027; administrators correct and continue them."""

    dependencies = [("units", "0006_demo_clock")]

    operations = [migrations.RunPython(load_calendar, unload_calendar)]
