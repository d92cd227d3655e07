import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The fee ledger, its slips and events, and the sums that a dossier keeps of it."""

    dependencies = [
        ('dossiers', '0021_slips_of_enquiries'),
        ('procedures', '0008_processes'),
        ('units', '0016_calendars_of_units'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FeeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('collected', 'Collected'), ('exempted', 'Exempted'), ('refunded', 'Refunded')], max_length=9, verbose_name='kind')),
                ('nature', models.CharField(choices=[('fee', 'phí'), ('charge', 'lệ phí'), ('both', 'phí, lệ phí')], max_length=6, verbose_name='fee or charge')),
                ('amount', models.PositiveIntegerField(verbose_name='amount in đồng')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('key', models.CharField(max_length=64)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('number', models.PositiveIntegerField(null=True, verbose_name='number of the slip')),
                ('receipt_book', models.CharField(blank=True, max_length=20, verbose_name='receipt book')),
                ('receipt_serial', models.CharField(blank=True, max_length=10, verbose_name='receipt number')),
                ('ground', models.CharField(blank=True, choices=[('merit', 'Person with merit to the revolution'), ('poor', 'Poor household'), ('near_poor', 'Near-poor household'), ('child', 'Child'), ('elderly', 'Elderly person'), ('disabled', 'Person with a disability'), ('other', 'Other, in words'), ('unrecorded', 'Not recorded')], max_length=10, verbose_name='ground')),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'fee entry',
                'verbose_name_plural': 'fee entries',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='dossier',
            name='fee_exempted',
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name='fee exempted'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='fee_kept',
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name='fee kept'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='fee_status',
            field=models.CharField(choices=[('none', 'No fee'), ('paid', 'Collected'), ('on_collection', 'To be collected with the result'), ('exempt', 'Exempt'), ('refunded', 'Given back')], default='none', max_length=14, verbose_name='fee'),
        ),
        migrations.AlterField(
            model_name='dossierevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('started', 'Taken up'), ('assigned', 'Assigned'), ('forwarded', 'Forwarded'), ('taken_over', 'Papers taken over'), ('sent_back', 'Sent back'), ('submitted', 'Submitted for signature'), ('signed', 'Signed'), ('paused', 'Clock stopped'), ('resumed', 'Clock goes on'), ('recalculated', 'Due date reckoned anew'), ('extended', 'Time extended'), ('apologised', 'Apology and new date'), ('resolved', 'Result ready'), ('denied', 'Denied'), ('handed_back', 'Result handed back'), ('withdrawn', 'Withdrawn'), ('stopped', 'Stopped for good'), ('unmasked', 'Identity number shown'), ('fee_collected', 'Fee collected'), ('fee_exempted', 'Exempted from the fee'), ('fee_changed', 'Fee due changed'), ('fee_refunded', 'Fee refunded')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='slip',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('refusal', 'Phiếu từ chối tiếp nhận giải quyết hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả'), ('collection', 'Phiếu thu nội bộ'), ('refund', 'Phiếu chi nội bộ')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='slipcounter',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('refusal', 'Phiếu từ chối tiếp nhận giải quyết hồ sơ'), ('apology', 'Phiếu xin lỗi và hẹn lại ngày trả kết quả'), ('collection', 'Phiếu thu nội bộ'), ('refund', 'Phiếu chi nội bộ')], max_length=12),
        ),
        migrations.AddField(
            model_name='feeentry',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.agency', verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='feeentry',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='feeentry',
            name='desk',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.servicedesk', verbose_name='desk'),
        ),
        migrations.AddField(
            model_name='feeentry',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_entries', to='dossiers.dossier', verbose_name='dossier'),
        ),
        migrations.AddIndex(
            model_name='feeentry',
            index=models.Index(models.F('desk'), models.F('at'), name='fee_entry_desk_at'),
        ),
        migrations.AddConstraint(
            model_name='feeentry',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('kind', 'exempted'), _connector='OR'), name='fee_entry_moves_money'),
        ),
        migrations.AddConstraint(
            model_name='feeentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'exempted'), ('number', None), ('year', None)), models.Q(models.Q(('kind', 'exempted'), _negated=True), ('number__gte', 1), ('number__isnull', False), ('year__isnull', False)), _connector='OR'), name='fee_entry_of_money_is_numbered'),
        ),
        migrations.AddConstraint(
            model_name='feeentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), ('kind', 'collected')), models.Q(('ground', ''), ('kind', 'refunded'), models.Q(('words', ''), _negated=True)), models.Q(('kind', 'exempted'), models.Q(('ground', ''), _negated=True), models.Q(models.Q(('ground', 'other'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR')), _connector='OR'), name='fee_entry_says_why'),
        ),
        migrations.AddConstraint(
            model_name='feeentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('receipt_book', ''), ('receipt_serial', '')), models.Q(('kind', 'collected'), ('receipt_serial__regex', '^[0-9]{1,10}$'), models.Q(('receipt_book', ''), _negated=True)), _connector='OR'), name='fee_entry_names_a_whole_receipt'),
        ),
        migrations.AddConstraint(
            model_name='feeentry',
            constraint=models.UniqueConstraint(fields=('dossier', 'key'), name='fee_entry_once_a_press'),
        ),
        migrations.AddConstraint(
            model_name='feeentry',
            constraint=models.UniqueConstraint(fields=('agency', 'kind', 'year', 'number'), name='fee_slip_number_once'),
        ),
        migrations.AddConstraint(
            model_name='feeentry',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt_serial', ''), _negated=True), fields=('agency', 'receipt_book', 'receipt_serial'), name='fee_receipt_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeentry',
            trigger=pgtrigger.compiler.Trigger(name='fee_entry_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1f99f3befce0a6acbd396ba7cafcb90a9809c4bb', operation='UPDATE OR DELETE', pgid='pgtrigger_fee_entry_append_only_38e52', table='dossiers_feeentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeentry',
            trigger=pgtrigger.compiler.Trigger(name='fee_entry_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='659908d97fdc4c36b8c10d2563650eb617fe2a20', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_fee_entry_never_truncated_2290f', table='dossiers_feeentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeentry',
            trigger=pgtrigger.compiler.Trigger(name='fee_entry_agrees_with_its_dossier', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\nPERFORM 1 FROM dossiers_dossier dossier CROSS JOIN LATERAL (\n    SELECT coalesce(sum(CASE kind WHEN 'collected' THEN amount WHEN 'refunded' THEN -amount END), 0) AS kept,\n           coalesce(sum(amount) FILTER (WHERE kind = 'exempted'), 0) AS exempted\n    FROM dossiers_feeentry WHERE dossier_id = dossier.id\n) ledger\nWHERE dossier.id = NEW.dossier_id AND (fee_kept <> ledger.kept OR fee_exempted <> ledger.exempted);\nIF FOUND THEN\n    RAISE EXCEPTION 'The fees of dossier % are not those of its ledger', NEW.dossier_id USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='7bc7eaf1cd4da77d0990740aedfa93aa6f2d0cc6', operation='INSERT', pgid='pgtrigger_fee_entry_agrees_with_its_dossier_94186', table='dossiers_feeentry', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
