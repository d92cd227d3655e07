from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models

# Recalled with high confidence for TT 01/2020; before, terms ended at other days, which are still to be looked up.
CUT_OFF = {"II.06a": 14}
FORMS = {
    "06a-2017": ("Biểu số 06a/VPCP/KSTT", "Biểu số 06b/VPCP/KSTT"),
    "II.06a": ("Biểu số II.06a/VPCP/KSTT", "Biểu số II.06b/VPCP/KSTT"),
}


def fill(apps, schema_editor):
    for report_set in apps.get_model("units", "ReportSet").objects.filter(key__in=FORMS):
        report_set.own_form, report_set.consolidated_form = FORMS[report_set.key]
        report_set.cut_off_day = CUT_OFF.get(report_set.key)
        report_set.save()


class Migration(migrations.Migration):
    """What the forms of a statutory report are called, and the day on which its terms end."""

    dependencies = [("units", "0017_attempts")]

    operations = [
        migrations.AddField(
            model_name="reportset",
            name="own_form",
            field=models.CharField(default="", max_length=60, verbose_name="form of one unit"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reportset",
            name="consolidated_form",
            field=models.CharField(default="", max_length=60, verbose_name="form of a unit with those under it"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reportset",
            name="cut_off_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Of the last month of a term: 14 has a quarter go from the 15th to the 14th. Empty: its last day.",
                null=True,
                validators=[MinValueValidator(1), MaxValueValidator(28)],
                verbose_name="terms end on the day",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
