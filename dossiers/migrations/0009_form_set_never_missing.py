import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Each dossier has its forms, and keeps them."""

    dependencies = [
        ('dossiers', '0008_form_set_of_each_dossier'),
        ('units', '0014_forms_leave_rule_sets'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='dossier',
            name='dossier_reception_never_changes',
        ),
        migrations.AlterField(
            model_name='dossier',
            name='form_set',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.formset', verbose_name='form set'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_reception_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."is_imported" IS DISTINCT FROM (NEW."is_imported") OR OLD."numbering_agency_id" IS DISTINCT FROM (NEW."numbering_agency_id") OR OLD."numbered_on" IS DISTINCT FROM (NEW."numbered_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."book" IS DISTINCT FROM (NEW."book") OR OLD."number_in_book" IS DISTINCT FROM (NEW."number_in_book") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."receiving_desk_id" IS DISTINCT FROM (NEW."receiving_desk_id") OR OLD."received_by_id" IS DISTINCT FROM (NEW."received_by_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."is_version_assumed" IS DISTINCT FROM (NEW."is_version_assumed") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."form_set_id" IS DISTINCT FROM (NEW."form_set_id") OR OLD."first_due_at" IS DISTINCT FROM (NEW."first_due_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_steps" IS DISTINCT FROM (NEW."due_steps") OR OLD."due_reason" IS DISTINCT FROM (NEW."due_reason"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9cc3865ea5202b34176e6f1229ee975a2ae1d0c3', operation='UPDATE', pgid='pgtrigger_dossier_reception_never_changes_5abd8', table='dossiers_dossier', when='BEFORE')),
        ),
    ]
