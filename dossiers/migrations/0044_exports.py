import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who took which list of dossiers out as a file, and the files that jobs make."""

    dependencies = [
        ("dossiers", "0043_load_causes_of_delays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(verbose_name="asked for")),
                (
                    "kind",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "Excel")], max_length=4, verbose_name="kind of file"
                    ),
                ),
                ("query", models.TextField(blank=True, verbose_name="address of the list")),
                ("filter", models.TextField(blank=True, verbose_name="filter")),
                ("is_part", models.BooleanField(default=False, verbose_name="only what its asker may see of it")),
                ("language", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Sent at once"),
                            ("waiting", "Being made"),
                            ("ready", "Ready"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Not made"),
                            ("removed", "Removed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(blank=True, null=True, verbose_name="rows in all")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="rows written")),
                ("moved_at", models.DateTimeField(blank=True, null=True, verbose_name="went on last")),
                ("why", models.TextField(blank=True, verbose_name="why it was not made")),
                ("reach", models.CharField(blank=True, max_length=64)),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken first")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("by",), name="one_export_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="export_waits_or_has_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="export_not_made_for_a_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="export",
            trigger=pgtrigger.compiler.Trigger(
                name="export_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="99a9b0435ca1fca6d1a7279abe9e6117ba66bab7",
                    operation="DELETE",
                    pgid="pgtrigger_export_never_deleted_a6c48",
                    table="dossiers_export",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="export",
            trigger=pgtrigger.compiler.Trigger(
                name="export_never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate %', TG_TABLE_NAME;",
                    hash="8445acdbebaba558f5175bef2d286b7c2c3d7178",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_export_never_truncated_e4a7a",
                    table="dossiers_export",
                    when="BEFORE",
                ),
            ),
        ),
    ]
