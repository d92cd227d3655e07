from django.db import migrations, models

# Of TT 02/2017 as recalled; what TT 01/2020 calls it is still to be looked up, until then it goes by the same name.
FORM = "Biểu số 06g/VPCP/KSTT"


def fill(apps, schema_editor):
    apps.get_model("units", "ReportSet").objects.update(causes_form=FORM)


class Migration(migrations.Migration):
    """What the form is called that explains what is overdue."""

    dependencies = [("units", "0018_terms_of_reports")]

    operations = [
        migrations.AddField(
            model_name="reportset",
            name="causes_form",
            field=models.CharField(default="", max_length=60, verbose_name="form of the causes of delays"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
