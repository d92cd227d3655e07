import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two usual office hours, of all units without their own, were no clash: empty equals nothing."""

    dependencies = [
        ('units', '0008_load_rule_sets_and_hours'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='officehours',
            name='office_hours_once_a_day',
        ),
        migrations.AddConstraint(
            model_name='officehours',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(django.db.models.functions.comparison.Coalesce('unit', models.Value(0), output_field=models.BigIntegerField()), '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='office_hours_once_a_day', violation_error_message='This unit has hours in those days already.'),
        ),
    ]
