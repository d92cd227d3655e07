import django.contrib.postgres.indexes
from django.db import migrations, models

import units.text


class Migration(migrations.Migration):
    """Names as long as the national portal has them. What is generated from a column has to step aside meanwhile."""

    dependencies = [("procedures", "0003_exceptions_for_units")]

    operations = [
        migrations.RemoveIndex("procedureversion", "version_searched"),
        migrations.RemoveField("procedureversion", "searched"),
        migrations.AlterField("procedureversion", "name", models.CharField(max_length=2000, verbose_name="name")),
        migrations.AddField(
            "procedureversion",
            "searched",
            models.GeneratedField(
                db_persist=True, expression=units.text.Fold(models.F("name")), output_field=models.TextField()
            ),
        ),
        migrations.AddIndex(
            "procedureversion",
            django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("searched", name="gin_trgm_ops"), name="version_searched"
            ),
        ),
        migrations.AlterField(
            "sector", "name", models.CharField(max_length=300, unique=True, verbose_name="name")
        ),
        migrations.AlterField(
            "requireddocument",
            "case",
            models.TextField(blank=True, help_text="Asked for in this case only.", verbose_name="case"),
        ),
    ]
