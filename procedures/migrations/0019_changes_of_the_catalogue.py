import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever keeps a copy of the catalogue can tell whether it is still the same."""

    dependencies = [
        ('procedures', '0018_life_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogueChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transaction', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'change of the catalogue',
                'verbose_name_plural': 'changes of the catalogue',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fee',
            trigger=pgtrigger.compiler.Trigger(name='catalogue_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO procedures_cataloguechange (transaction, at)\n    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;\n    RETURN NULL;\n', hash='d9c5082c4553e811b6e7cf2a3b3b33809eb90772', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_catalogue_changed_c4b6d', table='procedures_fee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formfile',
            trigger=pgtrigger.compiler.Trigger(name='catalogue_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO procedures_cataloguechange (transaction, at)\n    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;\n    RETURN NULL;\n', hash='c2416a49f07992da460e900b4b8f0c4d6936e18c', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_catalogue_changed_034b8', table='procedures_formfile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='procedure',
            trigger=pgtrigger.compiler.Trigger(name='catalogue_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO procedures_cataloguechange (transaction, at)\n    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;\n    RETURN NULL;\n', hash='382def4d900eec100120eb3a6bf40fe06def98b8', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_catalogue_changed_61030', table='procedures_procedure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='procedurecase',
            trigger=pgtrigger.compiler.Trigger(name='catalogue_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO procedures_cataloguechange (transaction, at)\n    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;\n    RETURN NULL;\n', hash='51ed705dee9592d25189a6953d66349769cf9e80', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_catalogue_changed_4cdb9', table='procedures_procedurecase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='procedureversion',
            trigger=pgtrigger.compiler.Trigger(name='catalogue_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO procedures_cataloguechange (transaction, at)\n    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;\n    RETURN NULL;\n', hash='bd2458ab0fa14dc0cc932ce30335321db2510ac1', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_catalogue_changed_39ca2', table='procedures_procedureversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicationdecision',
            trigger=pgtrigger.compiler.Trigger(name='catalogue_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO procedures_cataloguechange (transaction, at)\n    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;\n    RETURN NULL;\n', hash='02dedcfebc789fe87183343b8f90290674a5998d', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_catalogue_changed_1b3f6', table='procedures_publicationdecision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requireddocument',
            trigger=pgtrigger.compiler.Trigger(name='catalogue_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO procedures_cataloguechange (transaction, at)\n    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;\n    RETURN NULL;\n', hash='f34029b8ed910e90caf15f7bd9d89ef472667f92', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_catalogue_changed_12f9b', table='procedures_requireddocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='catalogue_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO procedures_cataloguechange (transaction, at)\n    VALUES (pg_current_xact_id()::text::bigint, now()) ON CONFLICT DO NOTHING;\n    RETURN NULL;\n', hash='3f965364eaafea7f759ae76e24dab1281db6ab2e', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_catalogue_changed_6c00c', table='procedures_sector', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='cataloguechange',
            constraint=models.UniqueConstraint(fields=('transaction', 'at'), name='catalogue_change_once'),
        ),
    ]
