"""Office time in SQL: how much of it had passed at a moment, by the calendar that the engine takes for a dossier.

The office time between two moments is the difference of what had passed at each, to the second what
`units.step_deadlines.office_time` walks through. What passed before each day comes with the statement as a relation,
a row for each calendar and day, and is joined as any other: nothing is kept that a change of the calendar would make
untrue.
"""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from itertools import pairwise

from dossiers.models.querysets import start_of
from units.calendars import Calendars
from units.models import AdministrativeUnit, OfficeHours
from units.periods import DAY, Period
from units.worktime import WorkCalendar

# `clocks`: by which calendar a unit's desk counts what it received from one day to another, and the hours of its
# sessions. `passed`: the office time before each day, and whether it is worked. All in seconds.
RELATIONS = """
clocks AS (
    SELECT * FROM unnest(
        %(clock_units)s::bigint[], %(clock_firsts)s::timestamptz[], %(clock_untils)s::timestamptz[],
        %(clock_calendars)s::integer[], %(clock_opens)s::integer[], %(clock_breaks)s::integer[],
        %(clock_goes_on)s::integer[], %(clock_closes)s::integer[]
    ) AS clock (unit_id, first_at, until, calendar, opens, breaks, goes_on, closes)
), passed AS (
    SELECT * FROM unnest(
        %(days)s::integer[], %(day_dates)s::date[], %(day_starts)s::float[], %(day_befores)s::integer[],
        %(day_is_worked)s::boolean[]
    ) AS passed (day, date, starts, before, is_worked)
)"""
CLOCK = ("clock_units", "clock_firsts", "clock_untils", "clock_calendars")
HOURS = ("clock_opens", "clock_breaks", "clock_goes_on", "clock_closes")
DAYS = ("days", "day_dates", "day_starts", "day_befores", "day_is_worked")
EPOCH, APART = date(1970, 1, 1), 10_000_000  # more than there are days


def seconds_of(moment: str) -> str:
    """A moment as `passed_at` takes it: seconds of Vietnam time since 1 January 1970."""
    return f"date_part('epoch', {moment} AT TIME ZONE 'Asia/Ho_Chi_Minh')"


def day_of(seconds: str, clock: str) -> str:
    """The key of its day in `passed`, by the calendar of `clock`: one number, so that PostgreSQL joins by hashing."""
    return f"({clock}.calendar + floor({seconds} / 86400)::integer)"


def passed_at(seconds: str, day: str, clock: str) -> str:
    """What had passed at a moment; `day` is the row of `passed` for its day, `clock` the row of `clocks`."""
    second = f"({seconds} - {day}.starts)"
    morning = f"least({second}, {clock}.breaks) - least({second}, {clock}.opens)"
    afternoon = f"least({second}, {clock}.closes) - least({second}, {clock}.goes_on)"
    return f"({day}.before + CASE WHEN {day}.is_worked THEN {morning} + {afternoon} ELSE 0 END)"


def relations_for(days: Period) -> dict[str, list]:
    """The parameters of RELATIONS, for whatever was received and dealt with in `days`. Three statements."""
    calendars = {}  # number by calendar: the same for all units that work alike
    clocks = list(_clocks(days, calendars))
    counted = [row for calendar, number in calendars.values() for row in _passed(number, calendar, days)]
    return _columns((*CLOCK, *HOURS), clocks) | _columns(DAYS, counted)


def _clocks(days, calendars):
    known, stretches = Calendars(), _stretches(days)
    for unit in AdministrativeUnit.objects.filter(desk__isnull=False).order_by().values_list("pk", flat=True):
        for first, until in stretches:
            calendar = known.of(unit, first)
            number = calendars.setdefault(id(calendar), (calendar, len(calendars) * APART))[1]
            morning, afternoon = calendar.office_hours.sessions
            yield unit, start_of(first), start_of(until), number, *map(_seconds, (*morning, *afternoon))


def _stretches(days):
    """From one change of office hours to the next: those of the day of reception hold."""
    changes = set()
    for first, last in OfficeHours.objects.values_list("valid_from", "valid_to"):
        changes |= {first, last and last + DAY}
    within = {day for day in changes if day and days.first < day <= days.last}
    return list(pairwise([days.first, *sorted(within), days.last + DAY]))


def _passed(number: int, calendar: WorkCalendar, days: Period) -> Iterator[tuple[int, date, int, int, bool]]:
    length = sum(_seconds(closes) - _seconds(opens) for opens, closes in calendar.office_hours.sessions)
    before = 0
    for offset in range(days.days):
        day = days.first + timedelta(offset)
        is_worked = calendar.is_working(day)
        since = (day - EPOCH).days
        yield number + since, day, since * 86400, before, is_worked
        before += length if is_worked else 0


def _seconds(moment: time) -> int:
    return (moment.hour * 60 + moment.minute) * 60 + moment.second


def _columns(names, rows: Iterable[tuple]) -> dict[str, list]:
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}
