import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """So that a decision can be taken back."""

    dependencies = [
        ('procedures', '0012_the_rest_of_what_is_published'),
    ]

    operations = [
        migrations.AddField(
            model_name='procedureversion',
            name='line',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='version', to='procedures.decisionline'),
        ),
        migrations.AddField(
            model_name='fee',
            name='line',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='begun_fees', to='procedures.decisionline'),
        ),
        migrations.CreateModel(
            name='EndedVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('had_until', models.DateField(blank=True, null=True, verbose_name='was valid to')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ended', to='procedures.decisionline', verbose_name='line')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'ended version',
                'verbose_name_plural': 'ended versions',
                'constraints': [
                    models.UniqueConstraint(fields=('line', 'version'), name='ended_once_by_a_line'),
                ],
            },
        ),
    ]
