import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    """Internal processes: the steps of a procedure, by a decision of their own."""

    dependencies = [
        ('procedures', '0007_extensions_and_time_not_counted'),
    ]

    operations = [
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('decision', models.CharField(blank=True, help_text='Number and date of the decision, where there is one.', max_length=200, verbose_name='set by')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='procedures.procedure', verbose_name='procedure')),
            ],
            options={
                'verbose_name': 'internal process',
                'verbose_name_plural': 'internal processes',
                'ordering': ['procedure', 'valid_from'],
            },
        ),
        migrations.CreateModel(
            name='ProcessStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('place', models.CharField(choices=[('desk', 'Desk that received it'), ('authority', 'Competent authority'), ('office', 'Office, by its name')], default='office', max_length=10, verbose_name='place')),
                ('office', models.CharField(blank=True, help_text='As it is called in every unit, or in the unit above: Phòng Tư pháp.', max_length=150, verbose_name='office')),
                ('role', models.CharField(choices=[('clerk', 'Receptionist'), ('officer', 'Case officer'), ('leader', 'Leader')], default='officer', max_length=20, verbose_name='held by')),
                ('hours', models.DecimalField(decimal_places=1, default=Decimal('8'), max_digits=5, verbose_name='office hours')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='procedures.process', verbose_name='internal process')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['process', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='process',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='process_ends_after_it_starts', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='process',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('procedure', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_process_a_day', violation_error_message='Another process of this procedure is in force in those days.'),
        ),
        migrations.AddConstraint(
            model_name='processstep',
            constraint=models.UniqueConstraint(fields=('process', 'position'), name='process_step_position_once', violation_error_message='Two steps have the same position.'),
        ),
        migrations.AddConstraint(
            model_name='processstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place', 'office'), models.Q(('office', ''), _negated=True)), models.Q(models.Q(('place', 'office'), _negated=True), ('office', '')), _connector='OR'), name='process_step_names_its_office', violation_error_message='Name the office where the place is an office, and only there.'),
        ),
        migrations.AddConstraint(
            model_name='processstep',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='process_step_takes_time', violation_error_message='Each step needs some time.'),
        ),
    ]
