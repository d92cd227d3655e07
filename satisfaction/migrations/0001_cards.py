import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Paper cards in their envelopes."""

    dependencies = [
        ('procedures', '0005_postings'),
        ('units', '0009_office_hours_for_all_once_a_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CardBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='month')),
                ('label', models.CharField(max_length=100, verbose_name='written on the envelope')),
                ('card_count', models.PositiveSmallIntegerField(verbose_name='number of cards in the envelope')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('sealed_at', models.DateTimeField(null=True, verbose_name='sealed')),
                ('difference', models.CharField(blank=True, help_text='Where fewer or more cards were found.', max_length=300, verbose_name='why the number differs')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='card_batches', to='units.servicedesk', verbose_name='desk')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                ('sealed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sealed by')),
            ],
            options={
                'verbose_name': 'batch of cards',
                'verbose_name_plural': 'batches of cards',
                'ordering': ['-opened_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('overall', models.PositiveSmallIntegerField(choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], verbose_name='over all')),
                ('access', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='Getting to the desk: place, seats, signs, equipment')),
                ('paperwork', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='The procedure: papers asked for, time, cost, as published')),
                ('staff', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='The staff: attitude, understanding, clear advice')),
                ('result', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='The result: correct, complete, on time')),
                ('feedback', models.PositiveSmallIntegerField(blank=True, choices=[(5, 'Very satisfied'), (4, 'Satisfied'), (3, 'Neither satisfied nor dissatisfied'), (2, 'Dissatisfied'), (1, 'Very dissatisfied')], null=True, verbose_name='Feedback: received, answered, put right')),
                ('comment', models.TextField(blank=True, max_length=1000, verbose_name='comment')),
                ('position', models.PositiveSmallIntegerField(verbose_name='number')),
                ('dossier_code', models.CharField(blank=True, max_length=64, verbose_name='dossier code')),
                ('procedure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedure', verbose_name='procedure')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='satisfaction.cardbatch', verbose_name='batch of cards')),
            ],
            options={
                'verbose_name': 'paper card',
                'verbose_name_plural': 'paper cards',
                'ordering': ['batch', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='cardbatch',
            constraint=models.UniqueConstraint(fields=('desk', 'label'), name='envelope_of_a_desk_once'),
        ),
        migrations.AddConstraint(
            model_name='cardbatch',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='batch_of_one_month'),
        ),
        migrations.AddConstraint(
            model_name='cardbatch',
            constraint=models.CheckConstraint(condition=models.Q(('card_count__range', (1, 1000))), name='batch_has_cards'),
        ),
        migrations.AddConstraint(
            model_name='cardbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sealed_at', None), ('sealed_by', None)), models.Q(('sealed_at__isnull', False), ('sealed_by__isnull', False)), _connector='OR'), name='batch_sealed_by_somebody'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardbatch',
            trigger=pgtrigger.compiler.Trigger(name='batch_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='82cd7ed0233da66d53c0cf7fd979bebfeca664d0', operation='DELETE', pgid='pgtrigger_batch_never_deleted_2711f', table='satisfaction_cardbatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardbatch',
            trigger=pgtrigger.compiler.Trigger(name='batch_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='e896c6d12aeb4e111b298ebf6f5d9cb54842d494', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_batch_never_truncated_83806', table='satisfaction_cardbatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardbatch',
            trigger=pgtrigger.compiler.Trigger(name='batch_sealed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."sealed_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fcf858074adda98cceadbd50a1eaffc8fe298520', operation='UPDATE', pgid='pgtrigger_batch_sealed_never_changes_e976a', table='satisfaction_cardbatch', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.UniqueConstraint(fields=('batch', 'position'), name='card_position_once'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('access__range', (1, 5)), ('access', None), _connector='OR'), models.Q(('paperwork__range', (1, 5)), ('paperwork', None), _connector='OR'), models.Q(('staff__range', (1, 5)), ('staff', None), _connector='OR'), models.Q(('result__range', (1, 5)), ('result', None), _connector='OR'), models.Q(('feedback__range', (1, 5)), ('feedback', None), _connector='OR'), ('overall__range', (1, 5))), name='card_marks_from_one_to_five'),
        ),
    ]
