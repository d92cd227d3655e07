import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which months of a unit stand on the portal with their results."""

    dependencies = [
        ('dossiers', '0038_rounds_of_guidance'),
        ('units', '0016_calendars_of_units'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ResultsPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('published_on', models.DateField(verbose_name='published on')),
                ('link', models.URLField(max_length=500, verbose_name='link')),
                ('at', models.DateTimeField(verbose_name='recorded at')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results_publications', to='units.administrativeunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'publication of results',
                'verbose_name_plural': 'publications of results',
                'ordering': ['unit', 'month', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('unit', 'month'), name='results_of_a_month_published_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='results_published_by_the_month'), models.CheckConstraint(condition=models.Q(('published_on__gt', models.F('month'))), name='results_published_after_they_began'), models.CheckConstraint(condition=models.Q(('link__startswith', 'https://')), name='results_published_at_a_safe_address')],
            },
        ),
    ]
