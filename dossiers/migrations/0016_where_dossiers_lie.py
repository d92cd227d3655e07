import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """The internal process that a dossier runs by, and the agency that holds it."""

    dependencies = [
        ('dossiers', '0015_due_dates_move_for_a_cause'),
        ('procedures', '0008_processes'),
        ('units', '0015_suffixes_of_slip_numbers'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='dossier',
            name='dossier_reception_never_changes',
        ),
        migrations.AddField(
            model_name='dossier',
            name='holding_agency',
            field=models.ForeignKey(blank=True, db_index=False, help_text='Empty: at the desk.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_dossiers', to='units.agency', verbose_name='held by'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='process',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='procedures.process', verbose_name='internal process'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('holding_agency'), models.F('due_at'), condition=models.Q(('holding_agency__isnull', False)), name='dossier_held_due'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_reception_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."is_imported" IS DISTINCT FROM (NEW."is_imported") OR OLD."numbering_agency_id" IS DISTINCT FROM (NEW."numbering_agency_id") OR OLD."numbered_on" IS DISTINCT FROM (NEW."numbered_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."book" IS DISTINCT FROM (NEW."book") OR OLD."number_in_book" IS DISTINCT FROM (NEW."number_in_book") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."receiving_desk_id" IS DISTINCT FROM (NEW."receiving_desk_id") OR OLD."received_by_id" IS DISTINCT FROM (NEW."received_by_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."is_version_assumed" IS DISTINCT FROM (NEW."is_version_assumed") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."form_set_id" IS DISTINCT FROM (NEW."form_set_id") OR OLD."process_id" IS DISTINCT FROM (NEW."process_id") OR OLD."first_due_at" IS DISTINCT FROM (NEW."first_due_at") OR OLD."due_reason" IS DISTINCT FROM (NEW."due_reason"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6d903ef6f5ed42d41c251a6dbb5c2b82a0e38fe3', operation='UPDATE', pgid='pgtrigger_dossier_reception_never_changes_5abd8', table='dossiers_dossier', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('holding_agency', None), ('state__in', ['payment', 'processing', 'received', 'signing', 'supplement', 'suspended']), _connector='OR'), name='dossier_held_while_open'),
        ),
    ]
