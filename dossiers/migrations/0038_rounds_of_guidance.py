import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who is guided again for the same procedure has the slip of another round: marked and counted."""

    dependencies = [
        ('dossiers', '0037_words_of_batches'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='enquiry',
            name='enquiry_keeps_what_was_said',
        ),
        migrations.AddField(
            model_name='enquiry',
            name='round',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='round'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquiry',
            trigger=pgtrigger.compiler.Trigger(name='enquiry_keeps_what_was_said', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."applicant_name" IS DISTINCT FROM (NEW."applicant_name") OR OLD."applicant_id_number" IS DISTINCT FROM (NEW."applicant_id_number") OR OLD."applicant_birth_date" IS DISTINCT FROM (NEW."applicant_birth_date") OR OLD."applicant_phone" IS DISTINCT FROM (NEW."applicant_phone") OR OLD."applicant_email" IS DISTINCT FROM (NEW."applicant_email") OR OLD."applicant_address" IS DISTINCT FROM (NEW."applicant_address") OR OLD."owner_name" IS DISTINCT FROM (NEW."owner_name") OR OLD."representative_name" IS DISTINCT FROM (NEW."representative_name") OR OLD."representative_id_number" IS DISTINCT FROM (NEW."representative_id_number") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."desk_id" IS DISTINCT FROM (NEW."desk_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."request" IS DISTINCT FROM (NEW."request") OR OLD."brought" IS DISTINCT FROM (NEW."brought") OR OLD."missing" IS DISTINCT FROM (NEW."missing") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."round" IS DISTINCT FROM (NEW."round") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."form_set_id" IS DISTINCT FROM (NEW."form_set_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ef0fe20257541f2928f079bbb99b1b60daf77f7e', operation='UPDATE', pgid='pgtrigger_enquiry_keeps_what_was_said_b982d', table='dossiers_enquiry', when='BEFORE')),
        ),
    ]
