import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apologies with their new dates."""

    dependencies = [
        ('dossiers', '0012_numbers_of_slips'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('apologised', 'Apology and new date'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('unmasked', 'Identity number shown')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='slip',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='slipcounter',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả')], max_length=12),
        ),
        migrations.CreateModel(
            name='Apology',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='round')),
                ('number', models.CharField(max_length=50, verbose_name='number of the slip')),
                ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                ('leader_reason', models.CharField(blank=True, max_length=1000, verbose_name="leader's reason")),
                ('is_late', models.BooleanField(verbose_name='later than the regulation says')),
                ('promised_before', models.DateTimeField(verbose_name='promised before')),
                ('promised_at', models.DateTimeField(verbose_name='promised anew')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='apologies', to='dossiers.dossier', verbose_name='dossier')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'apology',
                'verbose_name_plural': 'apologies',
                'ordering': ['dossier', 'round'],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'round'), name='apology_round_once'), models.CheckConstraint(condition=models.Q(('promised_at__gt', models.F('promised_before')), ('promised_at__gt', models.F('made_at'))), name='apology_promises_a_later_date')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apology',
            trigger=pgtrigger.compiler.Trigger(name='apology_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c5586b334d99c2a0303a883805d84080f53d54d0', operation='UPDATE OR DELETE', pgid='pgtrigger_apology_append_only_b646b', table='dossiers_apology', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apology',
            trigger=pgtrigger.compiler.Trigger(name='apology_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='9464abba552ad9472c2cf823ab172c2edf946dde', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_apology_never_truncated_738d7', table='dossiers_apology', when='BEFORE')),
        ),
    ]
