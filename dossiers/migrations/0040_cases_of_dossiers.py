import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """In which case of its procedure a dossier was received; changed by a correction only."""

    dependencies = [
        ('dossiers', '0039_published_results'),
        ('procedures', '0014_fees_by_channel'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='dossier',
            name='dossier_changes_by_correction',
        ),
        migrations.AddField(
            model_name='dossier',
            name='case',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='procedures.procedurecase', verbose_name='case'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_changes_by_correction', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."applicant_address" IS DISTINCT FROM (NEW."applicant_address") OR OLD."applicant_birth_date" IS DISTINCT FROM (NEW."applicant_birth_date") OR OLD."applicant_email" IS DISTINCT FROM (NEW."applicant_email") OR OLD."applicant_id_number" IS DISTINCT FROM (NEW."applicant_id_number") OR OLD."applicant_name" IS DISTINCT FROM (NEW."applicant_name") OR OLD."applicant_phone" IS DISTINCT FROM (NEW."applicant_phone") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."copies" IS DISTINCT FROM (NEW."copies") OR OLD."due_reason" IS DISTINCT FROM (NEW."due_reason") OR OLD."first_due_at" IS DISTINCT FROM (NEW."first_due_at") OR OLD."form_set_id" IS DISTINCT FROM (NEW."form_set_id") OR OLD."is_version_assumed" IS DISTINCT FROM (NEW."is_version_assumed") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."owner_name" IS DISTINCT FROM (NEW."owner_name") OR OLD."process_id" IS DISTINCT FROM (NEW."process_id") OR OLD."receipt_version" IS DISTINCT FROM (NEW."receipt_version") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."representative_id_number" IS DISTINCT FROM (NEW."representative_id_number") OR OLD."representative_name" IS DISTINCT FROM (NEW."representative_name") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."sets" IS DISTINCT FROM (NEW."sets") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))', declare='DECLARE correction dossiers_correction%ROWTYPE; earlier dossiers_dossier%ROWTYPE; later dossiers_dossier%ROWTYPE;', func="\n            SELECT * INTO correction FROM dossiers_correction WHERE dossier_id = NEW.id AND round = NEW.revision;\n            earlier := jsonb_populate_record(NEW, correction.before);\n            later := jsonb_populate_record(OLD, correction.after);\n            IF NOT FOUND OR ROW(earlier.applicant_name, earlier.applicant_id_number, earlier.applicant_birth_date, earlier.applicant_phone, earlier.applicant_email, earlier.applicant_address, earlier.owner_name, earlier.representative_name, earlier.representative_id_number, earlier.channel, earlier.note, earlier.version_id, earlier.case_id, earlier.received_at, earlier.due_reason, earlier.sets, earlier.copies, earlier.is_version_assumed, earlier.rule_set_id, earlier.form_set_id, earlier.process_id, earlier.first_due_at, earlier.receipt_version, earlier.revision, earlier.due_at, earlier.due_steps) IS DISTINCT FROM ROW(OLD.applicant_name, OLD.applicant_id_number, OLD.applicant_birth_date, OLD.applicant_phone, OLD.applicant_email, OLD.applicant_address, OLD.owner_name, OLD.representative_name, OLD.representative_id_number, OLD.channel, OLD.note, OLD.version_id, OLD.case_id, OLD.received_at, OLD.due_reason, OLD.sets, OLD.copies, OLD.is_version_assumed, OLD.rule_set_id, OLD.form_set_id, OLD.process_id, OLD.first_due_at, OLD.receipt_version, OLD.revision, OLD.due_at, OLD.due_steps) OR ROW(later.applicant_name, later.applicant_id_number, later.applicant_birth_date, later.applicant_phone, later.applicant_email, later.applicant_address, later.owner_name, later.representative_name, later.representative_id_number, later.channel, later.note, later.version_id, later.case_id, later.received_at, later.due_reason, later.sets, later.copies, later.is_version_assumed, later.rule_set_id, later.form_set_id, later.process_id, later.first_due_at, later.receipt_version, later.revision, later.due_at, later.due_steps) IS DISTINCT FROM ROW(NEW.applicant_name, NEW.applicant_id_number, NEW.applicant_birth_date, NEW.applicant_phone, NEW.applicant_email, NEW.applicant_address, NEW.owner_name, NEW.representative_name, NEW.representative_id_number, NEW.channel, NEW.note, NEW.version_id, NEW.case_id, NEW.received_at, NEW.due_reason, NEW.sets, NEW.copies, NEW.is_version_assumed, NEW.rule_set_id, NEW.form_set_id, NEW.process_id, NEW.first_due_at, NEW.receipt_version, NEW.revision, NEW.due_at, NEW.due_steps) THEN\n                RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table without a correction', TG_TABLE_NAME;\n            END IF;\n            RETURN NEW;\n        ", hash='3ecd3e9142ac15d058a5681b306f23d5a41160a0', operation='UPDATE', pgid='pgtrigger_dossier_changes_by_correction_9d113', table='dossiers_dossier', when='BEFORE')),
        ),
    ]
