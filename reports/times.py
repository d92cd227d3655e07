"""How long dossiers took: what the office used of it, and what went by with waiting for others, each by itself.

Office time runs in the office hours from reception to the result; left out are the pauses, and the time in which the
papers lay with an agency of another system. Waiting is counted in the same hours, so that both add up to the whole.
Percentiles are those of `percentile_disc`: a time that a dossier really took, never one between two dossiers; and of a
month's intake the open ones can stand at the end, as longer than all that are known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import isinf

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from dossiers.models import Dossier
from dossiers.models.querysets import end_of, start_of
from dossiers.states import WITHOUT_RESULT, DossierState
from reports.batch_closings import CrowdedDay, Sitting
from reports.office_clock import RELATIONS, day_of, passed_at, relations_for, seconds_of
from units.models import AgencyKind
from units.periods import Period
from units.replica import reading_connection

DAY_OF_WORK = 8 * 3600  # seconds: durations are told in working days of eight hours
WORK_MEMORY = "64MB"  # of PostgreSQL, for this one statement: what is sorted of a year fits


class Wait(StrEnum):
    """For what; the first three are the pauses."""

    PAPERS = DossierState.SUPPLEMENT.value
    PAYMENT = DossierState.PAYMENT.value
    NOT_COUNTED = DossierState.SUSPENDED.value
    OTHERS = "others"  # an agency of another system has it


@dataclass(frozen=True)
class Quantiles:
    """The middle one and the one that nine of ten do not exceed, of `count`; None where nobody can know it yet."""

    count: int = 0
    median: float | None = None
    ninetieth: float | None = None

    @property
    def is_few(self) -> bool:
        return self.count < settings.FEWEST_TIMED

    def scaled(self, unit: float) -> "Quantiles":
        shares = (None if value is None else value / unit for value in (self.median, self.ninetieth))
        return Quantiles(self.count, *shares)


@dataclass(frozen=True)
class Times:
    """Of some dossiers that were closed: office time and waiting in working days, the whole in calendar days."""

    office: Quantiles = Quantiles()
    waiting: Quantiles = Quantiles()  # of those that waited at all
    whole: Quantiles = Quantiles()
    alone: Quantiles = Quantiles()  # office time of those that were not closed in a batch
    waits: Mapping[Wait, Quantiles] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return self.office.count

    @property
    def in_batches(self) -> int:
        return self.office.count - self.alone.count


@dataclass(frozen=True)
class Intake:
    """Of what was received in a month: those still open take longer than all that is known."""

    office: Quantiles = Quantiles()
    open: int = 0


@dataclass(frozen=True)
class TimesFound:
    """`lines` by the group's key, of what was closed in the period; `closed` and `received` by their months."""

    total: Times
    lines: dict[int, Times]
    closed: dict[date, Times]
    received: dict[date, Intake]


GROUPS = {"sector": "version.sector_id", "procedure": "version.procedure_id", "unit": "part.number"}
STRETCH = f"{passed_at('stretch.ends', 'ended', 'stretch')} - {passed_at('stretch.begins', 'begun', 'stretch')}"
WHOLE = f"{passed_at('taken.finished', 'ended', 'taken')} - {passed_at('taken.received', 'begun', 'taken')}"
# With each stretch its dossier's clock goes along: PostgreSQL cannot know how few they are, and would join them badly.
CLOCKED = "taken.id, taken.calendar, taken.opens, taken.breaks, taken.goes_on, taken.closes"
WAITS = ", ".join(f"sum(seconds) FILTER (WHERE kind = '{wait}') AS {wait}" for wait in Wait)

# `taken`: what was closed or received in the days that are looked at; closed after today is still open. `stretches`:
# in which each waited; what a pause and an agency of another system have in common counts as the pause.
TIMED = f"""
WITH {RELATIONS}, parts AS (
    SELECT * FROM unnest(%(part_units)s::bigint[], %(part_numbers)s::integer[]) AS part (unit_id, number)
), batched AS (
    SELECT unnest(%(batched)s::bigint[]) AS id
), crowded AS (
    SELECT * FROM unnest(%(crowded_units)s::bigint[], %(crowded_days)s::date[]) AS crowded (unit_id, day)
), taken AS (
    SELECT dossier.id, agency.unit_id, {{line}} AS line, clock.calendar, opens, breaks, goes_on, closes,
        {seconds_of("dossier.received_at")} AS received,
        CASE WHEN dossier.finished_at < %(now_end)s THEN {seconds_of("dossier.finished_at")} END AS finished
    FROM dossiers_dossier dossier
    JOIN units_agency agency ON agency.id = dossier.competent_agency_id
    JOIN parts part ON part.unit_id = agency.unit_id
    JOIN procedures_procedureversion version ON version.id = dossier.version_id
    JOIN units_servicedesk desk ON desk.id = dossier.receiving_desk_id
    JOIN clocks clock ON clock.unit_id = desk.unit_id
        AND dossier.received_at >= clock.first_at AND dossier.received_at < clock.until
    WHERE agency.unit_id = ANY(%(part_units)s) AND dossier.outcome <> ALL(%(without_result)s)
        AND (dossier.finished_at >= %(start)s AND dossier.finished_at < %(end)s
            OR dossier.received_at >= %(start)s AND dossier.received_at < %(end)s)
), paused AS (
    SELECT {CLOCKED}, pause.state AS kind, greatest({seconds_of("pause.begun_at")}, received) AS begins,
        least({seconds_of("pause.ended_at")}, finished) AS ends
    FROM taken JOIN dossiers_pause pause ON pause.dossier_id = taken.id
    WHERE finished IS NOT NULL
), elsewhere AS (
    SELECT {CLOCKED}, greatest({seconds_of("step.begun_at")}, received) AS begins,
        least({seconds_of("step.ended_at")}, finished) AS ends
    FROM taken JOIN dossiers_step step ON step.dossier_id = taken.id
    JOIN units_agency agency ON agency.id = step.agency_id AND agency.kind = %(beside)s
    WHERE finished IS NOT NULL
), stretches AS (
    SELECT {CLOCKED}, kind, begins, ends, 1 AS sign FROM paused taken
    UNION ALL
    SELECT {CLOCKED}, 'others', begins, ends, 1 FROM elsewhere taken
    UNION ALL
    SELECT {CLOCKED}, 'others', greatest(taken.begins, elsewhere.begins), least(taken.ends, elsewhere.ends), -1
    FROM paused taken JOIN elsewhere USING (id)
), waits AS (
    SELECT stretch.id, stretch.kind, sum(stretch.sign * ({STRETCH})) AS seconds
    FROM stretches stretch
    JOIN passed begun ON begun.day = {day_of("stretch.begins", "stretch")}
    JOIN passed ended ON ended.day = {day_of("stretch.ends", "stretch")}
    WHERE stretch.begins < stretch.ends
    GROUP BY stretch.id, stretch.kind
), waited AS (
    SELECT id, sum(seconds) AS waiting, {WAITS} FROM waits GROUP BY id
), timed AS MATERIALIZED (
    SELECT line, begun.date AS received_on, ended.date AS finished_on, waiting,
        {", ".join(Wait)},
        CASE WHEN finished IS NULL THEN 'infinity' ELSE {WHOLE} - coalesce(waiting, 0) END AS office,
        ended.date - begun.date AS whole,
        batched.id IS NOT NULL OR crowded.day IS NOT NULL AS is_batched
    FROM taken
    JOIN passed begun ON begun.day = {day_of("received", "taken")}
    LEFT JOIN passed ended ON ended.day = {day_of("finished", "taken")}
    LEFT JOIN waited USING (id)
    LEFT JOIN batched USING (id)
    LEFT JOIN crowded ON crowded.unit_id = taken.unit_id AND crowded.day = ended.date
)
"""


def _quantiles(value, condition="true"):
    return f"""count(*) FILTER (WHERE {condition}),
        percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {value}) FILTER (WHERE {condition})"""


OFFICE, ALONE, NOT_ASKED = _quantiles("office"), _quantiles("office", "NOT is_batched"), "0, NULL::float[]"
WAITED = ("waiting", *Wait)
MEASURES = [OFFICE, ALONE, _quantiles("whole::float"), *(_quantiles(wait, f"{wait} > 0") for wait in WAITED)]
# By (kind, line, month) the open ones and the measures: of the period by line and together, of the months by each.
MEASURED = f"""
SELECT CASE WHEN grouping(line) = 0 THEN 'line' ELSE 'total' END, line, NULL::date, 0, {", ".join(MEASURES)}
FROM timed WHERE finished_on BETWEEN %(first)s AND %(last)s GROUP BY GROUPING SETS ((line), ())
UNION ALL
SELECT 'closed', NULL, date_trunc('month', finished_on)::date, 0, {OFFICE}, {ALONE}, {", ".join([NOT_ASKED] * 6)}
FROM timed WHERE finished_on BETWEEN %(from)s AND %(to)s GROUP BY 3
UNION ALL
SELECT 'received', NULL, date_trunc('month', received_on)::date, count(*) FILTER (WHERE finished_on IS NULL),
    {OFFICE}, {", ".join([NOT_ASKED] * 7)}
FROM timed WHERE received_on BETWEEN %(from)s AND %(to)s GROUP BY 3
"""


@dataclass(frozen=True)
class Asked:
    """What is asked for: `parts` says to which line each unit belongs, `months` which are shown beside the period."""

    parts: Mapping[int, int]
    by: str  # of GROUPS
    period: Period
    months: Period
    today: date
    sittings: Sequence[Sitting] = ()
    crowded: Sequence[CrowdedDay] = ()


def times(asked: Asked) -> TimesFound:
    """Closed without a result (withdrawn, stopped) is left out; closed after today is still open."""
    lines, closed, received, total = {}, {}, {}, Times()
    for kind, line, month, still_open, *measures in _rows(asked):
        found = _times(measures)
        match kind:
            case "line":
                lines[line] = found
            case "total":
                total = found
            case "closed":
                closed[month] = found
            case "received":
                received[month] = Intake(found.office, still_open)
    return TimesFound(total, lines, closed, received)


def _rows(asked):
    connection = reading_connection()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [WORK_MEMORY])
        cursor.execute(TIMED.format(line=GROUPS[asked.by]) + MEASURED, _given(asked))
        return cursor.fetchall()


def _given(asked):
    period, months = asked.period, asked.months
    days = Period(min(period.first, months.first), max(period.last, months.last))
    return relations_for(_reaching_back(days, asked.today)) | {
        "part_units": list(asked.parts),
        "part_numbers": list(asked.parts.values()),
        "batched": [pk for sitting in asked.sittings for pk in sitting.dossiers],
        "crowded_units": [day.unit for day in asked.crowded],
        "crowded_days": [day.day for day in asked.crowded],
        "without_result": sorted(WITHOUT_RESULT),
        "beside": AgencyKind.BESIDE,
        "start": start_of(days.first),
        "end": end_of(days.last),
        "now_end": end_of(asked.today),
        "first": period.first,
        "last": period.last,
        "from": months.first,
        "to": months.last,
    }


def _reaching_back(days, today):
    """From the day on which the oldest of all dossiers was received, which an index knows, to today."""
    oldest = Dossier.objects.aggregate(first=Min("received_at"))["first"]
    first = min(days.first, timezone.localdate(oldest)) if oldest else days.first
    return Period(first, max(days.last, today))


def _times(measures):
    office, alone, whole, *waits = (_as_quantiles(*pair) for pair in zip(measures[::2], measures[1::2], strict=True))
    seconds = [found.scaled(DAY_OF_WORK) for found in (office, alone, *waits)]
    office, alone, waiting, *kinds = seconds
    return Times(office, waiting, whole, alone, dict(zip(Wait, kinds, strict=True)))


def _as_quantiles(count, values):
    return Quantiles(count, *(None if value is None or isinf(value) else value for value in values or ()))
