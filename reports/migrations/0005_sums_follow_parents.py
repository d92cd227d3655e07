from django.db import migrations

# `reports.folding.LOCK`: what is folded meanwhile would go by the parents of before. A statement that comes after the
# lock sees all that was folded until then.
FOLLOW = """
CREATE FUNCTION reports_sums_follow_parents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM gone JOIN come USING (id) WHERE gone.parent_id IS DISTINCT FROM come.parent_id) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(6000001);
    WITH before AS (
        SELECT id, parent_id FROM gone
        UNION ALL
        SELECT id, parent_id FROM units_administrativeunit WHERE id NOT IN (SELECT id FROM gone)
    ), places AS (
        SELECT -1 AS sign, id, parent_id AS above FROM before
        UNION ALL
        SELECT -1, unit.id, parent.parent_id FROM before unit JOIN before parent ON parent.id = unit.parent_id
        UNION ALL
        SELECT 1, id, parent_id FROM units_administrativeunit
        UNION ALL
        SELECT 1, unit.id, parent.parent_id
        FROM units_administrativeunit unit JOIN units_administrativeunit parent ON parent.id = unit.parent_id
    ), moved AS (
        SELECT id, above, sum(sign) AS sign FROM places
        WHERE above IS NOT NULL GROUP BY id, above HAVING sum(sign) <> 0
    )
    INSERT INTO reports_tally (unit_id, is_below, span, starts_on, sector_id, {names})
    SELECT moved.above, true, tally.span, tally.starts_on, tally.sector_id, {sums}
    FROM moved JOIN reports_tally tally ON tally.unit_id = moved.id AND NOT tally.is_below
    GROUP BY moved.above, tally.span, tally.starts_on, tally.sector_id
    HAVING {is_something}
    ORDER BY 1, 3, 4, 5
    ON CONFLICT (unit_id, is_below, span, starts_on, sector_id) DO UPDATE SET {added};
    RETURN NULL;
END $$
"""
COUNTS = (
    "received_online",
    "received_direct",
    "resolved_early",
    "resolved_on_time",
    "resolved_late",
    "denied",
    "withdrawn",
    "stopped",
    "overdue",
    "paused",
    "assumed",
)


class Migration(migrations.Migration):
    """When a unit comes to lie under another one, its tallies, with those of what lies under it, are summed up there."""

    dependencies = [("reports", "0004_submissions"), ("units", "0019_form_of_causes")]

    operations = [
        migrations.RunSQL(
            [
                FOLLOW.format(
                    names=", ".join(COUNTS),
                    sums=", ".join(f"sum(sign * {name})" for name in COUNTS),
                    is_something=" OR ".join(f"sum(sign * {name}) <> 0" for name in COUNTS),
                    added=", ".join(f"{name} = reports_tally.{name} + excluded.{name}" for name in COUNTS),
                ),
                "CREATE TRIGGER reports_sums_follow_parents AFTER UPDATE ON units_administrativeunit "
                "REFERENCING OLD TABLE AS gone NEW TABLE AS come "
                "FOR EACH STATEMENT EXECUTE FUNCTION reports_sums_follow_parents()",
            ],
            [
                "DROP TRIGGER reports_sums_follow_parents ON units_administrativeunit",
                "DROP FUNCTION reports_sums_follow_parents()",
            ],
        ),
    ]
