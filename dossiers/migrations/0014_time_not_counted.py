import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """The clock may stand still while something takes its time that the procedure leaves out."""

    dependencies = [
        ('dossiers', '0013_apologies'),
        ('procedures', '0007_extensions_and_time_not_counted'),
        ('units', '0015_suffixes_of_slip_numbers'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='pause',
            name='pause_keeps_what_was_asked',
        ),
        migrations.RemoveConstraint(
            model_name='dossier',
            name='dossier_finished_with_its_outcome',
        ),
        migrations.RemoveConstraint(
            model_name='dossier',
            name='dossier_paused_since_a_moment',
        ),
        migrations.RemoveIndex(
            model_name='dossier',
            name='dossier_open_due',
        ),
        migrations.AddField(
            model_name='pause',
            name='cause',
            field=models.CharField(blank=True, choices=[('commune_reception', 'Reception at the commune'), ('violation', 'Handling of a violation of the law'), ('appraisal', 'Appraisal by experts')], max_length=20, verbose_name='for'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='state',
            field=models.CharField(choices=[('received', 'Received'), ('processing', 'In progress'), ('supplement', 'Waiting for papers'), ('payment', 'Waiting for payment'), ('suspended', 'Time not counted'), ('resolved', 'Waiting for collection'), ('handed_back', 'Handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped')], max_length=12, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='pause',
            name='state',
            field=models.CharField(choices=[('supplement', 'Waiting for papers'), ('payment', 'Waiting for payment'), ('suspended', 'Time not counted')], max_length=12, verbose_name='waits for'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('state__in', ['payment', 'processing', 'received', 'supplement', 'suspended'])), name='dossier_open_due'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='pause_keeps_what_was_asked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."dossier_id" IS DISTINCT FROM (NEW."dossier_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."round" IS DISTINCT FROM (NEW."round") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."papers" IS DISTINCT FROM (NEW."papers") OR OLD."leader_reason" IS DISTINCT FROM (NEW."leader_reason") OR OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."begun_by_id" IS DISTINCT FROM (NEW."begun_by_id") OR OLD."due_before" IS DISTINCT FROM (NEW."due_before") OR OLD."restarts" IS DISTINCT FROM (NEW."restarts"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e76bcc335e2950f56e503e8fc37692b157b01a0b', operation='UPDATE', pgid='pgtrigger_pause_keeps_what_was_asked_7f087', table='dossiers_pause', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('outcome', ''), ('state__in', ['payment', 'processing', 'received', 'supplement', 'suspended'])), models.Q(('finished_at__isnull', False), ('outcome', 'withdrawn'), ('state', 'withdrawn')), models.Q(('finished_at__isnull', False), ('outcome', 'stopped'), ('state', 'stopped')), models.Q(('finished_at__isnull', False), ('outcome__in', ['resolved', 'denied']), ('state__in', ['resolved', 'handed_back'])), _connector='OR'), name='dossier_finished_with_its_outcome'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_at__isnull', False), ('state__in', ['payment', 'supplement', 'suspended'])), models.Q(('paused_at', None), ('state__in', ['processing', 'received'])), ('state__in', ['handed_back', 'resolved', 'stopped', 'withdrawn']), _connector='OR'), name='dossier_paused_since_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'suspended'), models.Q(('cause', ''), _negated=True)), models.Q(models.Q(('state', 'suspended'), _negated=True), ('cause', '')), _connector='OR'), name='pause_of_time_not_counted_says_which'),
        ),
    ]
