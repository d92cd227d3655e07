import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Open dossiers whose clock stands still, and those that were stopped for good; the due date may move on."""

    dependencies = [("dossiers", "0009_form_set_never_missing")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='dossier',
            name='dossier_reception_never_changes',
        ),
        migrations.RemoveConstraint(
            model_name='dossier',
            name='dossier_finished_with_its_outcome',
        ),
        migrations.RemoveIndex(
            model_name='dossier',
            name='dossier_open_due',
        ),
        migrations.AddField(
            model_name='dossier',
            name='paused_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='clock stands still since'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='outcome',
            field=models.CharField(blank=True, choices=[('resolved', 'Result ready'), ('denied', 'Denied after reception'), ('withdrawn', 'Withdrawn by the applicant'), ('stopped', 'Stopped for good')], max_length=10, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='state',
            field=models.CharField(choices=[('received', 'Received'), ('processing', 'In progress'), ('supplement', 'Waiting for papers'), ('payment', 'Waiting for payment'), ('resolved', 'Waiting for collection'), ('handed_back', 'Handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped')], max_length=12, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('unmasked', 'Identity number shown')], max_length=20, verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('state__in', ['payment', 'processing', 'received', 'supplement'])), name='dossier_open_due'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_reception_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."is_imported" IS DISTINCT FROM (NEW."is_imported") OR OLD."numbering_agency_id" IS DISTINCT FROM (NEW."numbering_agency_id") OR OLD."numbered_on" IS DISTINCT FROM (NEW."numbered_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."book" IS DISTINCT FROM (NEW."book") OR OLD."number_in_book" IS DISTINCT FROM (NEW."number_in_book") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."receiving_desk_id" IS DISTINCT FROM (NEW."receiving_desk_id") OR OLD."received_by_id" IS DISTINCT FROM (NEW."received_by_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."is_version_assumed" IS DISTINCT FROM (NEW."is_version_assumed") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."form_set_id" IS DISTINCT FROM (NEW."form_set_id") OR OLD."first_due_at" IS DISTINCT FROM (NEW."first_due_at") OR OLD."due_reason" IS DISTINCT FROM (NEW."due_reason"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d5620560e1851d72c36ef4191e250e59e8f5fbf7', operation='UPDATE', pgid='pgtrigger_dossier_reception_never_changes_5abd8', table='dossiers_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_due_moves_after_a_pause_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."paused_at" IS NULL AND (OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_steps" IS DISTINCT FROM (NEW."due_steps")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b803e2659ffe0289018c1df77fdf681df5542699', operation='UPDATE', pgid='pgtrigger_dossier_due_moves_after_a_pause_only_359c3', table='dossiers_dossier', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('outcome', ''), ('state__in', ['payment', 'processing', 'received', 'supplement'])), models.Q(('finished_at__isnull', False), ('outcome', 'withdrawn'), ('state', 'withdrawn')), models.Q(('finished_at__isnull', False), ('outcome', 'stopped'), ('state', 'stopped')), models.Q(('finished_at__isnull', False), ('outcome__in', ['resolved', 'denied']), ('state__in', ['resolved', 'handed_back'])), _connector='OR'), name='dossier_finished_with_its_outcome'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_at__isnull', False), ('state__in', ['payment', 'supplement'])), models.Q(('paused_at', None), ('state__in', ['processing', 'received'])), ('state__in', ['handed_back', 'resolved', 'stopped', 'withdrawn']), _connector='OR'), name='dossier_paused_since_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('first_due_at'))), name='dossier_never_due_earlier'),
        ),
    ]
