import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """How many dossiers did what on which day: what each statement changed, and the sums of it."""

    initial = True

    dependencies = [
        ("procedures", "0021_texts_to_look_through"),
        ("units", "0016_calendars_of_units"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tallied",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_online", models.IntegerField(default=0)),
                ("received_direct", models.IntegerField(default=0)),
                ("resolved_early", models.IntegerField(default=0)),
                ("resolved_on_time", models.IntegerField(default=0)),
                ("resolved_late", models.IntegerField(default=0)),
                ("denied", models.IntegerField(default=0)),
                ("withdrawn", models.IntegerField(default=0)),
                ("stopped", models.IntegerField(default=0)),
                ("overdue", models.IntegerField(default=0)),
                ("paused", models.IntegerField(default=0)),
                ("assumed", models.IntegerField(default=0)),
                ("is_below", models.BooleanField()),
                (
                    "span",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("new", "not folded yet")],
                        max_length=5,
                    ),
                ),
                ("starts_on", models.DateField()),
            ],
            options={
                "verbose_name": "tally with what is not folded yet",
                "verbose_name_plural": "tallies with what is not folded yet",
                "db_table": "reports_tallied",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="TallyDelta",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_online", models.IntegerField(default=0)),
                ("received_direct", models.IntegerField(default=0)),
                ("resolved_early", models.IntegerField(default=0)),
                ("resolved_on_time", models.IntegerField(default=0)),
                ("resolved_late", models.IntegerField(default=0)),
                ("denied", models.IntegerField(default=0)),
                ("withdrawn", models.IntegerField(default=0)),
                ("stopped", models.IntegerField(default=0)),
                ("overdue", models.IntegerField(default=0)),
                ("paused", models.IntegerField(default=0)),
                ("assumed", models.IntegerField(default=0)),
                ("day", models.DateField()),
                (
                    "desk",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.servicedesk",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.sector",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.administrativeunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the tallies",
                "verbose_name_plural": "changes of the tallies",
            },
        ),
        migrations.CreateModel(
            name="DeskTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_online", models.IntegerField(default=0)),
                ("received_direct", models.IntegerField(default=0)),
                ("resolved_early", models.IntegerField(default=0)),
                ("resolved_on_time", models.IntegerField(default=0)),
                ("resolved_late", models.IntegerField(default=0)),
                ("denied", models.IntegerField(default=0)),
                ("withdrawn", models.IntegerField(default=0)),
                ("stopped", models.IntegerField(default=0)),
                ("overdue", models.IntegerField(default=0)),
                ("paused", models.IntegerField(default=0)),
                ("assumed", models.IntegerField(default=0)),
                ("month", models.DateField()),
                (
                    "desk",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.servicedesk",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.administrativeunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "tally of a desk",
                "verbose_name_plural": "tallies of desks",
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "month", "unit"), name="desk_tally_once_a_month")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcedureTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_online", models.IntegerField(default=0)),
                ("received_direct", models.IntegerField(default=0)),
                ("resolved_early", models.IntegerField(default=0)),
                ("resolved_on_time", models.IntegerField(default=0)),
                ("resolved_late", models.IntegerField(default=0)),
                ("denied", models.IntegerField(default=0)),
                ("withdrawn", models.IntegerField(default=0)),
                ("stopped", models.IntegerField(default=0)),
                ("overdue", models.IntegerField(default=0)),
                ("paused", models.IntegerField(default=0)),
                ("assumed", models.IntegerField(default=0)),
                ("month", models.DateField()),
                (
                    "procedure",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.administrativeunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "tally of a procedure",
                "verbose_name_plural": "tallies of procedures",
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "month", "procedure"), name="procedure_tally_once_a_month")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_online", models.IntegerField(default=0)),
                ("received_direct", models.IntegerField(default=0)),
                ("resolved_early", models.IntegerField(default=0)),
                ("resolved_on_time", models.IntegerField(default=0)),
                ("resolved_late", models.IntegerField(default=0)),
                ("denied", models.IntegerField(default=0)),
                ("withdrawn", models.IntegerField(default=0)),
                ("stopped", models.IntegerField(default=0)),
                ("overdue", models.IntegerField(default=0)),
                ("paused", models.IntegerField(default=0)),
                ("assumed", models.IntegerField(default=0)),
                ("is_below", models.BooleanField()),
                (
                    "span",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("new", "not folded yet")],
                        max_length=5,
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "sector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.sector",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.administrativeunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "tally",
                "verbose_name_plural": "tallies",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "is_below", "span", "starts_on", "sector"),
                        name="tally_once_a_day_month_or_year",
                    )
                ],
            },
        ),
    ]
