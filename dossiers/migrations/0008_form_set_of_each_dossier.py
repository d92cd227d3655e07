import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE dossiers_dossier dossier SET form_set_id = form_set.id FROM units_formset form_set
WHERE (dossier.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
      <@ daterange(form_set.valid_from, form_set.valid_to, '[]')
"""


class Migration(migrations.Migration):
    """A dossier keeps the forms of its reception, as it keeps the rules."""

    dependencies = [("dossiers", "0007_what_left_a_desk_lately"), ("units", "0014_forms_leave_rule_sets")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="form_set",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.formset",
                verbose_name="form set",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
