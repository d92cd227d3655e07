import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a dossier says of its fees is what its ledger says, whoever writes."""

    dependencies = [
        ('dossiers', '0023_fees_taken_before'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_fees_agree', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\nPERFORM 1 FROM dossiers_dossier dossier CROSS JOIN LATERAL (\n    SELECT coalesce(sum(CASE kind WHEN 'collected' THEN amount WHEN 'refunded' THEN -amount END), 0) AS kept,\n           coalesce(sum(amount) FILTER (WHERE kind = 'exempted'), 0) AS exempted\n    FROM dossiers_feeentry WHERE dossier_id = dossier.id\n) ledger\nWHERE dossier.id = NEW.id AND (fee_kept <> ledger.kept OR fee_exempted <> ledger.exempted);\nIF FOUND THEN\n    RAISE EXCEPTION 'The fees of dossier % are not those of its ledger', NEW.id USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='13e5d32674598ed0445640143d9e4fbaf4b3f0f9', operation='UPDATE OF "fee_kept", "fee_exempted"', pgid='pgtrigger_dossier_fees_agree_8c534', table='dossiers_dossier', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_fees_agree_from_the_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."fee_kept" > 0 OR NEW."fee_exempted" > 0)', constraint='CONSTRAINT', func="\nPERFORM 1 FROM dossiers_dossier dossier CROSS JOIN LATERAL (\n    SELECT coalesce(sum(CASE kind WHEN 'collected' THEN amount WHEN 'refunded' THEN -amount END), 0) AS kept,\n           coalesce(sum(amount) FILTER (WHERE kind = 'exempted'), 0) AS exempted\n    FROM dossiers_feeentry WHERE dossier_id = dossier.id\n) ledger\nWHERE dossier.id = NEW.id AND (fee_kept <> ledger.kept OR fee_exempted <> ledger.exempted);\nIF FOUND THEN\n    RAISE EXCEPTION 'The fees of dossier % are not those of its ledger', NEW.id USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='7c54412d8fda97fb3ed20e16110314aea8434ed6', operation='INSERT', pgid='pgtrigger_dossier_fees_agree_from_the_first_bf95f', table='dossiers_dossier', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fee_status', 'none'), ('fee_exempted', 0), ('fee_kept', 0)), models.Q(('fee_status', 'on_collection'), models.Q(models.Q(('fee_exempted', 0), ('fee_kept', 0)), ('fee_amount__gt', django.db.models.expressions.CombinedExpression(models.F('fee_kept'), '+', models.F('fee_exempted'))), _connector='OR')), models.Q(('fee_status', 'paid'), models.Q(('fee_amount', None), ('fee_amount__lte', django.db.models.expressions.CombinedExpression(models.F('fee_kept'), '+', models.F('fee_exempted'))), _connector='OR')), models.Q(('fee_kept', 0), ('fee_status__in', ['exempt', 'refunded']), models.Q(('fee_amount', None), ('fee_amount__lte', django.db.models.expressions.CombinedExpression(models.F('fee_kept'), '+', models.F('fee_exempted'))), _connector='OR')), _connector='OR'), name='dossier_fee_status_says_what_is_paid'),
        ),
    ]
