import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What units reported of a period, frozen with the dossiers behind it; what became of it."""

    dependencies = [
        ('procedures', '0024_feedback_on_procedures'),
        ('reports', '0003_readers_of_the_week'),
        ('units', '0018_terms_of_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField(verbose_name='from')),
                ('last', models.DateField(verbose_name='to')),
                ('is_consolidated', models.BooleanField(default=False, verbose_name='with the units under it')),
                ('number', models.PositiveSmallIntegerField(verbose_name='round')),
                ('is_typed', models.BooleanField(default=False, verbose_name='typed by hand')),
                ('content', models.JSONField(verbose_name='figures')),
                ('last_event', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('submitted_at', models.DateTimeField(verbose_name='submitted at')),
                ('state', models.CharField(choices=[('submitted', 'Submitted'), ('returned', 'Returned'), ('accepted', 'Accepted')], default='submitted', max_length=9, verbose_name='state')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted at')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='returned at')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='why it was returned')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                ('report_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.reportset', verbose_name='report set')),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='returned by')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='units.administrativeunit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'submitted report',
                'verbose_name_plural': 'submitted reports',
                'ordering': ['-last', '-first', 'unit', '-number'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.submission', verbose_name='part')),
                ('whole', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.submission', verbose_name='consolidated report')),
            ],
            options={
                'verbose_name': 'part of a consolidated report',
                'verbose_name_plural': 'parts of consolidated reports',
            },
        ),
        migrations.AddField(
            model_name='submission',
            name='parts',
            field=models.ManyToManyField(related_name='wholes', through='reports.SubmissionPart', through_fields=('whole', 'part'), to='reports.submission', verbose_name='parts'),
        ),
        migrations.CreateModel(
            name='SubmissionCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('came', models.CharField(choices=[('received_online', 'Received online'), ('received_direct', 'Received in person or by post'), ('carried_over', 'Carried over from the period before')], max_length=16)),
                ('went', models.CharField(choices=[('resolved_early', 'Resolved early'), ('resolved_on_time', 'Resolved on time'), ('resolved_late', 'Resolved late'), ('pending_in_time', 'Pending, not yet due at the end of the period'), ('pending_overdue', 'Pending and overdue at the end of the period')], max_length=16)),
                ('dossiers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='dossiers')),
                ('denied', models.IntegerField()),
                ('withdrawn', models.IntegerField()),
                ('stopped', models.IntegerField()),
                ('paused', models.IntegerField()),
                ('assumed', models.IntegerField()),
                ('sector', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.sector', verbose_name='sector')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cells', to='reports.submission', verbose_name='submitted report')),
            ],
            options={
                'verbose_name': 'dossiers of a submitted report',
                'verbose_name_plural': 'dossiers of submitted reports',
                'ordering': ['sector_id', 'came', 'went'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'sector', 'came', 'went'), name='submission_cell_once'), models.CheckConstraint(condition=models.Q(('came__in', ['received_online', 'received_direct', 'carried_over']), ('went__in', ['resolved_early', 'resolved_on_time', 'resolved_late', 'pending_in_time', 'pending_overdue'])), name='submission_cell_came_and_went')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submissioncell',
            trigger=pgtrigger.compiler.Trigger(name='submission_cell_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8e1c985ec81cab973b3e71b75bbde2850c2a3157', operation='UPDATE OR DELETE', pgid='pgtrigger_submission_cell_append_only_a5980', table='reports_submissioncell', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submissioncell',
            trigger=pgtrigger.compiler.Trigger(name='submission_cell_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='0f85d70c037d7a28e23942e9f7a5fe65d7fa82e9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_submission_cell_never_truncated_e2482', table='reports_submissioncell', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='submissionpart',
            constraint=models.UniqueConstraint(fields=('whole', 'part'), name='submission_part_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submissionpart',
            trigger=pgtrigger.compiler.Trigger(name='submission_part_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4dd6d050a7a5430c5c2b726744331d629fab56a7', operation='UPDATE OR DELETE', pgid='pgtrigger_submission_part_append_only_3570f', table='reports_submissionpart', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submissionpart',
            trigger=pgtrigger.compiler.Trigger(name='submission_part_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='5850417466396a6c57020bb26799555658343add', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_submission_part_never_truncated_94f66', table='reports_submissionpart', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['unit', 'last'], name='submission_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'returned'), _negated=True), fields=('unit', 'first', 'last', 'is_consolidated'), name='submission_live_once_a_period'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('unit', 'first', 'last', 'is_consolidated', 'number'), name='submission_round_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='submission_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), ('state', 'returned'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'returned'), _negated=True), ('reason', ''), ('returned_at', None), ('returned_by', None)), _connector='OR'), name='submission_returned_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), models.Q(('state', 'submitted'), _negated=True)), models.Q(models.Q(('state', 'accepted'), _negated=True), ('accepted_at', None), ('accepted_by', None)), _connector='OR'), name='submission_accepted_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('is_typed', False), ('is_consolidated', False), _connector='OR'), name='submission_typed_of_one_unit_only'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='submission_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8d90229b24fa12c0fae91bfdaad0a5bba774ace9', operation='DELETE', pgid='pgtrigger_submission_never_deleted_318ca', table='reports_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='submission_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='c0959c9d8f1e1ce3a498cbb8a864f2d8fb9bdad2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_submission_never_truncated_946b5', table='reports_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='submission_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."first" IS DISTINCT FROM (NEW."first") OR OLD."last" IS DISTINCT FROM (NEW."last") OR OLD."report_set_id" IS DISTINCT FROM (NEW."report_set_id") OR OLD."is_consolidated" IS DISTINCT FROM (NEW."is_consolidated") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."is_typed" IS DISTINCT FROM (NEW."is_typed") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."last_event" IS DISTINCT FROM (NEW."last_event") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='356bac00bb9eecf69f41117702a9e9329afc8488', operation='UPDATE', pgid='pgtrigger_submission_is_frozen_be3d0', table='reports_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='submission_returned_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'returned\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fdb10d72934e189a0d9a8d0c3e886f3af3370ded', operation='UPDATE', pgid='pgtrigger_submission_returned_for_ever_c88b5', table='reports_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='submission_accepted_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_at" IS NOT NULL AND (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='15b0790d8382c4a9289eb4ba4a467d3ce941d749', operation='UPDATE', pgid='pgtrigger_submission_accepted_once_fa800', table='reports_submission', when='BEFORE')),
        ),
    ]
