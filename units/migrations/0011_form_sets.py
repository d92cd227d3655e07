import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The forms by date, apart from the regulations: their circulars came later."""

    dependencies = [("units", "0010_clocks_of_rule_sets")]

    operations = [
        migrations.CreateModel(
            name='FormSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('key', models.SlugField(unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('basis', models.CharField(blank=True, help_text='Printed on the slips; empty: not cited.', max_length=200, verbose_name='cited as')),
                ('source', models.CharField(blank=True, help_text='Clauses, and what of it is still to be checked.', max_length=400, verbose_name='source')),
            ],
            options={
                'verbose_name': 'form set',
                'verbose_name_plural': 'form sets',
                'ordering': ['valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='form_set_ends_after_it_starts', violation_error_message='The last day lies before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_form_set_a_day', violation_error_message='Another form set is in force in those days.')],
            },
        ),
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('receipt', 'Receipt'), ('supplement', 'Request for supplements'), ('refusal', 'Refusal of reception'), ('apology', 'Apology and new date'), ('stop', 'Notice of stopping'), ('control', 'Control slip'), ('register', 'Register')], max_length=12, verbose_name='kind')),
                ('number', models.CharField(blank=True, help_text='Empty: without one.', max_length=10, verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('form_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='units.formset', verbose_name='form set')),
            ],
            options={
                'verbose_name': 'form',
                'verbose_name_plural': 'forms',
                'ordering': ['form_set', 'number', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('form_set', 'kind'), name='form_once_in_a_set', violation_error_message='This set has such a form already.')],
            },
        ),
    ]
