import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Each slip has a place for its signed, sealed scan."""

    dependencies = [
        ('dossiers', '0033_papers_struck'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=100, unique=True)),
                ('original_name', models.CharField(max_length=255, verbose_name='file name')),
                ('content_type', models.CharField(max_length=50, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField(verbose_name='added')),
                ('round', models.PositiveSmallIntegerField(verbose_name='round')),
                ('page', models.PositiveSmallIntegerField(verbose_name='page')),
            ],
            options={
                'verbose_name': 'signed scan',
                'verbose_name_plural': 'signed scans',
                'ordering': ['slip', 'round', 'page'],
            },
        ),
        migrations.AddField(
            model_name='signedscan',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by'),
        ),
        migrations.AddField(
            model_name='signedscan',
            name='slip',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_scans', to='dossiers.slip', verbose_name='slip'),
        ),
        migrations.AddConstraint(
            model_name='signedscan',
            constraint=models.UniqueConstraint(fields=('slip', 'round', 'page'), name='signed_scan_page_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signedscan',
            trigger=pgtrigger.compiler.Trigger(name='signed_scan_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='80cb61024c01d93fb332e21fce9fe68b44eb8858', operation='UPDATE OR DELETE', pgid='pgtrigger_signed_scan_append_only_be855', table='dossiers_signedscan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signedscan',
            trigger=pgtrigger.compiler.Trigger(name='signed_scan_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='7911c2d470110bf56541a2d7e9a08975481fe8d7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_signed_scan_never_truncated_89a88', table='dossiers_signedscan', when='BEFORE')),
        ),
    ]
