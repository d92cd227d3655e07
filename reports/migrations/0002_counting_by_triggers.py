from django.db import migrations

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
NAMES = ", ".join(COUNTS)

# What a dossier counts, and on which days, by the rules of `dossiers.figures`. In one query, so that PostgreSQL takes
# it into the statement that asks.
DAYS_OF_DOSSIER = f"""
CREATE FUNCTION reports_days_of_dossier(
    received_at timestamptz, due_at timestamptz, finished_at timestamptz, paused_at timestamptz,
    channel text, outcome text, is_assumed boolean
) RETURNS TABLE (day date, {", ".join(f"{name} integer" for name in COUNTS)})
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH days AS (
        SELECT
            (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS received_on,
            (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due_on,
            (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS finished_on,
            paused_at IS NULL OR paused_at > due_at AS is_running,
            outcome IN ('withdrawn', 'stopped') AS is_without_result
    ), turns AS (
        SELECT *,
            greatest(received_on, due_on + 1) AS overdue_on,
            is_running AND finished_on > due_on AS is_late,
            finished_on < due_on AND NOT is_without_result AS is_early
        FROM days
    )
    SELECT received_on, (channel = 'online')::integer, (channel <> 'online')::integer,
        0, 0, 0, 0, 0, 0, 0, 0, is_assumed::integer
    FROM turns
    UNION ALL
    SELECT finished_on, 0, 0,
        is_early::integer, (NOT is_early AND NOT is_late)::integer, is_late::integer,
        (outcome = 'denied')::integer, (outcome = 'withdrawn')::integer, (outcome = 'stopped')::integer,
        -(is_running AND finished_on > overdue_on)::integer, 0, 0
    FROM turns WHERE finished_on IS NOT NULL
    UNION ALL
    SELECT overdue_on, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0
    FROM turns WHERE is_running AND (finished_on IS NULL OR finished_on > overdue_on)
$$
"""

DAYS_OF_PAUSE = f"""
CREATE FUNCTION reports_days_of_pause(begun_at timestamptz, ended_at timestamptz)
RETURNS TABLE (day date, {", ".join(f"{name} integer" for name in COUNTS)})
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (begun_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    UNION ALL
    SELECT (ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0
    WHERE ended_at IS NOT NULL
$$
"""

OF_DOSSIERS = """
    SELECT {sign} AS sign, agency.unit_id, version.sector_id, version.procedure_id, dossier.receiving_desk_id, days.*
    FROM {rows} dossier
    JOIN units_agency agency ON agency.id = dossier.competent_agency_id
    JOIN {versions} version ON version.id = dossier.version_id
    CROSS JOIN LATERAL reports_days_of_dossier(
        dossier.received_at, dossier.due_at, dossier.finished_at, dossier.paused_at,
        dossier.channel, dossier.outcome, dossier.is_version_assumed
    ) days
"""
OF_PAUSES = """
    SELECT {sign} AS sign, agency.unit_id, version.sector_id, version.procedure_id, dossier.receiving_desk_id, days.*
    FROM {pauses} pause
    JOIN {rows} dossier ON dossier.id = pause.dossier_id
    JOIN units_agency agency ON agency.id = dossier.competent_agency_id
    JOIN {versions} version ON version.id = dossier.version_id
    CROSS JOIN LATERAL reports_days_of_pause(pause.begun_at, pause.ended_at) days
"""


def counted(*selects):
    """The statement that writes down what `selects` count, where it is not nothing."""
    return f"""
        INSERT INTO reports_tallydelta (unit_id, sector_id, procedure_id, desk_id, day, {NAMES})
        SELECT unit_id, sector_id, procedure_id, receiving_desk_id, day,
            {", ".join(f"sum(sign * {name})" for name in COUNTS)}
        FROM ({" UNION ALL ".join(selects)}) changes
        GROUP BY unit_id, sector_id, procedure_id, receiving_desk_id, day
        HAVING {" OR ".join(f"sum(sign * {name}) <> 0" for name in COUNTS)};
    """


def dossiers(sign, rows, versions="procedures_procedureversion"):
    return OF_DOSSIERS.format(sign=sign, rows=rows, versions=versions)


def pauses(sign, pauses="dossiers_pause", rows="dossiers_dossier", versions="procedures_procedureversion"):
    return OF_PAUSES.format(sign=sign, pauses=pauses, rows=rows, versions=versions)


def trigger(table, operation, *statements):
    """After each statement; the rows as they were are `gone`, as they are `come`."""
    name = f"reports_counts_{table}_{operation.lower()}"
    seen = {
        "INSERT": "NEW TABLE AS come",
        "DELETE": "OLD TABLE AS gone",
        "UPDATE": "OLD TABLE AS gone NEW TABLE AS come",
    }[operation]
    body = "\n".join(statements)
    return migrations.RunSQL(
        [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$",
            f"CREATE TRIGGER {name} AFTER {operation} ON {table} REFERENCING {seen} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ],
        [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"],
    )


# A pause belongs to whom its dossier belongs: it moves with it.
ELSEWHERE = """(
    SELECT {rows}.* FROM {rows} JOIN {others} other USING (id)
    WHERE ({rows}.competent_agency_id, {rows}.version_id) IS DISTINCT FROM (other.competent_agency_id, other.version_id)
)"""
MOVED_FROM, MOVED_TO = ELSEWHERE.format(rows="gone", others="come"), ELSEWHERE.format(rows="come", others="gone")

# Of versions that were put into another sector or under another procedure.
OTHER_SUBJECT = """(
    SELECT {rows}.* FROM {rows} JOIN {others} other USING (id)
    WHERE ({rows}.sector_id, {rows}.procedure_id) IS DISTINCT FROM (other.sector_id, other.procedure_id)
)"""
SUBJECT_BEFORE, SUBJECT_AFTER = (
    OTHER_SUBJECT.format(rows="gone", others="come"),
    OTHER_SUBJECT.format(rows="come", others="gone"),
)

VIEW = f"""
CREATE VIEW reports_tallied AS
SELECT id, unit_id, is_below, span, starts_on, sector_id, {NAMES} FROM reports_tally
UNION ALL
SELECT delta.id, place.unit_id, place.is_below, 'new', delta.day, delta.sector_id, {NAMES}
FROM reports_tallydelta delta
JOIN units_administrativeunit unit ON unit.id = delta.unit_id
LEFT JOIN units_administrativeunit parent ON parent.id = unit.parent_id
CROSS JOIN LATERAL (VALUES (unit.id, false), (unit.parent_id, true), (parent.parent_id, true)) place (unit_id, is_below)
WHERE place.unit_id IS NOT NULL
"""


class Migration(migrations.Migration):
    """PostgreSQL counts what each statement changes, whoever sends it: an action, an import, somebody at a prompt."""

    dependencies = [
        ("dossiers", "0040_cases_of_dossiers"),
        ("procedures", "0021_texts_to_look_through"),
        ("reports", "0001_tallies"),
        ("units", "0016_calendars_of_units"),
    ]

    operations = [
        migrations.RunSQL(
            DAYS_OF_DOSSIER,
            "DROP FUNCTION reports_days_of_dossier(timestamptz, timestamptz, timestamptz, timestamptz, text, text, boolean)",
        ),
        migrations.RunSQL(DAYS_OF_PAUSE, "DROP FUNCTION reports_days_of_pause(timestamptz, timestamptz)"),
        trigger("dossiers_dossier", "INSERT", counted(dossiers(1, "come"))),
        trigger(
            "dossiers_dossier",
            "UPDATE",
            counted(dossiers(-1, "gone"), dossiers(1, "come"), pauses(-1, rows=MOVED_FROM), pauses(1, rows=MOVED_TO)),
        ),
        trigger("dossiers_dossier", "DELETE", counted(dossiers(-1, "gone"))),
        trigger("dossiers_pause", "INSERT", counted(pauses(1, "come"))),
        trigger("dossiers_pause", "UPDATE", counted(pauses(-1, "gone"), pauses(1, "come"))),
        trigger("dossiers_pause", "DELETE", counted(pauses(-1, "gone"))),
        trigger(
            "procedures_procedureversion",
            "UPDATE",
            counted(
                dossiers(-1, "dossiers_dossier", SUBJECT_BEFORE),
                dossiers(1, "dossiers_dossier", SUBJECT_AFTER),
                pauses(-1, versions=SUBJECT_BEFORE),
                pauses(1, versions=SUBJECT_AFTER),
            ),
        ),
        migrations.RunSQL(counted(dossiers(1, "dossiers_dossier"), pauses(1)), "DELETE FROM reports_tallydelta"),
        migrations.RunSQL(VIEW, "DROP VIEW reports_tallied"),
    ]
