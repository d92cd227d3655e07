import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was handed in, and its scans: added, never changed."""

    dependencies = [
        ('dossiers', '0002_counters'),
    ]

    operations = [
        migrations.CreateModel(
            name='DossierDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.TextField(verbose_name='paper')),
                ('originals', models.PositiveSmallIntegerField(default=0, verbose_name='originals')),
                ('certified_copies', models.PositiveSmallIntegerField(default=0, verbose_name='certified copies')),
                ('photocopies', models.PositiveSmallIntegerField(default=0, verbose_name='photocopies')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='dossiers.dossier', verbose_name='dossier')),
                ('required', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.requireddocument', verbose_name='asked for as')),
            ],
            options={
                'verbose_name': 'paper handed in',
                'verbose_name_plural': 'papers handed in',
                'ordering': ['dossier', 'position'],
            },
        ),
        migrations.CreateModel(
            name='DossierFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=100, unique=True)),
                ('original_name', models.CharField(max_length=255, verbose_name='file name')),
                ('content_type', models.CharField(max_length=50, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField(verbose_name='added')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='dossiers.dossierdocument', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'scan',
                'verbose_name_plural': 'scans',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='dossierdocument',
            constraint=models.UniqueConstraint(fields=('dossier', 'position'), name='dossier_document_position_once'),
        ),
        migrations.AddConstraint(
            model_name='dossierdocument',
            constraint=models.CheckConstraint(condition=models.Q(('originals__gt', 0), ('certified_copies__gt', 0), ('photocopies__gt', 0), _connector='OR'), name='dossier_document_counted'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierdocument',
            trigger=pgtrigger.compiler.Trigger(name='document_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='880dd64a1679ba206d9be0db683c4f59cfb2e04e', operation='UPDATE OR DELETE', pgid='pgtrigger_document_append_only_ac6aa', table='dossiers_dossierdocument', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierdocument',
            trigger=pgtrigger.compiler.Trigger(name='document_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='3a343bbce497b76fe82d288bb41c8d92dd85524f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_document_never_truncated_bc320', table='dossiers_dossierdocument', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierfile',
            trigger=pgtrigger.compiler.Trigger(name='file_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='942e46e55f5ac1fd4cd869fe2a86303272c55a0f', operation='UPDATE OR DELETE', pgid='pgtrigger_file_append_only_fe793', table='dossiers_dossierfile', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierfile',
            trigger=pgtrigger.compiler.Trigger(name='file_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;", hash='a95c1e367e42abf17c0eb41f8266b34357ecfe61', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_file_never_truncated_c3aba', table='dossiers_dossierfile', when='BEFORE')),
        ),
    ]
