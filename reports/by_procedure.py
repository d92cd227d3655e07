"""Figures by procedure and by receiving desk: whole months from the tallies, the days at both ends from the dossiers.

Tallies of each procedure day by day would be as many as the dossiers.
"""

from collections.abc import Iterable

from dossiers.models.querysets import start_of
from reports.models import COUNTS, Span
from reports.spans import down_to
from reports.tallies import AS_AT, Figures
from units.periods import DAY, Period
from units.replica import reading_connection

# Every part gives whose they are (`{key}`), the counts, and whether they belong to the time before the period
# (`before`) and to the time up to its end (`till`): 1 or 0.
MONTHS = """
    SELECT {key}, (month < %(first_month)s)::integer AS before, 1 AS till, {counts}
    FROM {table}
    WHERE unit_id = ANY(%(units)s) AND month < %(last_month)s
    UNION ALL
    SELECT {key}, (day < %(first_month)s)::integer, 1, {counts}
    FROM reports_tallydelta
    WHERE unit_id = ANY(%(units)s) AND day < %(last_month)s
"""
DAYS = """
    SELECT {of_dossier}, {before}, {till}, {counts}
    FROM {of}
    JOIN units_agency agency ON agency.id = dossier.competent_agency_id
    JOIN procedures_procedureversion version ON version.id = dossier.version_id
    CROSS JOIN LATERAL {days} days
    WHERE agency.unit_id = ANY(%(units)s) AND days.day >= %({end}_start)s AND days.day < %({end}_end)s
        AND ({touched})
"""
DOSSIERS = {
    "of": "dossiers_dossier dossier",
    "days": """reports_days_of_dossier(
        dossier.received_at, dossier.due_at, dossier.finished_at, dossier.paused_at,
        dossier.channel, dossier.outcome, dossier.is_version_assumed
    )""",
    "moments": ("dossier.received_at", "dossier.finished_at", "dossier.due_at"),
}
PAUSES = {
    "of": "dossiers_pause pause JOIN dossiers_dossier dossier ON dossier.id = pause.dossier_id",
    "days": "reports_days_of_pause(pause.begun_at, pause.ended_at)",
    "moments": ("pause.begun_at", "pause.ended_at"),
}


def figures_by_procedure(*, units: Iterable[int], period: Period) -> dict[int, Figures]:
    """The figures of each procedure's key, of units by their keys. One statement, so that it counts nothing twice."""
    return _figures(BY_PROCEDURE, units, period)


def figures_by_desk(*, units: Iterable[int], period: Period) -> dict[int, Figures]:
    """The same by the key of the desk that received, wherever that is."""
    return _figures(BY_DESK, units, period)


def _figures(statement, units, period):
    with reading_connection().cursor() as cursor:
        cursor.execute(statement, _given(units, period))
        lines = {key: Figures(*sums) for key, *sums in cursor}
    return {key: line for key, line in lines.items() if not line.is_empty}


def _given(units, period):
    after = period.last + DAY
    first_month, last_month = down_to(Span.MONTH, period.first), down_to(Span.MONTH, after)
    given = {"units": list(units), "first_month": first_month, "last_month": last_month}
    for end, start, until in (("before", first_month, period.first), ("after", last_month, after)):
        given |= {f"{end}_start": start, f"{end}_end": until}
        given |= {f"{end}_from": start_of(start - DAY), f"{end}_until": start_of(until)}  # overdue: the day after
    return given


def _days(end, of, of_dossier, *, before, till):
    moments = (f"({moment} >= %({end}_from)s AND {moment} < %({end}_until)s)" for moment in of["moments"])
    counts = ", ".join(f"days.{name}" for name in COUNTS)
    return DAYS.format(
        end=end, of_dossier=of_dossier, before=before, till=till, counts=counts, touched=" OR ".join(moments), **of
    )


def _sum(name):
    """Of the column for a field of `Figures`."""
    if name == "carried_over":
        came = "received_online + received_direct"
        went = "resolved_early + resolved_on_time + resolved_late"
        return f"sum(before * ({came} - ({went})))"
    if name in AS_AT:
        return f"sum(till * {AS_AT[name]})"
    return f"sum((till - before) * {name})"


def _statement(key, table, of_dossier):
    return f"""
        SELECT {key}, {", ".join(map(_sum, Figures.names()))}
        FROM (
            {MONTHS.format(key=key, table=table, counts=", ".join(COUNTS))}
            UNION ALL {_days("before", DOSSIERS, of_dossier, before=1, till=0)}
            UNION ALL {_days("before", PAUSES, of_dossier, before=1, till=0)}
            UNION ALL {_days("after", DOSSIERS, of_dossier, before=0, till=1)}
            UNION ALL {_days("after", PAUSES, of_dossier, before=0, till=1)}
        ) parts
        GROUP BY {key}
    """


BY_PROCEDURE = _statement("procedure_id", "reports_proceduretally", "version.procedure_id")
BY_DESK = _statement("desk_id", "reports_desktally", "dossier.receiving_desk_id")
