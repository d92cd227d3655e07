import django.db.models.deletion
from django.db import migrations, models

NAME = """
INSERT INTO procedures_procedurecase (version_id, position, name, time_unit)
SELECT version_id, row_number() OVER (PARTITION BY version_id ORDER BY min(position)), case_name, ''
FROM procedures_requireddocument WHERE case_name <> '' GROUP BY version_id, case_name;
UPDATE procedures_requireddocument paper SET case_id = named.id FROM procedures_procedurecase named
WHERE named.version_id = paper.version_id AND named.name = paper.case_name;
SET CONSTRAINTS ALL IMMEDIATE;
"""
WRITE_BACK = """
UPDATE procedures_requireddocument paper SET case_name = named.name FROM procedures_procedurecase named
WHERE named.id = paper.case_id;
UPDATE procedures_requireddocument SET case_id = NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """Cases as rows of their own, each with a time of its own if the law gives it one."""

    dependencies = [
        ('procedures', '0010_versions_point_to_their_decision'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcedureCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.TextField(verbose_name='case')),
                ('time_limit', models.PositiveSmallIntegerField(blank=True, help_text="Empty: as the procedure's.", null=True, verbose_name='statutory time')),
                ('time_unit', models.CharField(blank=True, choices=[('working_day', 'working days'), ('calendar_day', 'days'), ('half_day', 'half days'), ('hour', 'working hours')], max_length=12, verbose_name='unit of time')),
                ('promised_limit', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="the office's own shorter time")),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='procedures.procedureversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['version', 'position'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'position'), name='case_position_once'),
                    models.UniqueConstraint(fields=('version', 'name'), name='case_named_once', violation_error_message='The version has a case of this name already.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('time_limit', None), ('time_unit', '')), models.Q(('time_limit__isnull', False), models.Q(('time_unit', ''), _negated=True)), _connector='OR'), name='case_time_limit_with_its_unit', violation_error_message='Give the time together with its unit, or neither.'),
                    models.CheckConstraint(condition=models.Q(('promised_limit', None), ('promised_limit__lte', models.F('time_limit')), _connector='OR'), name='case_promise_not_longer_than_the_law', violation_error_message="The office's own time cannot be longer than the statutory one."),
                ],
            },
        ),
        migrations.RenameField('requireddocument', 'case', 'case_name'),
        migrations.AddField(
            model_name='requireddocument',
            name='case',
            field=models.ForeignKey(blank=True, help_text='Asked for in this case only.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='procedures.procedurecase', verbose_name='case'),
        ),
        migrations.RunSQL(NAME, WRITE_BACK),
        migrations.RemoveField('requireddocument', 'case_name'),
    ]
