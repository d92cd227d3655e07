import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a unit confirmed of a decision at once, what was found of it on the spot, and the photos of both."""

    dependencies = [
        ("procedures", "0019_changes_of_the_catalogue"),
        ("units", "0016_calendars_of_units"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PostingRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.CharField(
                        choices=[("board", "On the board at the desk"), ("portal", "On the unit's portal")],
                        max_length=6,
                        verbose_name="place",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(
                        help_text="The day on which it was put up and taken down.", verbose_name="done on"
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("at", models.DateTimeField(verbose_name="confirmed at")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posting_rounds",
                        to="procedures.publicationdecision",
                        verbose_name="publication decision",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posting_rounds",
                        to="units.servicedesk",
                        verbose_name="desk",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of posting",
                "verbose_name_plural": "rounds of posting",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="posting",
            name="put_up_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="put_up",
                to="procedures.postinground",
                verbose_name="put up in the round",
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="taken_down_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_down",
                to="procedures.postinground",
                verbose_name="taken down in the round",
            ),
        ),
        migrations.CreateModel(
            name="SpotCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.CharField(
                        choices=[("board", "On the board at the desk"), ("portal", "On the unit's portal")],
                        max_length=6,
                        verbose_name="place",
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("at", models.DateTimeField(verbose_name="recorded at")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spot_checks",
                        to="units.servicedesk",
                        verbose_name="desk",
                    ),
                ),
            ],
            options={
                "verbose_name": "spot check",
                "verbose_name_plural": "spot checks",
                "ordering": ["-checked_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PostingPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=100, unique=True)),
                ("original_name", models.CharField(max_length=255, verbose_name="file name")),
                ("content_type", models.CharField(max_length=50, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(verbose_name="added")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="procedures.postinground",
                        verbose_name="round of posting",
                    ),
                ),
                (
                    "check_made",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="procedures.spotcheck",
                        verbose_name="spot check",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo of a board",
                "verbose_name_plural": "photos of boards",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_found", models.BooleanField(verbose_name="found")),
                ("had_until", models.DateField(null=True)),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="procedures.posting",
                        verbose_name="posting",
                    ),
                ),
                (
                    "check_made",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="procedures.spotcheck",
                        verbose_name="spot check",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["check_made", "posting"],
            },
        ),
        migrations.AddConstraint(
            model_name="postinground",
            constraint=models.CheckConstraint(
                condition=models.Q(("link", ""), ("link__startswith", "https://"), _connector="OR"),
                name="round_links_to_a_safe_address",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="spotcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="spot_check_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8f185f55b4b0ba6d539a2c168ba3f1c31d1facd6",
                    operation="DELETE",
                    pgid="pgtrigger_spot_check_never_deleted_7230d",
                    table="procedures_spotcheck",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="spotcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="spot_check_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."desk_id" IS DISTINCT FROM (NEW."desk_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="687db1519b399683909a64c3cc2e17ae4b324381",
                    operation="UPDATE",
                    pgid="pgtrigger_spot_check_never_changes_a2bbc",
                    table="procedures_spotcheck",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="postingphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("check_made", None), ("round__isnull", False)),
                    models.Q(("check_made__isnull", False), ("round", None)),
                    _connector="OR",
                ),
                name="photo_of_a_round_or_a_check",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="posting_photo_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ab8f0a18a35b80701b0ae9b77d747c95682e1ebc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_posting_photo_append_only_bb928",
                    table="procedures_postingphoto",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("check_made", "posting"), name="looked_for_once_in_a_check"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="finding_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8b3713211c8ad47b5e568f45831f15799fd0b760",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_finding_append_only_b54fc",
                    table="procedures_finding",
                    when="BEFORE",
                ),
            ),
        ),
    ]
