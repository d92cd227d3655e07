"""When a result is due, and why: legal time limits counted over the office's calendar, without a database.

Calendar and rules are arguments, so that a dossier of 2017 can be counted again as it was counted then. Sources:

- Civil Code 2015 art. 147(1): a limit in hours runs from the very moment; here it runs inside office hours only.
- Civil Code 2015 art. 147(2): the day of the event, here of reception, is not counted.
- Civil Code 2015 art. 148(5): a limit whose last day is a day off ends with the next working day.
- NĐ 23/2015/NĐ-CP art. 7: a same-day result may wait for the next working day if asked for after 15:00.
- NĐ 43/2014/NĐ-CP art. 61(4): land procedures leave out some kinds of days (`TimeLimit.leaves_out`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SATURDAY = 5  # date.weekday()
# No limit runs that long: the calendar has no working days, or the amount is a slip of the hand.
HORIZON = 100 * 366  # days


class TimeUnit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"


class DayKind(StrEnum):
    WORKING = "working"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


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
}


@dataclass(frozen=True)
class OfficeHours:
    """The sessions of a working day, from and to, in order; ValueError when they are not."""

    sessions: tuple[tuple[time, time], ...] = ((time(7), time(11, 30)), (time(13, 30), time(17)))

    def __post_init__(self) -> None:
        moments = [moment for session in self.sessions for moment in session]
        if not moments or moments != sorted(moments) or any(opens == closes for opens, closes in self.sessions):
            raise ValueError("office hours need at least one session, each ending after it begins, in order")

    @property
    def opens(self) -> time:
        return self.sessions[0][0]

    @property
    def closes(self) -> time:
        return self.sessions[-1][1]


@dataclass(frozen=True)
class WorkCalendar:
    """The days that are not what their weekday says, by name, and the hours of a working day.

    A day that is both off and made up for is worked: the decision to work it is the later one.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    makeup_days: Mapping[date, str] = field(default_factory=dict)
    office_hours: OfficeHours = OfficeHours()

    def kind(self, day: date) -> DayKind:
        if day in self.makeup_days:
            return DayKind.MAKEUP
        if day in self.holidays:
            return DayKind.HOLIDAY
        return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKING

    def is_working(self, day: date) -> bool:
        return day in self.makeup_days or (day.weekday() < SATURDAY and day not in self.holidays)

    def name(self, day: date) -> str:
        """The name of the make-up day or holiday, else an empty text."""
        return self.makeup_days.get(day) or self.holidays.get(day, "")

    def closing(self, day: date) -> datetime:
        """The moment the office closes on `day`, Vietnam time."""
        return datetime.combine(day, self.office_hours.closes, VIETNAM)

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after `day`; ValueError when none comes within the horizon."""
        return self.add_working_days(day, 1)

    def add_working_days(self, day: date, n: int) -> date:
        """The `n`-th working day strictly after `day`, `day` itself for 0; ValueError for a negative `n`."""
        if n < 0:
            raise ValueError(f"cannot add {n} working days")
        days = _days_from(day)
        day = next(days)
        while n:
            day = next(days)
            n -= self.is_working(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days come after `a` up to and including `b`; 0 when `b` is not after `a`."""
        return sum(self.is_working(a + timedelta(offset)) for offset in range(1, (b - a).days + 1))


@dataclass(frozen=True)
class TimeLimit:
    """The time a procedure allows, 0 of any unit being the same day; ValueError for a negative amount."""

    amount: int
    unit: TimeUnit
    leaves_out: frozenset[DayKind] = frozenset()

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"a time limit cannot be negative: {self.amount}")

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


def deadline(received_at: datetime, limit: TimeLimit, calendar: WorkCalendar, rules: Rules) -> Deadline:
    """When the result of a dossier received at `received_at` is due, with the derivation.

    Days end at closing time, hours at their very moment. As many steps are counted as the limit has days;
    of a same-day procedure the one that it is due on; of hours those in which some of them passed.
    ValueError for a `received_at` without time zone and for a limit that never ends.
    """
    # Half days would be one more unit with a function of its own; pauses and extensions one more argument, for the
    # functions below to step over or to go on with.
    if received_at.utcoffset() is None:
        raise ValueError("the time of reception has no time zone")
    try:
        received = received_at.astimezone(VIETNAM)
        if limit.amount == 0:
            return _due_at_once(received, calendar, rules)
        if limit.unit == TimeUnit.HOUR:
            return _due_after_hours(received, limit, calendar)
        return _due_after_days(received, limit, calendar)
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


def _due_at_once(received: datetime, calendar: WorkCalendar, rules: Rules) -> Deadline:
    days = _days_from(received.date())
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


def _due_after_days(received: datetime, limit: TimeLimit, calendar: WorkCalendar) -> Deadline:
    days = _days_from(received.date())
    day = next(days)
    steps = [_step(day, False, calendar, Reason.RECEPTION_DAY)]
    left = limit.amount
    while left:
        day = next(days)
        kind = calendar.kind(day)
        counted = limit.counts(kind)
        left -= counted
        steps.append(_step(day, counted, calendar, _reason(kind, limit)))
    if not calendar.is_working(day):
        steps[-1] = _step(day, True, calendar, Reason.MOVED_OFF)
        while not calendar.is_working(day := next(days)):
            steps.append(_step(day, False, calendar))
        steps.append(_step(day, False, calendar, Reason.MOVED_TO))
    return Deadline(calendar.closing(day), tuple(steps))


def _due_after_hours(received: datetime, limit: TimeLimit, calendar: WorkCalendar) -> Deadline:
    days = _days_from(received.date())
    left = timedelta(hours=limit.amount)
    steps: list[DayStep] = []
    while True:
        day = next(days)
        kind = calendar.kind(day)
        reason = _reason(kind, limit)
        counted = False
        sessions = calendar.office_hours.sessions if limit.counts(kind) else ()
        for opens, closes in sessions:
            begin = max(received, datetime.combine(day, opens, VIETNAM))
            open_for = datetime.combine(day, closes, VIETNAM) - begin
            if left <= open_for:
                return Deadline(begin + left, (*steps, _step(day, True, calendar, reason)))
            if open_for > timedelta(0):
                left -= open_for
                counted = True
        steps.append(_step(day, counted, calendar, Reason.AFTER_CLOSING if sessions and not counted else reason))


def _days_from(first: date) -> Iterator[date]:
    for offset in range(HORIZON):
        yield first + timedelta(offset)
    raise ValueError(f"no end within {HORIZON // 366} years of {first}: the limit or the calendar is wrong")


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
