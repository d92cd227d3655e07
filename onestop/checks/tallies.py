"""What must hold of the tallies, for `verify`: each is the sum of what lies under it, and all of them the dossiers."""

from reports.models import COUNTS

SUMS = ", ".join(f"sum({name}) AS {name}" for name in COUNTS)
IS_SOMETHING = " OR ".join(f"sum({name}) <> 0" for name in COUNTS)
NAMES = ", ".join(COUNTS)


def differing(what, key, one, other):
    """The groups whose sums are not the same in both selects; `key` are the columns of a group."""

    def summed(rows):
        return f"SELECT {key}, {SUMS} FROM ({rows}) rows GROUP BY {key} HAVING {IS_SOMETHING}"

    return f"""
        SELECT DISTINCT unit.name || ' (' || unit.code || '): {what} ' || found.span || ' differ'
        FROM (
            (({summed(one)}) EXCEPT ({summed(other)})) UNION ALL (({summed(other)}) EXCEPT ({summed(one)}))
        ) differing
        JOIN units_administrativeunit unit ON unit.id = differing.unit_id
        CROSS JOIN LATERAL (SELECT to_char(differing.starts_on, 'DD/MM/YYYY') AS span) found
    """


DOSSIERS = f"""
    SELECT agency.unit_id, version.sector_id, days.day AS starts_on, {NAMES}
    FROM dossiers_dossier dossier
    JOIN units_agency agency ON agency.id = dossier.competent_agency_id
    JOIN procedures_procedureversion version ON version.id = dossier.version_id
    CROSS JOIN LATERAL reports_days_of_dossier(
        dossier.received_at, dossier.due_at, dossier.finished_at, dossier.paused_at,
        dossier.channel, dossier.outcome, dossier.is_version_assumed
    ) days
    UNION ALL
    SELECT agency.unit_id, version.sector_id, days.day, {NAMES}
    FROM dossiers_pause pause
    JOIN dossiers_dossier dossier ON dossier.id = pause.dossier_id
    JOIN units_agency agency ON agency.id = dossier.competent_agency_id
    JOIN procedures_procedureversion version ON version.id = dossier.version_id
    CROSS JOIN LATERAL reports_days_of_pause(pause.begun_at, pause.ended_at) days
"""
TALLIED = f"""
    SELECT unit_id, sector_id, starts_on, {NAMES} FROM reports_tallied WHERE NOT is_below AND span IN ('day', 'new')
"""


def spanned(span, of="span"):
    """The tallies of one span; with "day" for `of`, the days that it is made of."""
    starts_on = f"date_trunc('{span}', starts_on)::date AS starts_on" if of == "day" else "starts_on"
    name = "day" if of == "day" else span
    return f"SELECT unit_id, is_below, sector_id, {starts_on}, {NAMES} FROM reports_tally WHERE span = '{name}'"


BELOW = f"SELECT unit_id, sector_id, starts_on, {NAMES} FROM reports_tally WHERE is_below AND span = 'day'"
UNDER = f"""
    SELECT above.unit_id, sector_id, starts_on, {NAMES}
    FROM reports_tally tally
    JOIN units_administrativeunit unit ON unit.id = tally.unit_id
    LEFT JOIN units_administrativeunit parent ON parent.id = unit.parent_id
    CROSS JOIN LATERAL (VALUES (unit.parent_id), (parent.parent_id)) above (unit_id)
    WHERE NOT is_below AND span = 'day' AND above.unit_id IS NOT NULL
"""
MONTHS = f"SELECT unit_id, starts_on, {NAMES} FROM reports_tally WHERE NOT is_below AND span = 'month'"

OF_SECTOR = "unit_id, is_below, sector_id, starts_on"

TALLIES_ASTRAY = " UNION ALL ".join(
    [
        differing("dossiers and tallies of", "unit_id, sector_id, starts_on", DOSSIERS, TALLIED),
        differing("days and month", OF_SECTOR, spanned("month", "day"), spanned("month")),
        differing("days and year", OF_SECTOR, spanned("year", "day"), spanned("year")),
        differing("units and what lies above them on", "unit_id, sector_id, starts_on", UNDER, BELOW),
        *(
            differing(
                f"{things} and month",
                "unit_id, starts_on",
                f"SELECT unit_id, month AS starts_on, {NAMES} FROM {table}",
                MONTHS,
            )
            for things, table in (("procedures", "reports_proceduretally"), ("desks", "reports_desktally"))
        ),
    ]
)
