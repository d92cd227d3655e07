import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What somebody says of a procedure: sent, answered, published; its history."""

    dependencies = [
        ('procedures', '0023_proof_of_rounds_that_came_later'),
        ('units', '0017_attempts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('report', 'Report of a difficulty'), ('proposal', 'Proposal about the rules')], max_length=8, verbose_name='kind')),
                ('text', models.TextField(max_length=4000, verbose_name='what is said')),
                ('sender_name', models.CharField(blank=True, max_length=100, verbose_name='name of the sender')),
                ('sender_contact', models.CharField(blank=True, max_length=200, verbose_name='how to reach the sender')),
                ('channel', models.CharField(choices=[('web', "On the procedure's page"), ('desk', 'At the desk'), ('letter', 'By letter'), ('phone', 'By phone')], max_length=6, verbose_name='channel')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('due_on', models.DateField(verbose_name='to be answered by')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('secret', models.CharField(max_length=8)),
                ('state', models.CharField(choices=[('received', 'Waits for an answer'), ('answered', 'Answered'), ('declined', 'Not answered here')], default='received', max_length=8, verbose_name='state')),
                ('cause', models.CharField(blank=True, choices=[('not_competent', 'Not for the agencies here to answer'), ('complaint', 'A complaint or a denunciation: it goes its own way'), ('unclear', 'It does not say what is meant')], max_length=13, verbose_name='why not')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('public_text', models.TextField(blank=True, max_length=4000, verbose_name='what everybody reads of it')),
                ('public_answer', models.TextField(blank=True, max_length=4000, verbose_name='what everybody reads of the answer')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.administrativeunit', verbose_name='about')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='procedures.procedure', verbose_name='procedure')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='units.administrativeunit', verbose_name='answered by the unit')),
            ],
            options={
                'verbose_name': 'feedback on a procedure',
                'verbose_name_plural': 'feedback on procedures',
                'ordering': ['-received_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FeedbackEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('received', 'Received'), ('forwarded', 'Passed on'), ('answered', 'Answered'), ('changed', 'Answer corrected'), ('declined', 'Not answered here'), ('published', 'Published'), ('taken_back', 'Publication taken back')], max_length=10, verbose_name='deed')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='procedures.feedback', verbose_name='feedback')),
            ],
            options={
                'verbose_name': 'event of a feedback',
                'verbose_name_plural': 'events of feedback',
                'ordering': ['feedback', 'at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['unit', 'received_on'], name='feedback_of_a_unit'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('published_at__isnull', False)), fields=['procedure', '-answered_at'], name='feedback_published'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='feedback_says_something'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'web'), ('recorded_by', None)), models.Q(models.Q(('channel', 'web'), _negated=True), ('recorded_by__isnull', False)), _connector='OR'), name='feedback_sent_by_somebody_or_recorded'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('received_on'))), name='feedback_due_after_it_came'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('state', 'received')), models.Q(models.Q(('state', 'received'), _negated=True), models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='feedback_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cause__in', ['not_competent', 'complaint', 'unclear']), ('state', 'declined')), models.Q(models.Q(('state', 'declined'), _negated=True), ('cause', '')), _connector='OR'), name='feedback_declined_for_a_cause'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'answered'), models.Q(('public_text', ''), _negated=True), models.Q(('public_answer', ''), _negated=True)), _connector='OR'), name='feedback_published_with_its_answer'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedback',
            trigger=pgtrigger.compiler.Trigger(name='feedback_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1e355a54d9b140cdf4621531f9719571aad85665', operation='DELETE', pgid='pgtrigger_feedback_never_deleted_fb807', table='procedures_feedback', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedback',
            trigger=pgtrigger.compiler.Trigger(name='feedback_keeps_what_was_sent', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."procedure_id" IS DISTINCT FROM (NEW."procedure_id") OR OLD."about_id" IS DISTINCT FROM (NEW."about_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."secret" IS DISTINCT FROM (NEW."secret"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bdc8b458fff67e4119b27e2ee638884f4aa7ea25', operation='UPDATE', pgid='pgtrigger_feedback_keeps_what_was_sent_7f7da', table='procedures_feedback', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedbackevent',
            trigger=pgtrigger.compiler.Trigger(name='feedback_event_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c7cf32b31fc42759a9693ae2bf20e3381b80a385', operation='UPDATE OR DELETE', pgid='pgtrigger_feedback_event_append_only_c013f', table='procedures_feedbackevent', when='BEFORE')),
        ),
    ]
