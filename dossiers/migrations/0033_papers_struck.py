import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """A paper taken down by mistake is struck by a correction, and stays."""

    dependencies = [
        ('dossiers', '0032_corrections'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='dossierdocument',
            name='document_append_only',
        ),
        migrations.AddField(
            model_name='dossierdocument',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='added', to='dossiers.correction', verbose_name='added by a correction'),
        ),
        migrations.AddField(
            model_name='dossierdocument',
            name='struck_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='struck', to='dossiers.correction', verbose_name='struck by a correction'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierdocument',
            trigger=pgtrigger.compiler.Trigger(name='document_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='173e283cd63eaaa942ce28f75676d31aaca958e6', operation='DELETE', pgid='pgtrigger_document_never_deleted_dd78e', table='dossiers_dossierdocument', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierdocument',
            trigger=pgtrigger.compiler.Trigger(name='document_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."dossier_id" IS DISTINCT FROM (NEW."dossier_id") OR OLD."required_id" IS DISTINCT FROM (NEW."required_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."originals" IS DISTINCT FROM (NEW."originals") OR OLD."certified_copies" IS DISTINCT FROM (NEW."certified_copies") OR OLD."photocopies" IS DISTINCT FROM (NEW."photocopies") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2b2df60b6279afbd9f51d83c61ab89c0eef40a34', operation='UPDATE', pgid='pgtrigger_document_never_changes_449c9', table='dossiers_dossierdocument', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierdocument',
            trigger=pgtrigger.compiler.Trigger(name='document_struck_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."struck_by_id" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2ad9eb1bcfe6b3ebcbe561654d355d7cb40c7867', operation='UPDATE', pgid='pgtrigger_document_struck_once_c0ec2', table='dossiers_dossierdocument', when='BEFORE')),
        ),
    ]
