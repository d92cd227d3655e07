import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Slips are numbered for each agency, kind and year, or by the office's own register."""

    dependencies = [
        ('dossiers', '0011_pauses'),
        ('units', '0015_suffixes_of_slip_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='SlipCounter',
            fields=[
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.agency')),
                ('pk', models.CompositePrimaryKey('agency_id', 'kind', 'year', blank=True, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ')], max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='pause',
            name='pause_keeps_what_was_asked',
        ),
        migrations.AddField(
            model_name='pause',
            name='number',
            field=models.CharField(blank=True, max_length=50, verbose_name='number of the slip'),
        ),
        migrations.AlterField(
            model_name='slip',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ')], max_length=12, verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pause',
            trigger=pgtrigger.compiler.Trigger(name='pause_keeps_what_was_asked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."dossier_id" IS DISTINCT FROM (NEW."dossier_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."round" IS DISTINCT FROM (NEW."round") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."papers" IS DISTINCT FROM (NEW."papers") OR OLD."leader_reason" IS DISTINCT FROM (NEW."leader_reason") OR OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."begun_by_id" IS DISTINCT FROM (NEW."begun_by_id") OR OLD."due_before" IS DISTINCT FROM (NEW."due_before") OR OLD."restarts" IS DISTINCT FROM (NEW."restarts"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='79ad04bdef7529b6b6a6f44536b0a759557e967d', operation='UPDATE', pgid='pgtrigger_pause_keeps_what_was_asked_7f087', table='dossiers_pause', when='BEFORE')),
        ),
    ]
