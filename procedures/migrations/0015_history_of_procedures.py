import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is done with a procedure besides decisions, by whom and why."""

    dependencies = [
        ('procedures', '0014_fees_by_channel'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcedureEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('fee_set', 'Fee set'), ('fee_taken_back', 'Fee taken back'), ('handling_set', 'Handling at the desks set'), ('exceptions_set', 'Handling at some units set'), ('keywords_set', 'Other words for it set')], max_length=16, verbose_name='deed')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='procedures.procedure', verbose_name='procedure')),
            ],
            options={
                'verbose_name': 'event of a procedure',
                'verbose_name_plural': 'events of procedures',
                'ordering': ['procedure', 'at', 'pk'],
            },
        ),
    ]
