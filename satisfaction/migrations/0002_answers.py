import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    """Answers, and apart from them the roll of the dossiers that were rated."""

    dependencies = [
        ('dossiers', '0005_slips'),
        ('procedures', '0005_postings'),
        ('satisfaction', '0001_cards'),
        ('units', '0009_office_hours_for_all_once_a_day'),
    ]

    operations = [
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='survey', serialize=False, to='dossiers.dossier', verbose_name='dossier')),
            ],
            options={
                'verbose_name': 'survey',
                'verbose_name_plural': 'surveys',
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('overall', models.PositiveSmallIntegerField(choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], verbose_name='over all')),
                ('access', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='Getting to the desk: place, seats, signs, equipment')),
                ('paperwork', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='The procedure: papers asked for, time, cost, as published')),
                ('staff', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='The staff: attitude, understanding, clear advice')),
                ('result', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='The result: correct, complete, on time')),
                ('feedback', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='Feedback: received, answered, put right')),
                ('comment', models.TextField(blank=True, max_length=1000, verbose_name='comment')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField(help_text='The first day of the month in which the result was ready.', verbose_name='month')),
                ('source', models.CharField(choices=[('receipt', "With the receipt's secret"), ('kiosk', "At the desk's kiosk"), ('paper', 'On a paper card')], max_length=7, verbose_name='source')),
                ('is_of_dossier', models.BooleanField(default=True, verbose_name='of a dossier')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='satisfaction.cardbatch', verbose_name='batch of cards')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='units.servicedesk', verbose_name='desk')),
                ('procedure', models.ForeignKey(blank=True, help_text='A paper card may say nothing of it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='procedures.procedure', verbose_name='procedure')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='survey_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ae357c50e2f440b49778f3992c7253fe1fa1a952', operation='UPDATE OR DELETE', pgid='pgtrigger_survey_append_only_2abff', table='satisfaction_survey', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='survey_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='4ff00c7d656208141d9c104d590834e506411c4a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_survey_never_truncated_580a7', table='satisfaction_survey', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(models.F('desk'), models.F('month'), name='answer_desk_month'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('access__range', (1, 5)), ('access', None), _connector='OR'), models.Q(('paperwork__range', (1, 5)), ('paperwork', None), _connector='OR'), models.Q(('staff__range', (1, 5)), ('staff', None), _connector='OR'), models.Q(('result__range', (1, 5)), ('result', None), _connector='OR'), models.Q(('feedback__range', (1, 5)), ('feedback', None), _connector='OR'), ('overall__range', (1, 5))), name='answer_marks_from_one_to_five'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='answer_keeps_the_month_only'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', False), ('source', 'paper')), models.Q(models.Q(('source', 'paper'), _negated=True), ('batch', None), ('is_of_dossier', True)), _connector='OR'), name='answer_on_paper_has_its_batch'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('is_of_dossier', False), ('procedure__isnull', False), _connector='OR'), name='answer_of_a_dossier_has_its_procedure'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='answer_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ed39c5643161eb8fa04da161618b35a568a45681', operation='UPDATE OR DELETE', pgid='pgtrigger_answer_append_only_91713', table='satisfaction_answer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='answer_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='6ed514a7b2dd42b1719ece31815cb2512b190ba4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_answer_never_truncated_122f8', table='satisfaction_answer', when='BEFORE')),
        ),
    ]
