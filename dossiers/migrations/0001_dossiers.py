import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import units.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Dossiers, never deleted, their reception never changed."""

    initial = True

    dependencies = [
        ('procedures', '0003_exceptions_for_units'),
        ('units', '0008_load_rule_sets_and_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='dossier code')),
                ('is_imported', models.BooleanField(default=False, verbose_name='imported')),
                ('numbered_on', models.DateField(null=True)),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('key', models.CharField(max_length=64, null=True, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('is_version_assumed', models.BooleanField(default=False, help_text='No version was in force at reception; the earliest known one stands in.', verbose_name='version assumed')),
                ('channel', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online'), ('post', 'Public post')], default='in_person', max_length=10, verbose_name='channel')),
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
                ('sets', models.PositiveSmallIntegerField(default=1, verbose_name='sets of papers')),
                ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='copies wanted')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('fee_amount', models.PositiveIntegerField(blank=True, null=True, verbose_name='fee in đồng')),
                ('fee_status', models.CharField(choices=[('none', 'No fee'), ('paid', 'Collected'), ('on_collection', 'To be collected with the result'), ('exempt', 'Exempt')], default='none', max_length=14, verbose_name='fee')),
                ('delivery', models.CharField(choices=[('desk', 'At the desk'), ('post', 'By public post')], default='desk', max_length=4, verbose_name='result collected')),
                ('book', models.CharField(blank=True, max_length=160, verbose_name='book')),
                ('number_in_book', models.PositiveIntegerField(blank=True, null=True, verbose_name='number in the book')),
                ('secret', models.CharField(blank=True, max_length=8)),
                ('state', models.CharField(choices=[('received', 'Received'), ('processing', 'In progress'), ('resolved', 'Waiting for collection'), ('handed_back', 'Handed back'), ('withdrawn', 'Withdrawn')], max_length=12, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('first_due_at', models.DateTimeField(verbose_name='due as first printed')),
                ('promised_at', models.DateTimeField(blank=True, null=True, verbose_name='promised anew')),
                ('due_steps', models.JSONField(null=True)),
                ('due_reason', models.CharField(blank=True, help_text='Where no time limit is published.', max_length=300, verbose_name='reason for the due date')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('outcome', models.CharField(blank=True, choices=[('resolved', 'Result ready'), ('denied', 'Denied after reception'), ('withdrawn', 'Withdrawn by the applicant')], max_length=10, verbose_name='outcome')),
                ('result_number', models.CharField(blank=True, max_length=100, verbose_name='number of the result')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='handed back')),
                ('competent_agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='units.agency', verbose_name='competent authority')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handled_dossiers', to=settings.AUTH_USER_MODEL, verbose_name='case officer')),
                ('numbering_agency', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.agency')),
                ('received_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='received by')),
                ('receiving_desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='received_dossiers', to='units.servicedesk', verbose_name='receiving desk')),
                ('returning_desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='returned_dossiers', to='units.servicedesk', verbose_name='returning desk')),
                ('rule_set', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.ruleset', verbose_name='rule set')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='procedures.procedureversion', verbose_name='procedure')),
            ],
            options={
                'verbose_name': 'dossier',
                'verbose_name_plural': 'dossiers',
                'ordering': ['-received_at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.OrderBy(models.F('received_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='dossier_received'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('due_at'), models.F('id'), name='dossier_due'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('receiving_desk'), models.OrderBy(models.F('received_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='dossier_desk_received'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('returning_desk'), models.OrderBy(models.F('received_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='dossier_desk_returning'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('competent_agency'), models.F('received_at'), name='dossier_agency_received'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('competent_agency'), models.F('finished_at'), name='dossier_agency_finished'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('state__in', ['processing', 'received'])), name='dossier_open_due'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('returning_desk'), models.F('finished_at'), condition=models.Q(('state', 'resolved')), name='dossier_waiting_for_collection'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('applicant_id_number'), condition=models.Q(('applicant_id_number', ''), _negated=True), name='dossier_id_number'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('applicant_phone'), condition=models.Q(('applicant_phone', ''), _negated=True), name='dossier_phone'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('searched_names', name='gin_trgm_ops'), name='dossier_searched_names'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.UniqueConstraint(fields=('numbering_agency', 'numbered_on', 'number'), name='dossier_number_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_imported', True), ('key', None), ('number', None), ('numbered_on', None), ('numbering_agency', None)), models.Q(('is_imported', False), ('key__isnull', False), ('number__range', (1, 9999)), ('numbered_on__isnull', False), ('numbering_agency__isnull', False)), _connector='OR'), name='dossier_numbered_here_or_imported'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('outcome', ''), ('state__in', ['processing', 'received'])), models.Q(('finished_at__isnull', False), ('outcome', 'withdrawn'), ('state', 'withdrawn')), models.Q(('finished_at__isnull', False), ('outcome__in', ['resolved', 'denied']), ('state__in', ['resolved', 'handed_back'])), _connector='OR'), name='dossier_finished_with_its_outcome'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', False), ('state', 'handed_back')), ('state', 'withdrawn'), models.Q(models.Q(('state', 'handed_back'), _negated=True), ('returned_at', None)), _connector='OR'), name='dossier_handed_back_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('finished_at__gte', models.F('received_at')), _connector='OR'), models.Q(('returned_at', None), ('returned_at__gte', models.F('finished_at')), _connector='OR')), name='dossier_times_in_order'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d46edcef0dbe89c9d94f59fb6ee9dfd138aa617a', operation='DELETE', pgid='pgtrigger_dossier_never_deleted_74c3f', table='dossiers_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='b9a91d805b049333da82b3f4407aa3ae7d8e45f7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_dossier_never_truncated_d3827', table='dossiers_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='dossier_reception_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."is_imported" IS DISTINCT FROM (NEW."is_imported") OR OLD."numbering_agency_id" IS DISTINCT FROM (NEW."numbering_agency_id") OR OLD."numbered_on" IS DISTINCT FROM (NEW."numbered_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."book" IS DISTINCT FROM (NEW."book") OR OLD."number_in_book" IS DISTINCT FROM (NEW."number_in_book") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."receiving_desk_id" IS DISTINCT FROM (NEW."receiving_desk_id") OR OLD."received_by_id" IS DISTINCT FROM (NEW."received_by_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."is_version_assumed" IS DISTINCT FROM (NEW."is_version_assumed") OR OLD."rule_set_id" IS DISTINCT FROM (NEW."rule_set_id") OR OLD."first_due_at" IS DISTINCT FROM (NEW."first_due_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at") OR OLD."due_steps" IS DISTINCT FROM (NEW."due_steps") OR OLD."due_reason" IS DISTINCT FROM (NEW."due_reason"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7d8d1dc14896f7b94f5f0d7159a1cf8e039e5335', operation='UPDATE', pgid='pgtrigger_dossier_reception_never_changes_5abd8', table='dossiers_dossier', when='BEFORE')),
        ),
    ]
