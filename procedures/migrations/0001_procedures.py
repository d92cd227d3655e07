import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import units.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Sectors, procedures, their versions held apart by validity, and the papers they ask for."""

    initial = True

    dependencies = [
        ('units', '0008_load_rule_sets_and_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'sector',
                'verbose_name_plural': 'sectors',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('commune', 'Commune level'), ('district', 'District level'), ('province', 'Province level'), ('ministry', 'Ministry level'), ('other', 'Other bodies')], max_length=10, verbose_name='level')),
                ('code', models.CharField(help_text='National code, or a local one such as L.000001.', max_length=40, verbose_name='code')),
                ('local_code', models.CharField(blank=True, help_text='The one it had before its national code was known.', max_length=40, verbose_name='former local code')),
                ('handling', models.CharField(choices=[('received', 'Received at the desk'), ('posted_only', 'Posted only'), ('not_applied', 'Not applied')], default='received', help_text='Units that differ are listed below.', max_length=12, verbose_name='at the desks')),
            ],
            options={
                'verbose_name': 'procedure',
                'verbose_name_plural': 'procedures',
                'ordering': ['level', 'code'],
                'constraints': [models.UniqueConstraint(fields=('level', 'code'), name='procedure_known_by_level_and_code', violation_error_message='This level has a procedure with this code already.'), models.UniqueConstraint(condition=models.Q(('local_code', ''), _negated=True), fields=('level', 'local_code'), name='procedure_local_code_once')],
            },
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('name', models.CharField(max_length=1000, verbose_name='name')),
                ('time_limit', models.PositiveSmallIntegerField(blank=True, help_text='0 working days: the same day. Empty: none published.', null=True, verbose_name='statutory time')),
                ('time_unit', models.CharField(blank=True, choices=[('working_day', 'working days'), ('calendar_day', 'days'), ('hour', 'working hours')], max_length=12, verbose_name='unit of time')),
                ('promised_limit', models.PositiveSmallIntegerField(blank=True, help_text='In the same unit; empty: none.', null=True, verbose_name="the office's own shorter time")),
                ('leaves_out', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('weekend', 'Saturdays and Sundays'), ('holiday', 'days off')], max_length=10), blank=True, default=list, help_text='For land procedures, for example.', size=None, verbose_name='days not counted')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('in_person', 'In person'), ('online', 'Online'), ('post', 'Public post')], max_length=10), default=list, size=None, verbose_name='channels')),
                ('results', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None, verbose_name='results')),
                ('legal_basis', models.TextField(blank=True, verbose_name='legal basis')),
                ('decision_number', models.CharField(blank=True, max_length=100, verbose_name='publication decision')),
                ('decision_date', models.DateField(blank=True, null=True, verbose_name='of')),
                ('change', models.CharField(choices=[('new', 'New'), ('amended', 'Amended'), ('existing', 'In force before')], default='existing', max_length=10, verbose_name='change')),
                ('provenance', models.CharField(blank=True, max_length=300, verbose_name='source of the data')),
                ('searched', models.GeneratedField(db_persist=True, expression=units.text.Fold(models.F('name')), output_field=models.TextField())),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.procedure', verbose_name='procedure')),
                ('sector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.sector', verbose_name='sector')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['procedure', 'valid_from'],
            },
        ),
        migrations.CreateModel(
            name='RequiredDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('case', models.CharField(blank=True, help_text='Asked for in this case only.', max_length=1000, verbose_name='case')),
                ('name', models.TextField(verbose_name='paper')),
                ('originals', models.PositiveSmallIntegerField(default=1, verbose_name='originals')),
                ('copies', models.PositiveSmallIntegerField(default=0, verbose_name='copies')),
                ('is_optional', models.BooleanField(default=False, verbose_name='only where it applies')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='required_documents', to='procedures.procedureversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'required paper',
                'verbose_name_plural': 'required papers',
                'ordering': ['version', 'position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'position'), name='required_document_position_once')],
            },
        ),
        migrations.AddIndex(
            model_name='procedureversion',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('searched', name='gin_trgm_ops'), name='version_searched'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='version_ends_after_it_starts', violation_error_message='The last day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('procedure', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_version_a_day', violation_error_message='Another version of this procedure is in force in those days.'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('time_limit', None), ('time_unit', '')), models.Q(('time_limit__isnull', False), models.Q(('time_unit', ''), _negated=True)), _connector='OR'), name='time_limit_with_its_unit', violation_error_message='Give the time together with its unit, or neither.'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.CheckConstraint(condition=models.Q(('promised_limit', None), ('promised_limit__lte', models.F('time_limit')), _connector='OR'), name='promise_not_longer_than_the_law', violation_error_message="The office's own time cannot be longer than the statutory one."),
        ),
    ]
