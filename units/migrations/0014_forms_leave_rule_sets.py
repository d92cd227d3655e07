from django.db import migrations


class Migration(migrations.Migration):
    """What slips cite is said by the form sets now."""

    dependencies = [("units", "0013_report_sets")]

    operations = [
        migrations.RemoveField(
            model_name='ruleset',
            name='form_basis',
        ),
    ]
