import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Issued forms, kept byte for byte."""

    dependencies = [
        ('dossiers', '0004_history'),
    ]

    operations = [
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả')], max_length=12, verbose_name='kind')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='dossiers.dossier', verbose_name='dossier')),
                ('rule_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.ruleset', verbose_name='rule set')),
            ],
            options={
                'verbose_name': 'slip',
                'verbose_name_plural': 'slips',
                'ordering': ['dossier', 'kind', 'version'],
            },
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.UniqueConstraint(fields=('dossier', 'kind', 'version'), name='slip_version_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='slip',
            trigger=pgtrigger.compiler.Trigger(name='slip_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7af6c2ba977e63980046c7046d267f39f47e2167', operation='UPDATE OR DELETE', pgid='pgtrigger_slip_append_only_44f3e', table='dossiers_slip', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='slip',
            trigger=pgtrigger.compiler.Trigger(name='slip_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='02f11353d9c7c1bed4fab10ad5f8f9d712790024', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_slip_never_truncated_7ef7e', table='dossiers_slip', when='BEFORE')),
        ),
    ]
