from django.db import migrations, models


def load(apps, schema_editor):
    """HDHS is found in print (TT 01/2018/TT-VPCP, form 02); of the others nothing sure is known."""
    apps.get_model("units", "Form").objects.filter(kind="supplement").update(suffix="HDHS")


class Migration(migrations.Migration):
    """What stands after the number of a slip: `Số: 07/HDHS`."""

    dependencies = [("units", "0014_forms_leave_rule_sets")]

    operations = [
        migrations.AddField(
            model_name="form",
            name="suffix",
            field=models.CharField(
                blank=True,
                help_text="HDHS in 07/HDHS; empty: the number alone.",
                max_length=20,
                verbose_name="after the number",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
