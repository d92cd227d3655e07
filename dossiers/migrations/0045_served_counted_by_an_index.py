from django.db import migrations, models


class Migration(migrations.Migration):
    """How many dossiers a desk served in a period is counted by an index alone, whatever else it received before."""

    dependencies = [
        ("dossiers", "0044_exports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                "returning_desk",
                "finished_at",
                condition=models.Q(finished_at__isnull=False),
                name="dossier_desk_finished",
            ),
        ),
    ]
