from datetime import date

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

REPORT_SETS = [
    {
        "key": "06a-2017",
        "title": "Biểu số 06a, Thông tư 02/2017/TT-VPCP (trước đó: Thông tư 05/2014/TT-BTP)",
        "valid_to": date(2020, 10, 20),
        "source": "Cần đối chiếu kỳ báo cáo đầu tiên theo từng thông tư.",
    },
    {
        "key": "II.06a",
        "title": "Biểu số II.06a, Thông tư 01/2020/TT-VPCP",
        "valid_from": date(2020, 10, 21),
        "source": "Thông tư 01/2020/TT-VPCP ngày 21/10/2020. Cần đối chiếu ngày có hiệu lực; tạm lấy ngày ban hành.",
    },
]


def load(apps, schema_editor):
    for row in REPORT_SETS:
        apps.get_model("units", "ReportSet").objects.create(**row)


class Migration(migrations.Migration):
    """The statutory report's forms by date."""

    dependencies = [("units", "0012_load_form_sets")]

    operations = [
        migrations.CreateModel(
            name='ReportSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('key', models.CharField(max_length=20, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('source', models.CharField(blank=True, help_text='Clauses, and what of it is still to be checked.', max_length=400, verbose_name='source')),
            ],
            options={
                'verbose_name': 'report set',
                'verbose_name_plural': 'report sets',
                'ordering': ['valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='report_set_ends_after_it_starts', violation_error_message='The last day lies before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_report_set_a_day', violation_error_message='Another report set is in force in those days.')],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
