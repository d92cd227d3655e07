import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A reception changes by a recorded correction only."""

    dependencies = [
        ('dossiers', '0031_handed_to_a_successor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='round')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('before', models.JSONField(verbose_name='before')),
                ('after', models.JSONField(verbose_name='after')),
                ('made_at', models.DateTimeField(verbose_name='made')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['dossier', 'round'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='dossier',
            name='dossier_due_moves_for_a_cause_only',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='dossier',
            name='dossier_reception_never_changes',
        ),
        migrations.AddField(
            model_name='dossier',
            name='receipt_version',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='version of the receipt'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='revision',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='times corrected'),
        ),
        migrations.AddField(
            model_name='correction',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='dossiers.dossier', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='correction',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('assigned', 'Assigned'), ('forwarded', 'Forwarded'), ('taken_over', 'Papers taken over'), ('sent_back', 'Sent back'), ('submitted', 'Submitted for signature'), ('signed', 'Signed'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('recalculated', 'Due date reckoned anew'), ('extended', 'Time extended'), ('apologised', 'Apology and new date'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('succeeded', 'Handed to a successor'), ('corrected', 'Corrected'), ('signed_filed', 'Signed copy filed'), ('unmasked', 'Identity number shown'), ('fee_collected', 'Fee collected'), ('fee_exempted', 'Exempted from the fee'), ('fee_changed', 'Fee due changed'), ('fee_refunded', 'Fee refunded')], max_length=20, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(fields=('dossier', 'round'), name='correction_round_once'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('after', {}), ('before', {}), _negated=True), name='correction_changes_something'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_reception_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."is_imported" IS DISTINCT FROM (NEW."is_imported") OR OLD."numbering_agency_id" IS DISTINCT FROM (NEW."numbering_agency_id") OR OLD."numbered_on" IS DISTINCT FROM (NEW."numbered_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."book" IS DISTINCT FROM (NEW."book") OR OLD."number_in_book" IS DISTINCT FROM (NEW."number_in_book") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."receiving_desk_id" IS DISTINCT FROM (NEW."receiving_desk_id") OR OLD."received_by_id" IS DISTINCT FROM (NEW."received_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cf84c70f11b99cbd484307d54d1d88958e59d9ee', operation='UPDATE', pgid='pgtrigger_dossier_reception_never_changes_5abd8', table='dossiers_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_changes_by_correction', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."applicant_address" IS DISTINCT FROM (NEW."applicant_address") OR OLD."applicant_birth_date" IS DISTINCT FROM (NEW."applicant_birth_date") OR OLD."applicant_email" IS DISTINCT FROM (NEW."applicant_email") OR OLD."applicant_id_number" IS DISTINCT FROM (NEW."applicant_id_number") OR OLD."applicant_name" IS DISTINCT FROM (NEW."applicant_name") OR OLD."applicant_phone" IS DISTINCT FROM (NEW."applicant_phone") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."copies" IS DISTINCT FROM (NEW."copies") OR OLD."due_reason" IS DISTINCT FROM (NEW."due_reason") OR OLD."first_due_at" IS DISTINCT FROM (NEW."first_due_at") OR OLD."form_set_id" IS DISTINCT FROM (NEW."form_set_id") OR OLD."is_version_assumed" IS DISTINCT FROM (NEW."is_version_assumed") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."owner_name" IS DISTINCT FROM (NEW."owner_name") OR OLD."process_id" IS DISTINCT FROM (NEW."process_id") OR OLD."receipt_version" IS DISTINCT FROM (NEW."receipt_version") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."representative_id_number" IS DISTINCT FROM (NEW."representative_id_number") OR OLD."representative_name" IS DISTINCT FROM (NEW."representative_name") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."sets" IS DISTINCT FROM (NEW."sets") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))', declare='DECLARE correction dossiers_correction%ROWTYPE; earlier dossiers_dossier%ROWTYPE; later dossiers_dossier%ROWTYPE;', func="\n            SELECT * INTO correction FROM dossiers_correction WHERE dossier_id = NEW.id AND round = NEW.revision;\n            earlier := jsonb_populate_record(NEW, correction.before);\n            later := jsonb_populate_record(OLD, correction.after);\n            IF NOT FOUND OR ROW(earlier.applicant_name, earlier.applicant_id_number, earlier.applicant_birth_date, earlier.applicant_phone, earlier.applicant_email, earlier.applicant_address, earlier.owner_name, earlier.representative_name, earlier.representative_id_number, earlier.channel, earlier.note, earlier.version_id, earlier.received_at, earlier.due_reason, earlier.sets, earlier.copies, earlier.is_version_assumed, earlier.rule_set_id, earlier.form_set_id, earlier.process_id, earlier.first_due_at, earlier.receipt_version, earlier.revision, earlier.due_at, earlier.due_steps) IS DISTINCT FROM ROW(OLD.applicant_name, OLD.applicant_id_number, OLD.applicant_birth_date, OLD.applicant_phone, OLD.applicant_email, OLD.applicant_address, OLD.owner_name, OLD.representative_name, OLD.representative_id_number, OLD.channel, OLD.note, OLD.version_id, OLD.received_at, OLD.due_reason, OLD.sets, OLD.copies, OLD.is_version_assumed, OLD.rule_set_id, OLD.form_set_id, OLD.process_id, OLD.first_due_at, OLD.receipt_version, OLD.revision, OLD.due_at, OLD.due_steps) OR ROW(later.applicant_name, later.applicant_id_number, later.applicant_birth_date, later.applicant_phone, later.applicant_email, later.applicant_address, later.owner_name, later.representative_name, later.representative_id_number, later.channel, later.note, later.version_id, later.received_at, later.due_reason, later.sets, later.copies, later.is_version_assumed, later.rule_set_id, later.form_set_id, later.process_id, later.first_due_at, later.receipt_version, later.revision, later.due_at, later.due_steps) IS DISTINCT FROM ROW(NEW.applicant_name, NEW.applicant_id_number, NEW.applicant_birth_date, NEW.applicant_phone, NEW.applicant_email, NEW.applicant_address, NEW.owner_name, NEW.representative_name, NEW.representative_id_number, NEW.channel, NEW.note, NEW.version_id, NEW.received_at, NEW.due_reason, NEW.sets, NEW.copies, NEW.is_version_assumed, NEW.rule_set_id, NEW.form_set_id, NEW.process_id, NEW.first_due_at, NEW.receipt_version, NEW.revision, NEW.due_at, NEW.due_steps) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table without a correction', TG_TABLE_NAME;\n            END IF;\n            RETURN NEW;\n        ", hash='59eb28bd17c11beb4cd88428464d80e7d2b742a8', operation='UPDATE', pgid='pgtrigger_dossier_changes_by_correction_9d113', table='dossiers_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_due_moves_for_a_cause_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."paused_at" IS NULL AND OLD."revision" = (NEW."revision") AND (OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_steps" IS DISTINCT FROM (NEW."due_steps")))', func="\n    IF NOT EXISTS (\n        SELECT FROM dossiers_duemove\n        WHERE dossier_id = NEW.id AND due_before = OLD.due_at AND due_after = NEW.due_at\n    ) THEN\n        RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;\n    END IF;\n    RETURN NEW;\n", hash='5efbec6f9933f2227b8172c9fe8c2214abb39ac4', operation='UPDATE', pgid='pgtrigger_dossier_due_moves_for_a_cause_only_cb439', table='dossiers_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='correction_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='25c6b5257ffc4f004f4444710d0c03515df2c23c', operation='UPDATE OR DELETE', pgid='pgtrigger_correction_append_only_456be', table='dossiers_correction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='correction_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='9f48203b0c6a039bba356fa666064d51de5770ea', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_correction_never_truncated_44714', table='dossiers_correction', when='BEFORE')),
        ),
    ]
