import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What hangs on which board, and stands on which portal, since when."""

    dependencies = [
        ('procedures', '0004_longer_names'),
        ('units', '0009_office_hours_for_all_once_a_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('board', 'On the board at the desk'), ('portal', "On the unit's portal")], default='board', max_length=6, verbose_name='place')),
                ('posted_on', models.DateField(verbose_name='posted on')),
                ('removed_on', models.DateField(blank=True, help_text='The day it was taken down; it hung there until the one before.', null=True, verbose_name='removed on')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='units.servicedesk', verbose_name='desk')),
                ('posted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='posted by')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='removed by')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='procedures.procedureversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'ordering': ['desk', 'place', 'version', 'posted_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('removed_on', None), ('removed_on__gte', models.F('posted_on')), _connector='OR'), name='posting_removed_after_it_was_posted', violation_error_message='It cannot be taken down before it was put up.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('version', '='), ('desk', '='), ('place', '='), (models.Func('posted_on', 'removed_on', models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='posted_once_at_a_time', violation_error_message='It hangs there already in those days.')],
            },
        ),
    ]
