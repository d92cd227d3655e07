"""What the statements changed is added to the tallies, some thousands at a time. No figure changes by it."""

from django.db import connection, transaction
from django_tasks import task

from reports.models import COUNTS
from units.tables import Progress

MOST_AT_ONCE = 20_000
LOCK = 6_000_001  # of this work, among PostgreSQL's advisory locks: two at once would wait for each other's rows


def fold(progress: Progress | None = None) -> int:
    """Fold all that is there by now; how many changes that were. None of them where somebody else is folding."""
    folded, progress = 0, progress or Progress()
    while done := _fold_some():
        folded += done
        progress.at(folded, "changes of the tallies folded")
    return folded


@task
def fold_tallies():
    return fold()


@transaction.atomic
def _fold_some():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(FOLD, [MOST_AT_ONCE])
        return cursor.fetchone()[0]


def _added_to(table, key, select):
    """Sums of the taken changes by `key`, added to the rows of `table`."""
    keys = ", ".join(key)
    return f"""
        INSERT INTO {table} ({keys}, {", ".join(COUNTS)})
        SELECT {keys}, {", ".join(f"sum({name})" for name in COUNTS)} FROM {select}
        GROUP BY {keys} HAVING {" OR ".join(f"sum({name}) <> 0" for name in COUNTS)} ORDER BY {keys}
        ON CONFLICT ({keys}) DO UPDATE SET {", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTS)}
    """


PLACED = f"""(
    SELECT place.unit_id, place.is_below, spans.span, spans.starts_on, taken.*
    FROM (SELECT unit_id AS own_id, sector_id, day, {", ".join(COUNTS)} FROM taken) taken
    JOIN units_administrativeunit unit ON unit.id = own_id
    LEFT JOIN units_administrativeunit parent ON parent.id = unit.parent_id
    CROSS JOIN LATERAL (VALUES (unit.id, false), (unit.parent_id, true), (parent.parent_id, true))
        place (unit_id, is_below)
    CROSS JOIN LATERAL (VALUES
        ('day', day), ('month', date_trunc('month', day)::date), ('year', date_trunc('year', day)::date)
    ) spans (span, starts_on)
    WHERE place.unit_id IS NOT NULL
) placed"""
BY_MONTH = "(SELECT *, date_trunc('month', day)::date AS month FROM taken) taken"

FOLD = f"""
WITH taken AS (
    DELETE FROM reports_tallydelta WHERE id IN (SELECT id FROM reports_tallydelta ORDER BY id LIMIT %s) RETURNING *
), by_sector AS (
    {_added_to("reports_tally", ["unit_id", "is_below", "span", "starts_on", "sector_id"], PLACED)}
), by_procedure AS (
    {_added_to("reports_proceduretally", ["unit_id", "month", "procedure_id"], BY_MONTH)}
), by_desk AS (
    {_added_to("reports_desktally", ["desk_id", "month", "unit_id"], BY_MONTH)}
)
SELECT count(*) FROM taken
"""
