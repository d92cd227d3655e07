import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Days off and make-up days, office hours, one-stop regulations by date."""

    dependencies = [
        ('units', '0004_assignments'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('date', models.DateField(primary_key=True, serialize=False, verbose_name='date')),
                ('kind', models.CharField(choices=[('holiday', 'Day off'), ('makeup', 'Make-up working day')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('source', models.CharField(help_text='Decision or notice that says so.', max_length=200, verbose_name='source')),
            ],
            options={
                'verbose_name': 'calendar day',
                'verbose_name_plural': 'calendar',
                'ordering': ['date'],
            },
        ),
        migrations.CreateModel(
            name='OfficeHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('morning_opens', models.TimeField(verbose_name='morning from')),
                ('morning_closes', models.TimeField(verbose_name='morning to')),
                ('afternoon_opens', models.TimeField(verbose_name='afternoon from')),
                ('afternoon_closes', models.TimeField(verbose_name='afternoon to')),
                ('unit', models.ForeignKey(blank=True, help_text='Empty: every unit without hours of its own.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='office_hours', to='units.administrativeunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'office hours',
                'verbose_name_plural': 'office hours',
                'ordering': ['unit', 'valid_from'],
            },
        ),
        migrations.CreateModel(
            name='RuleSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('key', models.SlugField(unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('same_day_cutoff', models.TimeField(help_text='What is received later is due the next working day.', verbose_name='same-day results until')),
                ('form_basis', models.CharField(blank=True, help_text='Printed on the slips; empty: not cited.', max_length=200, verbose_name='forms according to')),
            ],
            options={
                'verbose_name': 'rule set',
                'verbose_name_plural': 'rule sets',
                'ordering': ['valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rule_set_ends_after_it_starts', violation_error_message='The last day lies before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_rule_set_a_day', violation_error_message='Another rule set is in force in those days.')],
            },
        ),
        migrations.AddConstraint(
            model_name='officehours',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='office_hours_end_after_they_start', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='officehours',
            constraint=models.CheckConstraint(condition=models.Q(('morning_opens__lt', models.F('morning_closes')), ('morning_closes__lte', models.F('afternoon_opens')), ('afternoon_opens__lt', models.F('afternoon_closes'))), name='office_hours_in_order', violation_error_message='The hours must follow one another: morning, break, afternoon.'),
        ),
        migrations.AddConstraint(
            model_name='officehours',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='office_hours_once_a_day', violation_error_message='This unit has hours in those days already.'),
        ),
    ]
