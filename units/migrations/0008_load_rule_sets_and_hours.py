from datetime import date, time

from django.db import migrations

RULE_SETS = [
    # key, title, from, to, forms according to
    ("QD-09-2015", "Quyết định số 09/2015/QĐ-TTg", None, date(2018, 6, 20), ""),
    ("ND-61-2018", "Nghị định số 61/2018/NĐ-CP", date(2018, 6, 21), date(2025, 6, 30), ""),
    ("ND-118-2025", "Nghị định số 118/2025/NĐ-CP", date(2025, 7, 1), None, ""),
]


def load(apps, schema_editor):
    RuleSet = apps.get_model("units", "RuleSet")
    for key, title, valid_from, valid_to, form_basis in RULE_SETS:
        RuleSet.objects.create(
            key=key,
            title=title,
            valid_from=valid_from,
            valid_to=valid_to,
            same_day_cutoff=time(15),
            form_basis=form_basis,
        )
    apps.get_model("units", "OfficeHours").objects.create(
        morning_opens=time(7), morning_closes=time(11, 30), afternoon_opens=time(13, 30), afternoon_closes=time(17)
    )


def unload(apps, schema_editor):
    apps.get_model("units", "RuleSet").objects.filter(key__in=[key for key, *_ in RULE_SETS]).delete()
    apps.get_model("units", "OfficeHours").objects.filter(unit=None).delete()


class Migration(migrations.Migration):
    """The one-stop regulations by date, and the usual office hours; both are data that administrators edit."""

    dependencies = [("units", "0007_load_calendar")]

    operations = [migrations.RunPython(load, unload)]
