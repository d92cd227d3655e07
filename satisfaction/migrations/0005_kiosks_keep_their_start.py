import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """Who put a tablet at which desk, and who ended it, stays as it was."""

    dependencies = [
        ('satisfaction', '0004_no_cards_in_sealed_batches'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='kiosk',
            trigger=pgtrigger.compiler.Trigger(name='kiosk_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7e62e7259b6a69ab2e80505e88b9e356f0e1693e', operation='DELETE', pgid='pgtrigger_kiosk_never_deleted_e5881', table='satisfaction_kiosk', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='kiosk',
            trigger=pgtrigger.compiler.Trigger(name='kiosk_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='c9561a6c33e06532307bdde5732b4fef88431ade', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kiosk_never_truncated_5bc75', table='satisfaction_kiosk', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='kiosk',
            trigger=pgtrigger.compiler.Trigger(name='kiosk_start_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."desk_id" IS DISTINCT FROM (NEW."desk_id") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."started_by_id" IS DISTINCT FROM (NEW."started_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fdb247422aceebe2cb280be66dcce96dd5a66d67', operation='UPDATE', pgid='pgtrigger_kiosk_start_never_changes_090d6', table='satisfaction_kiosk', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='kiosk',
            trigger=pgtrigger.compiler.Trigger(name='kiosk_ended_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c50beae8053cd85ea223da44d6da148230a0302e', operation='UPDATE', pgid='pgtrigger_kiosk_ended_never_changes_a289d', table='satisfaction_kiosk', when='BEFORE')),
        ),
    ]
