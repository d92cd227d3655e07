import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What one unit does differently from the others of its level."""

    dependencies = [
        ('procedures', '0002_fees'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcedureAtUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handling', models.CharField(choices=[('received', 'Received at the desk'), ('posted_only', 'Posted only'), ('not_applied', 'Not applied')], max_length=12, verbose_name='at this desk')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='at_units', to='procedures.procedure', verbose_name='procedure')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.administrativeunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'exception for a unit',
                'verbose_name_plural': 'exceptions for units',
                'constraints': [models.UniqueConstraint(fields=('procedure', 'unit'), name='one_exception_a_unit')],
            },
        ),
    ]
