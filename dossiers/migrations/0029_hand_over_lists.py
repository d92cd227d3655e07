import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Results that an office brought to a desk together: numbered, printed once, kept."""

    dependencies = [
        ('dossiers', '0028_papers_on_their_way'),
        ('units', '0016_calendars_of_units'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandoverEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
            ],
            options={
                'verbose_name': 'line of a hand-over list',
                'verbose_name_plural': 'lines of hand-over lists',
                'ordering': ['list', 'position'],
            },
        ),
        migrations.CreateModel(
            name='HandoverList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'hand-over list',
                'verbose_name_plural': 'hand-over lists',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='handoverentry',
            name='step',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handover_entry', to='dossiers.step', verbose_name='step'),
        ),
        migrations.AddField(
            model_name='handoverlist',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.agency', verbose_name='handed over by'),
        ),
        migrations.AddField(
            model_name='handoverlist',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.servicedesk', verbose_name='desk'),
        ),
        migrations.AddField(
            model_name='handoverlist',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
        ),
        migrations.AddField(
            model_name='handoverlist',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.administrativeunit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='handoverentry',
            name='list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='dossiers.handoverlist', verbose_name='hand-over list'),
        ),
        migrations.AddConstraint(
            model_name='handoverlist',
            constraint=models.UniqueConstraint(fields=('unit', 'year', 'number'), name='handover_list_number_once_a_year'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverlist',
            trigger=pgtrigger.compiler.Trigger(name='handover_list_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d6eb9814038880f0c20e8958737dd142058a3353', operation='UPDATE OR DELETE', pgid='pgtrigger_handover_list_append_only_b1d75', table='dossiers_handoverlist', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverlist',
            trigger=pgtrigger.compiler.Trigger(name='handover_list_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='4bdb89c05f1ccb3db5b005650ca26b3c657508e3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_handover_list_never_truncated_a830c', table='dossiers_handoverlist', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='handoverentry',
            constraint=models.UniqueConstraint(fields=('list', 'position'), name='handover_entry_position_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverentry',
            trigger=pgtrigger.compiler.Trigger(name='handover_entry_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='35f1cf5dd4d381062a4403dd38f2113ebdd6ab16', operation='UPDATE OR DELETE', pgid='pgtrigger_handover_entry_append_only_687a9', table='dossiers_handoverentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverentry',
            trigger=pgtrigger.compiler.Trigger(name='handover_entry_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='b069c9ff4ddb1a66e0f47320fb9e77af1804cc4f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_handover_entry_never_truncated_10450', table='dossiers_handoverentry', when='BEFORE')),
        ),
    ]
