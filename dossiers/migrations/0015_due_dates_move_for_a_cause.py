import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A due date whose clock runs moves only from and to what a row says, with its reason: an extension."""

    dependencies = [
        ('dossiers', '0014_time_not_counted'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DueMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('extension', 'Extended')], max_length=10, verbose_name='cause')),
                ('amount', models.PositiveSmallIntegerField(null=True, verbose_name='extended by')),
                ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                ('leader_reason', models.CharField(blank=True, max_length=1000, verbose_name="leader's reason")),
                ('due_before', models.DateTimeField(verbose_name='due before')),
                ('due_after', models.DateTimeField(verbose_name='due afterwards')),
                ('made_at', models.DateTimeField(verbose_name='made')),
            ],
            options={
                'verbose_name': 'moved due date',
                'verbose_name_plural': 'moved due dates',
                'ordering': ['dossier', 'made_at', 'pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='dossier',
            name='dossier_due_moves_after_a_pause_only',
        ),
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('extended', 'Time extended'), ('apologised', 'Apology and new date'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('unmasked', 'Identity number shown')], max_length=20, verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_due_moves_for_a_cause_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."paused_at" IS NULL AND (OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_steps" IS DISTINCT FROM (NEW."due_steps")))', func="\n    IF NOT EXISTS (\n        SELECT FROM dossiers_duemove\n        WHERE dossier_id = NEW.id AND due_before = OLD.due_at AND due_after = NEW.due_at\n    ) THEN\n        RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;\n    END IF;\n    RETURN NEW;\n", hash='ba8f58bdc8b2b9ae59ab28cca41f7f98b79445cd', operation='UPDATE', pgid='pgtrigger_dossier_due_moves_for_a_cause_only_cb439', table='dossiers_dossier', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='duemove',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='due_moves', to='dossiers.dossier', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='duemove',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddConstraint(
            model_name='duemove',
            constraint=models.UniqueConstraint(condition=models.Q(('cause', 'extension')), fields=('dossier',), name='dossier_extended_once'),
        ),
        migrations.AddConstraint(
            model_name='duemove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('cause', 'extension')), models.Q(models.Q(('cause', 'extension'), _negated=True), ('amount', None)), _connector='OR'), name='due_move_extends_by_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='duemove',
            constraint=models.CheckConstraint(condition=models.Q(('due_after__gte', models.F('due_before'))), name='due_moves_later_only'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duemove',
            trigger=pgtrigger.compiler.Trigger(name='due_move_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a9e0aad7a06a8e0a66583586f7551ba436452a77', operation='UPDATE OR DELETE', pgid='pgtrigger_due_move_append_only_78efb', table='dossiers_duemove', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duemove',
            trigger=pgtrigger.compiler.Trigger(name='due_move_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='aeed40295b86697016c3776ae367c16ee1099aa2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_due_move_never_truncated_4870a', table='dossiers_duemove', when='BEFORE')),
        ),
    ]
