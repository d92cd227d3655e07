import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import units.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who asked at the counter and was guided or refused, before any dossier exists."""

    dependencies = [
        ('dossiers', '0019_changes_of_the_calendar'),
        ('procedures', '0006_half_days'),
        ('units', '0015_suffixes_of_slip_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('guidance', 'Guidance'), ('refusal', 'Refusal')], max_length=8, verbose_name='kind')),
                ('request', models.CharField(blank=True, help_text='Where it is no procedure received here.', max_length=300, verbose_name='what is asked for')),
                ('applicant_name', models.CharField(max_length=200, verbose_name='applicant')),
                ('applicant_id_number', models.CharField(blank=True, max_length=20, verbose_name='identity paper')),
                ('applicant_birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                ('applicant_phone', models.CharField(blank=True, max_length=20, verbose_name='phone')),
                ('applicant_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('applicant_address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('owner_name', models.CharField(blank=True, max_length=200, verbose_name='dossier owner')),
                ('representative_name', models.CharField(blank=True, max_length=200, verbose_name='representative')),
                ('representative_id_number', models.CharField(blank=True, max_length=20, verbose_name="representative's identity paper")),
                ('searched_names', models.GeneratedField(db_persist=True, expression=units.text.Words(django.db.models.functions.text.Concat(models.Value(' '), models.F('applicant_name'), models.Value(' '), models.F('owner_name'), models.Value(' '), models.F('representative_name'), models.Value(' '), output_field=models.TextField())), output_field=models.TextField())),
                ('brought', models.JSONField(default=list, verbose_name='papers brought')),
                ('missing', models.JSONField(default=list, verbose_name='papers missing')),
                ('cause', models.CharField(blank=True, choices=[('competence', 'Wrong agency or procedure'), ('scope', 'Not among the published procedures'), ('conditions', 'The conditions are not met'), ('forgery', 'Forged papers'), ('entitlement', 'Not entitled, or without authorisation'), ('double', 'Handed in already'), ('too_late', 'Missing papers not brought in time')], max_length=12, verbose_name='cause')),
                ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                ('number', models.CharField(max_length=50, verbose_name='number of the slip')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='units.servicedesk', verbose_name='service desk')),
                ('dossier', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiry', to='dossiers.dossier', verbose_name='dossier')),
                ('form_set', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.formset', verbose_name='form set')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('rule_set', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.ruleset', verbose_name='rule set')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion', verbose_name='procedure')),
            ],
            options={
                'verbose_name': 'enquiry',
                'verbose_name_plural': 'enquiries',
                'ordering': ['-made_at', '-pk'],
                'indexes': [models.Index(models.F('desk'), models.OrderBy(models.F('made_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='enquiry_desk_made'), models.Index(models.F('number'), name='enquiry_number'), models.Index(models.F('applicant_id_number'), condition=models.Q(('applicant_id_number', ''), _negated=True), name='enquiry_id_number'), models.Index(models.F('applicant_phone'), condition=models.Q(('applicant_phone', ''), _negated=True), name='enquiry_phone'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('searched_names', name='gin_trgm_ops'), name='enquiry_searched_names')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('request', ''), ('version__isnull', False)), models.Q(('version', None), models.Q(('request', ''), _negated=True)), _connector='OR'), name='enquiry_for_a_procedure_or_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('cause', ''), ('kind', 'guidance'), models.Q(('missing', []), _negated=True)), models.Q(('kind', 'refusal'), ('missing', []), models.Q(('cause', ''), _negated=True)), _connector='OR'), name='enquiry_says_what_is_missing_or_why_not'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('number', ''), _negated=True)), name='enquiry_with_reason_and_number')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquiry',
            trigger=pgtrigger.compiler.Trigger(name='enquiry_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fa2b29a900e029671f1b1a1a8e7e379e5e35c64d', operation='DELETE', pgid='pgtrigger_enquiry_never_deleted_66d9f', table='dossiers_enquiry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquiry',
            trigger=pgtrigger.compiler.Trigger(name='enquiry_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='6377177777ef6b79bb112f7d9dbe15d3233bbe60', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_enquiry_never_truncated_8ed02', table='dossiers_enquiry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquiry',
            trigger=pgtrigger.compiler.Trigger(name='enquiry_keeps_what_was_said', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."desk_id" IS DISTINCT FROM (NEW."desk_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."request" IS DISTINCT FROM (NEW."request") OR OLD."applicant_name" IS DISTINCT FROM (NEW."applicant_name") OR OLD."applicant_id_number" IS DISTINCT FROM (NEW."applicant_id_number") OR OLD."applicant_birth_date" IS DISTINCT FROM (NEW."applicant_birth_date") OR OLD."applicant_phone" IS DISTINCT FROM (NEW."applicant_phone") OR OLD."applicant_email" IS DISTINCT FROM (NEW."applicant_email") OR OLD."applicant_address" IS DISTINCT FROM (NEW."applicant_address") OR OLD."owner_name" IS DISTINCT FROM (NEW."owner_name") OR OLD."representative_name" IS DISTINCT FROM (NEW."representative_name") OR OLD."representative_id_number" IS DISTINCT FROM (NEW."representative_id_number") OR OLD."brought" IS DISTINCT FROM (NEW."brought") OR OLD."missing" IS DISTINCT FROM (NEW."missing") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."form_set_id" IS DISTINCT FROM (NEW."form_set_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e89dec1cdca26ee66aa30a5f4412c4f2b1f80c63', operation='UPDATE', pgid='pgtrigger_enquiry_keeps_what_was_said_b982d', table='dossiers_enquiry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquiry',
            trigger=pgtrigger.compiler.Trigger(name='enquiry_becomes_one_dossier', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."dossier_id" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0797bc8e7a9fddfa2ae4dee598fa54b41b5a4a5a', operation='UPDATE', pgid='pgtrigger_enquiry_becomes_one_dossier_42be7', table='dossiers_enquiry', when='BEFORE')),
        ),
    ]
