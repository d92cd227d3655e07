"""When a result is due, and why: legal time limits counted over the office's calendar, without a database.

Calendar and rules are arguments, so that a dossier of 2017 can be counted again as it was counted then. Sources:

- Civil Code 2015 art. 147(1): a limit in hours runs from the very moment; here it runs inside office hours only.
- Civil Code 2015 art. 147(2): the day of the event, here of reception, is not counted.
- Civil Code 2015 art. 148(5): a limit whose last day is a day off ends with the next working day.
- NĐ 23/2015/NĐ-CP art. 7: a same-day result may wait for the next working day if asked for after 15:00.
- NĐ 43/2014/NĐ-CP art. 61(4): land procedures leave out some kinds of days (`TimeLimit.leaves_out`).
- QĐ 09/2015/QĐ-TTg: time used before a supplement counts on; NĐ 61/2018/NĐ-CP: the limit begins anew (`Pause`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from units.worktime import SATURDAY, VIETNAM, DayKind, WorkCalendar, days_from


class TimeUnit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HALF_DAY = "half_day"  # buổi: a morning or an afternoon
    HOUR = "hour"


class Reason(StrEnum):
    """Why a day was counted or not; the first four are the kinds of days."""

    WORKING = "working"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    RECEPTION_DAY = "reception_day"
    DUE_SAME_DAY = "due_same_day"
    AFTER_CUTOFF = "after_cutoff"
    AFTER_CLOSING = "after_closing"
    CALENDAR = "calendar"
    LEFT_OUT = "left_out"
    MOVED_OFF = "moved_off"
    MOVED_TO = "moved_to"
    PAUSED = "paused"
    BEFORE_RESTART = "before_restart"
    RESTARTED = "restarted"


SENTENCES = {
    Reason.WORKING: "working day",
    Reason.MAKEUP: "make-up working day",
    Reason.WEEKEND: "weekend",
    Reason.HOLIDAY: "public holiday",
    Reason.RECEPTION_DAY: "day of reception, not counted (Civil Code 2015 art. 147)",
    Reason.DUE_SAME_DAY: "received in time for a same-day result",
    Reason.AFTER_CUTOFF: "received too late for a same-day result, counted from the next working day",
    Reason.AFTER_CLOSING: "received after closing time, counted from the next working day",
    Reason.CALENDAR: "calendar day",
    Reason.LEFT_OUT: "kind of day that this procedure leaves out",
    Reason.MOVED_OFF: "last day of the limit, but a day off: the end moves on (Civil Code 2015 art. 148)",
    Reason.MOVED_TO: "first working day after a limit that ended on a day off",
    Reason.PAUSED: "the clock stood still",
    Reason.BEFORE_RESTART: "before the limit began anew",
    Reason.RESTARTED: "day from which the limit began anew, not counted (Civil Code 2015 art. 147)",
}


HOURS_A_DAY = 8  # of a working day, whatever sessions an office keeps


@dataclass(frozen=True)
class TimeLimit:
    """The time a procedure allows, 0 of any unit being the same day; ValueError for a negative amount."""

    amount: int
    unit: TimeUnit
    leaves_out: frozenset[DayKind] = frozenset()

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"a time limit cannot be negative: {self.amount}")

    @property
    def hours(self) -> int:
        """In office hours, 8 a working day; the same day is a working day, a calendar day at most one."""
        hours_each = {TimeUnit.HOUR: 1, TimeUnit.HALF_DAY: 4}.get(self.unit, HOURS_A_DAY)
        return self.amount * hours_each or HOURS_A_DAY

    def counts(self, kind: DayKind) -> bool:
        """Whether days of that kind, or the hours in them, use the limit up."""
        if kind in self.leaves_out:
            return False
        return self.unit == TimeUnit.CALENDAR_DAY or kind in (DayKind.WORKING, DayKind.MAKEUP)


@dataclass(frozen=True)
class Rules:
    """What a one-stop regulation says about counting; `same_day_cutoff` is the last moment for a same-day result."""

    name: str
    same_day_cutoff: time = time(15)


@dataclass(frozen=True)
class Pause:
    """The clock stands still from one moment to another; afterwards it goes on, or the whole limit begins anew.

    ValueError for moments without time zone or in the wrong order.
    """

    begins: datetime
    ends: datetime
    restarts: bool = False

    def __post_init__(self) -> None:
        if self.begins.utcoffset() is None or self.ends.utcoffset() is None:
            raise ValueError("a pause has no time zone")
        if self.ends < self.begins:
            raise ValueError("a pause ends before it begins")

    @property
    def first_day(self) -> date:
        return self.begins.astimezone(VIETNAM).date()

    @property
    def last_day(self) -> date:
        return self.ends.astimezone(VIETNAM).date()

    def covers(self, day: date) -> bool:
        """As with a reception, the day of the event is not counted: that of the end; the first one is used already."""
        return self.first_day < day <= self.last_day

    def stops(self, day: date) -> bool:
        """Whether it begins on `day` and lasts beyond: if it is the last one of a limit, it is used afterwards."""
        return self.first_day == day < self.last_day


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day on the way to the due date; `note` is the name of the holiday or make-up day."""

    day: date
    counted: bool
    reason: Reason
    note: str = ""


@dataclass(frozen=True)
class Deadline:
    """The due moment, Vietnam time, and each day from reception to it, both included, in order."""

    due_at: datetime
    steps: tuple[DayStep, ...]


def deadline(
    received_at: datetime, limit: TimeLimit, calendar: WorkCalendar, rules: Rules, pauses: Sequence[Pause] = ()
) -> Deadline:
    """When the result of a dossier received at `received_at` is due, with the derivation.

    Days end at closing time, half days with their session, hours at their very moment. As many steps are counted as
    the limit has days; of a same-day procedure the one that it is due on; of hours and half days those in which some
    of them passed. `pauses` in order, none overlapping; one that begins when the result is late changes nothing any
    more, and after any the same day begins anew.
    ValueError for a `received_at` without time zone, for pauses out of order and for a limit that never ends.
    """
    if received_at.utcoffset() is None:
        raise ValueError("the time of reception has no time zone")
    moments = [received_at, *(moment for pause in pauses for moment in (pause.begins, pause.ends))]
    if moments != sorted(moments):
        raise ValueError("pauses follow the reception and one another")
    try:
        return _due_with_pauses(received_at.astimezone(VIETNAM), limit, calendar, rules, pauses)
    except OverflowError as error:
        raise ValueError("the time of reception or the due date lies beyond the years 1 to 9999") from error


def describe(reason: Reason, note: str = "") -> str:
    """The English phrase for a step, with the name of its holiday or make-up day if it has one."""
    return f"{SENTENCES[reason]}: {note}" if note else SENTENCES[reason]


def skipped_ranges(deadline: Deadline) -> list[tuple[date, date, Reason, str]]:
    """The days off that a person would ask about, as (first day, last day, reason, names), in order.

    They lie between the reception day and the due date. Ordinary weekends are no news, except inside a run of
    other skipped days. A last day that is itself off (MOVED_OFF) belongs to the run that the end moved over.
    The names are joined by commas; one that contains another of the same run ("Mùng hai Tết Nguyên Đán",
    "Tết Nguyên Đán") is dropped.
    """
    steps = [step for step in deadline.steps[1:-1] if not _ordinary_weekend(step)]
    runs = [(reason, list(run)) for reason, run in groupby(steps, key=_skipped_for) if reason]
    return [(run[0].day, run[-1].day, reason, _names(run)) for reason, run in runs]


def _due_with_pauses(received, limit, calendar, rules, pauses):
    begun, kept = received, []
    due = _due(begun, limit, calendar, rules, kept)
    for pause in pauses:
        if pause.begins > due.due_at:
            break
        if pause.restarts or limit.amount == 0:
            begun, kept = pause.ends.astimezone(VIETNAM), []
        else:
            kept.append(pause)
        due = _due(begun, limit, calendar, rules, kept)
    if begun == received:
        return due
    return Deadline(due.due_at, (*_before_restart(received, begun, calendar, pauses), *_as_restarted(due.steps)))


def _due(received, limit, calendar, rules, pauses):
    if limit.amount == 0:
        return _due_at_once(received, calendar, rules)
    if limit.unit == TimeUnit.HOUR:
        return _due_after_hours(received, limit, calendar, pauses)
    if limit.unit == TimeUnit.HALF_DAY:
        return _due_after_half_days(received, limit, calendar, pauses)
    return _due_after_days(received, limit, calendar, pauses)


def _before_restart(received, begun, calendar, pauses):
    """The days from reception to that from which the limit began anew: none of them counts."""
    for offset in range((begun.date() - received.date()).days):
        day = received.date() + timedelta(offset)
        is_paused = any(pause.covers(day) for pause in pauses)
        yield _step(day, False, calendar, Reason.PAUSED if is_paused else Reason.BEFORE_RESTART)


def _as_restarted(steps):
    first, *others = steps
    return (replace(first, reason=Reason.RESTARTED) if first.reason == Reason.RECEPTION_DAY else first, *others)


def _due_at_once(received: datetime, calendar: WorkCalendar, rules: Rules) -> Deadline:
    days = days_from(received.date())
    day = next(days)
    if calendar.is_working(day):
        in_time = received.time() <= rules.same_day_cutoff
        steps = [_step(day, in_time, calendar, Reason.DUE_SAME_DAY if in_time else Reason.AFTER_CUTOFF)]
    else:
        steps = [_step(day, False, calendar)]
    while not steps[-1].counted:
        day = next(days)
        steps.append(_step(day, calendar.is_working(day), calendar))
    return Deadline(calendar.closing(day), tuple(steps))


def _due_after_days(received: datetime, limit: TimeLimit, calendar: WorkCalendar, pauses: list[Pause]) -> Deadline:
    days = days_from(received.date())
    day = next(days)
    steps = [_step(day, False, calendar, Reason.RECEPTION_DAY)]
    left = limit.amount
    while left:
        day = next(days)
        kind = calendar.kind(day)
        if _stands_still(day, pauses, is_last=left == 1 and limit.counts(kind)):
            steps.append(_step(day, False, calendar, Reason.PAUSED))
            continue
        counted = limit.counts(kind)
        left -= counted
        steps.append(_step(day, counted, calendar, _reason(kind, limit)))
    if not calendar.is_working(day):
        steps[-1] = _step(day, True, calendar, Reason.MOVED_OFF)
        while steps[-1].reason != Reason.MOVED_TO:
            day = next(days)
            is_paused = _stands_still(day, pauses, is_last=True)
            reason = Reason.PAUSED if is_paused else Reason.MOVED_TO if calendar.is_working(day) else None
            steps.append(_step(day, False, calendar, reason))
    return Deadline(calendar.closing(day), tuple(steps))


def _stands_still(day: date, pauses: list[Pause], *, is_last: bool) -> bool:
    return any(pause.covers(day) or (is_last and pause.stops(day)) for pause in pauses)


def _due_after_half_days(received: datetime, limit: TimeLimit, calendar: WorkCalendar, pauses: list[Pause]) -> Deadline:
    """As with days the one of reception, the session of reception is not counted; nor is that in which a pause ends."""
    left = limit.amount
    steps: list[DayStep] = []
    for day in days_from(received.date()):
        kind = calendar.kind(day)
        sessions = calendar.sessions_on(day) if limit.counts(kind) else []
        to_come = [(opens, closes) for opens, closes in sessions if opens > received]
        counted = False
        for opens, closes in to_come:
            if any(_keeps_shut(pause, opens, closes, is_last=left == 1) for pause in pauses):
                continue
            left -= 1
            counted = True
            if not left:
                return Deadline(closes, (*steps, _step(day, True, calendar, _reason(kind, limit))))
        reason = _why_nothing(received, sessions, to_come, counted) or _reason(kind, limit)
        steps.append(_step(day, counted, calendar, reason))
    raise AssertionError("days_from ends by itself")


def _keeps_shut(pause, opens, closes, *, is_last):
    return pause.begins < opens <= pause.ends or (is_last and opens <= pause.begins <= closes < pause.ends)


def _why_nothing(received, sessions, to_come, counted):
    """Why nothing passed on a day that counts."""
    if counted or not sessions:
        return None
    if to_come:
        return Reason.PAUSED
    return Reason.RECEPTION_DAY if received < sessions[-1][1] else Reason.AFTER_CLOSING


def _due_after_hours(received: datetime, limit: TimeLimit, calendar: WorkCalendar, pauses: list[Pause]) -> Deadline:
    left = timedelta(hours=limit.amount)
    steps: list[DayStep] = []
    for day in days_from(received.date()):
        kind = calendar.kind(day)
        sessions = calendar.sessions_on(day) if limit.counts(kind) else []
        to_come = [(max(opens, received), closes) for opens, closes in sessions if closes > received]
        counted = False
        for begins, ends in _without_pauses(to_come, pauses):
            if left <= ends - begins:
                return Deadline(begins + left, (*steps, _step(day, True, calendar, _reason(kind, limit))))
            left -= ends - begins
            counted = True
        reason = _why_nothing(received, sessions, to_come, counted) or _reason(kind, limit)
        steps.append(_step(day, counted, calendar, reason))
    raise AssertionError("days_from ends by itself")


def _without_pauses(stretches, pauses):
    """What is left of `stretches` of time without the pauses, in order."""
    for pause in pauses:
        cut = []
        for begins, ends in stretches:
            cut += [(begins, min(ends, pause.begins)), (max(begins, pause.ends), ends)]
        stretches = [(begins, ends) for begins, ends in cut if begins < ends]
    return stretches


def _reason(kind: DayKind, limit: TimeLimit) -> Reason:
    if kind in limit.leaves_out:
        return Reason.LEFT_OUT
    return Reason.CALENDAR if limit.unit == TimeUnit.CALENDAR_DAY else Reason(kind)


def _step(day: date, counted: bool, calendar: WorkCalendar, reason: Reason | None = None) -> DayStep:
    return DayStep(day, counted, reason or Reason(calendar.kind(day)), calendar.name(day))


def _skipped_for(step: DayStep) -> Reason | None:
    if step.reason == Reason.MOVED_OFF:
        return Reason.HOLIDAY
    return None if step.counted else step.reason


def _ordinary_weekend(step: DayStep) -> bool:
    return _skipped_for(step) is not None and step.day.weekday() >= SATURDAY and not step.note


def _names(run: list[DayStep]) -> str:
    names = list(dict.fromkeys(step.note for step in run if step.note))
    return ", ".join(name for name in names if not any(other != name and other in name for other in names))
