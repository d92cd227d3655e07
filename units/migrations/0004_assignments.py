import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who does which work where, from when to when."""

    dependencies = [
        ('units', '0003_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('role', models.CharField(choices=[('clerk', 'Receptionist'), ('officer', 'Case officer'), ('leader', 'Leader'), ('procedure_control', 'Procedure control'), ('reform_officer', 'Reform officer'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('is_full_time', models.BooleanField(default=False, verbose_name='full-time')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='units.agency', verbose_name='agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
                ('desk', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='units.servicedesk', verbose_name='desk')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': ['user', 'valid_from'],
            },
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='assignment_ends_after_it_starts', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency', None), ('desk__isnull', False), ('role', 'clerk')), models.Q(models.Q(('role', 'clerk'), _negated=True), ('agency__isnull', False), ('desk', None)), _connector='OR'), name='clerks_at_desks_others_in_agencies', violation_error_message='A receptionist is assigned to a desk, everybody else to an agency.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('role', '='), ('desk', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_assignment_a_desk_a_day', violation_error_message='This person has the same assignment in those days already.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('role', '='), ('agency', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_assignment_an_agency_a_day', violation_error_message='This person has the same assignment in those days already.'),
        ),
    ]
