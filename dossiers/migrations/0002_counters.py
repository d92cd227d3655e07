import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One counter row for each agency and day, one for each desk and book."""

    dependencies = [
        ('dossiers', '0001_dossiers'),
    ]

    operations = [
        migrations.CreateModel(
            name='BookCounter',
            fields=[
                ('pk', models.CompositePrimaryKey('desk_id', 'book', blank=True, editable=False, primary_key=True, serialize=False)),
                ('book', models.CharField(max_length=160)),
                ('last', models.PositiveIntegerField()),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.servicedesk')),
            ],
        ),
        migrations.CreateModel(
            name='DossierCounter',
            fields=[
                ('pk', models.CompositePrimaryKey('agency_id', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('last', models.PositiveSmallIntegerField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.agency')),
            ],
        ),
        migrations.AddConstraint(
            model_name='dossiercounter',
            constraint=models.CheckConstraint(condition=models.Q(('last__range', (1, 9999))), name='dossier_counter_four_digits'),
        ),
    ]
