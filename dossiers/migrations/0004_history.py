import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The append-only history of a dossier."""

    dependencies = [
        ('dossiers', '0003_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='DossierEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('unmasked', 'Identity number shown')], max_length=20, verbose_name='kind')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('state', models.CharField(max_length=12)),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='dossiers.dossier', verbose_name='dossier')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['dossier', 'at', 'pk'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierevent',
            trigger=pgtrigger.compiler.Trigger(name='event_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7c1758daad8745abf1e3d2a225258fb138db2d50', operation='UPDATE OR DELETE', pgid='pgtrigger_event_append_only_a5f56', table='dossiers_dossierevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierevent',
            trigger=pgtrigger.compiler.Trigger(name='event_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='a8daaba49db8d57c39cf517945935011d92e7ef6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_never_truncated_db609', table='dossiers_dossierevent', when='BEFORE')),
        ),
    ]
