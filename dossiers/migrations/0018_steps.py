import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who held a dossier, from when to when."""

    dependencies = [
        ('dossiers', '0017_waiting_for_the_signature'),
        ('procedures', '0008_processes'),
        ('units', '0015_suffixes_of_slip_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('begun_at', models.DateTimeField(verbose_name='handed over')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='papers taken over')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('how_it_ended', models.CharField(blank=True, choices=[('handed_on', 'Handed on'), ('sent_back', 'Sent back'), ('done', 'Done')], max_length=10, verbose_name='how it ended')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['dossier', 'position'],
            },
        ),
        migrations.AddField(
            model_name='step',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_steps', to='units.agency', verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='step',
            name='desk',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.servicedesk', verbose_name='desk'),
        ),
        migrations.AddField(
            model_name='step',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='dossiers.dossier', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='step',
            name='given_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed over by'),
        ),
        migrations.AddField(
            model_name='step',
            name='planned',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.processstep', verbose_name='as planned'),
        ),
        migrations.AddField(
            model_name='step',
            name='taken_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken over by'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('dossier', 'position'), name='step_position_once'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('dossier',), name='one_step_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency', None), ('desk__isnull', False)), models.Q(('agency__isnull', False), ('desk', None)), _connector='OR'), name='step_at_a_desk_or_in_an_agency'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('how_it_ended', '')), models.Q(('ended_at__gte', models.F('begun_at')), models.Q(('how_it_ended', ''), _negated=True)), _connector='OR'), name='step_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('taken_by', None)), ('taken_at__gte', models.F('begun_at')), _connector='OR'), name='step_taken_after_it_begins'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='step_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7d8e36ae03a9ef4c60a3c55668dbeb2a6c460800', operation='DELETE', pgid='pgtrigger_step_never_deleted_dea61', table='dossiers_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='step_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='3e9530ddee19b4831ec201b618942ff0062506ef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_step_never_truncated_02e0f', table='dossiers_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='step_keeps_who_got_it', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."dossier_id" IS DISTINCT FROM (NEW."dossier_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."planned_id" IS DISTINCT FROM (NEW."planned_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."desk_id" IS DISTINCT FROM (NEW."desk_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."given_by_id" IS DISTINCT FROM (NEW."given_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='85851bdbea1d3429c60e169c13a4492b26276c5e', operation='UPDATE', pgid='pgtrigger_step_keeps_who_got_it_f4efb', table='dossiers_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='step_ends_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='83a9691e5335b2d35fb45c0a4b6e3d8eef1477fa', operation='UPDATE', pgid='pgtrigger_step_ends_once_89d3a', table='dossiers_step', when='BEFORE')),
        ),
    ]
