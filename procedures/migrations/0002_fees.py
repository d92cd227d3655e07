import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Fees, with a validity of their own."""

    dependencies = [
        ('procedures', '0001_procedures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('kind', models.CharField(choices=[('fee', 'Fee (phí)'), ('charge', 'Charge (lệ phí)')], default='charge', max_length=6, verbose_name='kind')),
                ('amount', models.PositiveIntegerField(blank=True, help_text='0: free. Empty: varies by case.', null=True, verbose_name='amount in đồng')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='set by')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='procedures.procedure', verbose_name='procedure')),
            ],
            options={
                'verbose_name': 'fee',
                'verbose_name_plural': 'fees',
                'ordering': ['procedure', 'kind', 'valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='fee_ends_after_it_starts', violation_error_message='The last day lies before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('procedure', '='), ('kind', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_fee_a_kind_a_day', violation_error_message='A fee of this kind holds in those days.')],
            },
        ),
    ]
