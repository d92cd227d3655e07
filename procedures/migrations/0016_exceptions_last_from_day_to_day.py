import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a unit does differently holds from one day to another, so that the past stays as it was."""

    dependencies = [
        ('procedures', '0015_history_of_procedures'),
        ('units', '0016_calendars_of_units'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='procedureatunit',
            name='one_exception_a_unit',
        ),
        migrations.AddField(
            model_name='procedureatunit',
            name='valid_from',
            field=models.DateField(blank=True, null=True, verbose_name='valid from'),
        ),
        migrations.AddField(
            model_name='procedureatunit',
            name='valid_to',
            field=models.DateField(blank=True, null=True, verbose_name='valid to'),
        ),
        migrations.AddConstraint(
            model_name='procedureatunit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='exception_ends_after_it_starts', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='procedureatunit',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('procedure', '='), ('unit', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_exception_a_unit_a_day', violation_error_message='The unit differs in this procedure in those days already.'),
        ),
    ]
