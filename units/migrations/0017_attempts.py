from django.db import migrations, models


class Migration(migrations.Migration):
    """Tries are counted by the hour for every public form, not for dossiers alone (dossiers/0041 drops their table)."""

    dependencies = [
        ('units', '0016_calendars_of_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('pk', models.CompositePrimaryKey('hour', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('hour', models.DateTimeField()),
                ('key', models.CharField(max_length=64)),
                ('tries', models.PositiveIntegerField()),
            ],
        ),
    ]
