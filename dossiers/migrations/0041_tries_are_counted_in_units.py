from django.db import migrations


class Migration(migrations.Migration):
    """Wrong tries are counted in units/0017 from now on: those of the hour of the upgrade begin anew."""

    dependencies = [
        ('dossiers', '0040_cases_of_dossiers'),
        ('units', '0017_attempts'),
    ]

    operations = [
        migrations.DeleteModel(name='WrongTry'),
    ]
