import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """A card is typed in, or put right, in an open batch only, whoever writes it."""

    dependencies = [
        ('satisfaction', '0003_kiosks'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='card',
            trigger=pgtrigger.compiler.Trigger(name='card_of_an_open_batch', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    PERFORM FROM satisfaction_cardbatch WHERE id = NEW.batch_id AND sealed_at IS NULL FOR SHARE;\n                    IF NOT FOUND THEN\n                        RAISE EXCEPTION 'Batch % is sealed', NEW.batch_id;\n                    END IF;\n                    RETURN NEW;\n                ", hash='522fa3806ed7a3c93208fefcadc40d8011a7a69f', operation='INSERT OR UPDATE', pgid='pgtrigger_card_of_an_open_batch_e52f8', table='satisfaction_card', when='BEFORE')),
        ),
    ]
