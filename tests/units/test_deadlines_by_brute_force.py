"""Deadlines against a walker that takes no shortcuts: day by day, session by session, minute by minute for hours.

`DEADLINE_CASES=100000` runs it long, with other cases each time; without it the cases are always the same.
"""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from units.deadlines import Deadline, Pause, Rules, TimeLimit, TimeUnit, deadline
from units.worktime import DayKind, OfficeHours, WorkCalendar

CASES = int(os.environ.get("DEADLINE_CASES", "2000"))
RANDOM = "DEADLINE_CASES" in os.environ
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
INDOCHINA = timezone(timedelta(hours=7))
SESSIONS = [
    ((time(7), time(11, 30)), (time(13, 30), time(17))),
    ((time(8), time(12)), (time(13), time(17, 30))),
    ((time(7, 15), time(8)), (time(8), time(11, 45)), (time(14), time(14, 1))),
    ((time(0), time(23, 59)),),
]
DAYS_OFF = (DayKind.WEEKEND, DayKind.HOLIDAY)


def cases(share=1):
    return settings(max_examples=max(CASES // share, 1), deadline=None, database=None, derandomize=not RANDOM)


@dataclass(frozen=True)
class Case:
    received_at: datetime
    limit: TimeLimit
    odd_days: dict[date, DayKind]  # holidays and make-up days
    sessions: tuple[tuple[time, time], ...]
    cutoff: time
    pauses: tuple[Pause, ...] = ()

    def solve(self, **changes) -> Deadline:
        case = replace(self, **changes)
        holidays = {day: f"off {day}" for day, kind in case.odd_days.items() if kind == DayKind.HOLIDAY}
        makeup_days = {day: f"worked {day}" for day, kind in case.odd_days.items() if kind == DayKind.MAKEUP}
        calendar = WorkCalendar(holidays, makeup_days, OfficeHours(case.sessions))
        return deadline(case.received_at, case.limit, calendar, Rules("any", case.cutoff), case.pauses)

    def kind(self, day: date) -> DayKind:
        return self.odd_days.get(day) or (DayKind.WEEKEND if day.isoweekday() in (6, 7) else DayKind.WORKING)

    def works(self, day: date) -> bool:
        return self.kind(day) not in DAYS_OFF

    def counts(self, day: date) -> bool:
        wanted = self.limit.unit == TimeUnit.CALENDAR_DAY or self.works(day)
        return wanted and self.kind(day) not in self.limit.leaves_out

    def is_open(self, moment: datetime) -> bool:
        return any(opens <= moment.time() < closes for opens, closes in self.sessions)

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, max(closes for _, closes in self.sessions), INDOCHINA)


@st.composite
def some_cases(draw, units=tuple(TimeUnit), smallest=0):
    first = draw(st.dates(date(2010, 1, 1), date(2030, 12, 31)))
    odd_days = {}
    for _ in range(draw(st.integers(0, 4))):  # runs like Tết, or single days
        start, length = draw(st.integers(-1, 45)), draw(st.sampled_from([1, 1, 2, 3, 7, 12]))
        kind = draw(st.sampled_from([DayKind.HOLIDAY, DayKind.HOLIDAY, DayKind.MAKEUP]))
        odd_days |= {first + (start + offset) * DAY: kind for offset in range(length)}
    unit = draw(st.sampled_from(units))
    kinds = list(DayKind) if unit == TimeUnit.CALENDAR_DAY else [*DAYS_OFF, DayKind.MAKEUP]
    leaves_out = draw(st.sampled_from([[], [], [], DAYS_OFF, *([kind] for kind in kinds)]))
    minutes = draw(st.integers(0, 24 * 60 - 1) | st.sampled_from([420, 690, 720, 810, 900, 901, 1020]))
    received_at = datetime.combine(first, time(), INDOCHINA) + minutes * MINUTE
    zone = draw(st.sampled_from([INDOCHINA, UTC, ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("America/New_York")]))
    return Case(
        received_at.astimezone(zone),
        TimeLimit(draw(st.integers(smallest, 40)), unit, frozenset(leaves_out)),
        odd_days,
        draw(st.sampled_from(SESSIONS)),
        draw(st.sampled_from([time(15), time(15), time(16, 30), time(0)])),
    )


@st.composite
def paused_cases(draw, **kwargs):
    """Up to three pauses, some of minutes, some of weeks, some from or to an odd moment."""
    case = draw(some_cases(**kwargs))
    moment, pauses = case.received_at.astimezone(INDOCHINA), []
    minutes = st.sampled_from([0, 1, 60, 240, 24 * 60]) | st.integers(0, 14 * 24 * 60)
    for _ in range(draw(st.integers(1, 3))):
        begins = moment + draw(minutes) * MINUTE
        moment = begins + draw(minutes) * MINUTE
        pauses.append(Pause(begins, moment, draw(st.sampled_from([False, False, True]))))
    return replace(case, pauses=tuple(pauses))


def walk(case: Case) -> tuple[datetime, set[date]]:
    """The due moment and the days counted on the way."""
    now = case.received_at.astimezone(INDOCHINA)
    if case.limit.amount == 0:
        return walk_at_once(case, now)
    if case.limit.unit == TimeUnit.HOUR:
        return walk_by_minutes(case, now)
    if case.limit.unit == TimeUnit.HALF_DAY:
        return walk_by_sessions(case, now)
    return walk_by_days(case, now.date())


def walk_at_once(case, now):
    coming = list(case.pauses)
    while True:
        day = now.date() + (DAY if now.time() > case.cutoff else 0 * DAY)
        while not case.works(day):
            day += DAY
        if not coming or coming[0].begins > case.closing(day):
            return case.closing(day), {day}
        now = coming.pop(0).ends.astimezone(INDOCHINA)


def walk_by_days(case, day):
    counted, still_until, coming = set(), day, list(case.pauses)
    while True:
        if day > still_until and len(counted) < case.limit.amount and case.counts(day):
            counted.add(day)
        is_due = len(counted) == case.limit.amount and case.works(day) and day > still_until
        while coming and coming[0].begins.astimezone(INDOCHINA).date() == day:
            if is_due and coming[0].begins > case.closing(day):
                break
            pause = coming.pop(0)
            last = pause.ends.astimezone(INDOCHINA).date()
            if pause.restarts:
                counted, still_until, is_due = set(), max(last, day), False
            elif last > day:
                still_until = last
                if len(counted) == case.limit.amount:
                    counted.discard(day)  # the last day was not over yet
                is_due = False
        if is_due:
            return case.closing(day), counted
        day += DAY


def walk_by_sessions(case, since):
    sessions, still_until, coming, day = [], since, list(case.pauses), since.date()
    while True:
        for opens, closes in case.sessions if case.counts(day) else ():
            opens, closes = (datetime.combine(day, moment, INDOCHINA) for moment in (opens, closes))
            while coming and coming[0].begins < opens:
                pause = coming.pop(0)
                still_until = pause.ends
                sessions = [] if pause.restarts else sessions
            if opens <= still_until:
                continue
            sessions.append(day)
            while len(sessions) == case.limit.amount and coming and coming[0].begins <= closes:
                pause = coming.pop(0)
                if pause.restarts:
                    sessions, still_until = [], pause.ends
                elif pause.ends > closes:
                    sessions.pop()
                    still_until = pause.ends
            if len(sessions) == case.limit.amount:
                return closes, set(sessions)
        day += DAY


def walk_by_minutes(case: Case, now: datetime) -> tuple[datetime, set[date]]:
    left, counted, coming = case.limit.amount * 60, set(), list(case.pauses)
    while left or (coming and coming[0].begins <= now and coming[0].restarts):
        if coming and coming[0].begins <= now:
            pause = coming.pop(0)
            if pause.restarts:
                left, counted = case.limit.amount * 60, set()
            now = max(now, pause.ends.astimezone(INDOCHINA))
        elif not case.counts(now.date()):
            midnight = datetime.combine(now.date() + DAY, time(), INDOCHINA)
            now = min(midnight, coming[0].begins.astimezone(INDOCHINA)) if coming else midnight
        else:
            if case.is_open(now):
                left -= 1
                counted.add(now.date())
            now += MINUTE
    return now, counted


@cases()
@given(some_cases())
def test_the_walker_agrees(case):
    result = case.solve()
    due_at, counted = walk(case)
    assert result.due_at == due_at
    assert {step.day for step in result.steps if step.counted} == counted


@cases()
@given(paused_cases())
def test_the_walker_agrees_when_the_clock_stands_still_or_begins_anew(case):
    result = case.solve()
    due_at, counted = walk(case)
    assert result.due_at == due_at
    assert {step.day for step in result.steps if step.counted} == counted


@cases(share=4)
@given(some_cases() | paused_cases())
def test_the_steps_lead_from_reception_to_the_due_date(case):
    result = case.solve()
    first, last = case.received_at.astimezone(INDOCHINA).date(), result.due_at.date()
    assert [step.day for step in result.steps] == [first + offset * DAY for offset in range((last - first).days + 1)]
    assert case.works(last)
    assert result.due_at.utcoffset() == 7 * 60 * MINUTE
    if case.limit.unit in (TimeUnit.WORKING_DAY, TimeUnit.CALENDAR_DAY) or not case.limit.amount:
        assert sum(step.counted for step in result.steps) == max(case.limit.amount, 1)
    for step in result.steps:
        assert bool(step.note) == (step.day in case.odd_days)
        assert step.reason not in set(DayKind) or step.reason == case.kind(step.day)


@cases(share=4)
@given(some_cases(smallest=1), st.integers(0, 5), st.integers(0, 5000))
def test_more_time_or_a_later_reception_is_never_due_earlier(case, more, minutes):
    due_at = case.solve().due_at
    assert case.solve(limit=replace(case.limit, amount=case.limit.amount + more)).due_at >= due_at
    assert case.solve(received_at=case.received_at + minutes * MINUTE).due_at >= due_at


@cases(share=4)
@given(paused_cases())
def test_no_pause_makes_a_result_due_earlier(case):
    without = case.solve(pauses=()).due_at
    assert case.solve().due_at >= without
    begins = max(without, case.received_at) + MINUTE
    late = Pause(begins, begins + 30 * DAY, restarts=True)
    assert case.solve(pauses=(late,)).due_at == without


@cases(share=4)
@given(some_cases(units=[TimeUnit.HOUR], smallest=1), st.integers(0, 59_999_999))
def test_hours_are_exact_to_the_microsecond(case, microseconds):
    received_at = case.received_at.astimezone(INDOCHINA) + timedelta(microseconds=microseconds)
    result = case.solve(received_at=received_at)
    opened = timedelta()
    for offset in range((result.due_at.date() - received_at.date()).days + 1):
        day = received_at.date() + offset * DAY
        for session in case.sessions if case.counts(day) else ():
            opens, closes = (datetime.combine(day, moment, INDOCHINA) for moment in session)
            opened += max(min(closes, result.due_at) - max(opens, received_at), timedelta())
    assert opened == timedelta(hours=case.limit.amount)
    assert case.is_open(result.due_at - timedelta(microseconds=1))
