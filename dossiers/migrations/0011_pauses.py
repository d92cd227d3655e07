import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was asked for while the clock stood still, and when it came."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("dossiers", "0010_clocks_that_stand_still"),
    ]

    operations = [
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('supplement', 'Waiting for papers'), ('payment', 'Waiting for payment')], max_length=12, verbose_name='waits for')),
                ('round', models.PositiveSmallIntegerField(verbose_name='round')),
                ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                ('papers', models.JSONField(default=list, verbose_name='papers')),
                ('leader_reason', models.CharField(blank=True, max_length=1000, verbose_name="leader's reason")),
                ('begun_at', models.DateTimeField(verbose_name='clock stopped')),
                ('due_before', models.DateTimeField(verbose_name='due before')),
                ('restarts', models.BooleanField(default=False, verbose_name='the limit begins anew')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='clock went on')),
                ('due_after', models.DateTimeField(blank=True, null=True, verbose_name='due afterwards')),
            ],
            options={
                'verbose_name': 'pause',
                'verbose_name_plural': 'pauses',
                'ordering': ['dossier', 'begun_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='pause',
            name='begun_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='pause',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='dossiers.dossier', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='pause',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('dossier',), name='one_pause_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(fields=('dossier', 'state', 'round'), name='pause_round_once'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('begun_at')), _connector='OR'), name='pause_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_after', None), ('ended_at', None)), models.Q(('due_after__gte', models.F('due_before')), ('ended_at__isnull', False)), _connector='OR'), name='no_pause_makes_due_earlier'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='pause_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='04bddf11fc90cb6ee8799e25ad0395950e34a707', operation='DELETE', pgid='pgtrigger_pause_never_deleted_7f772', table='dossiers_pause', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='pause_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='c1aeb897a8167d021a4b6e198c2ed255e5d66ad0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_pause_never_truncated_459d1', table='dossiers_pause', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='pause_keeps_what_was_asked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."dossier_id" IS DISTINCT FROM (NEW."dossier_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."round" IS DISTINCT FROM (NEW."round") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."papers" IS DISTINCT FROM (NEW."papers") OR OLD."leader_reason" IS DISTINCT FROM (NEW."leader_reason") OR OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."begun_by_id" IS DISTINCT FROM (NEW."begun_by_id") OR OLD."due_before" IS DISTINCT FROM (NEW."due_before") OR OLD."restarts" IS DISTINCT FROM (NEW."restarts"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9b1a2172ed880b771e5a760e98fe1fe43e868677', operation='UPDATE', pgid='pgtrigger_pause_keeps_what_was_asked_7f087', table='dossiers_pause', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='pause_ends_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1ad31d77e457f15fe5cbbc6784366960e698d8d1', operation='UPDATE', pgid='pgtrigger_pause_ends_once_0b5c5', table='dossiers_pause', when='BEFORE')),
        ),
    ]
