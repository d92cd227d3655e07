import django.db.models.deletion
from django.db import migrations, models

RECORD = """
INSERT INTO procedures_publicationdecision (number, issued_on, issuer, title, state)
SELECT DISTINCT decision_number, decision_date, '', '', 'recorded' FROM procedures_procedureversion
WHERE decision_number <> '' OR decision_date IS NOT NULL;
UPDATE procedures_procedureversion version SET decision_id = decision.id FROM procedures_publicationdecision decision
WHERE decision.number = version.decision_number AND decision.issued_on IS NOT DISTINCT FROM version.decision_date;
SET CONSTRAINTS ALL IMMEDIATE;
"""
WRITE_BACK = """
UPDATE procedures_procedureversion version SET decision_number = decision.number, decision_date = decision.issued_on
FROM procedures_publicationdecision decision WHERE decision.id = version.decision_id;
UPDATE procedures_procedureversion SET decision_id = NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """What named a decision points to it; one truth for its number and day."""

    dependencies = [
        ('procedures', '0009_publication_decisions'),
    ]

    operations = [
        migrations.AddField(
            model_name='procedureversion',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.publicationdecision', verbose_name='publication decision'),
        ),
        migrations.RunSQL(RECORD, WRITE_BACK),
        migrations.RemoveField(
            model_name='procedureversion',
            name='decision_date',
        ),
        migrations.RemoveField(
            model_name='procedureversion',
            name='decision_number',
        ),
    ]
