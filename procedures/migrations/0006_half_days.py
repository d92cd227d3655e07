from django.db import migrations, models

UNITS = [
    ("working_day", "working days"),
    ("calendar_day", "days"),
    ("half_day", "half days"),
    ("hour", "working hours"),
]


class Migration(migrations.Migration):
    """Time limits in half days: buổi làm việc, a morning or an afternoon."""

    dependencies = [("procedures", "0005_postings")]

    operations = [
        migrations.AlterField(
            "procedureversion",
            "time_unit",
            models.CharField(blank=True, choices=UNITS, max_length=12, verbose_name="unit of time"),
        ),
    ]
