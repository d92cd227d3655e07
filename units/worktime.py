"""Which days and hours an office works, without a database: the calendar that deadlines are counted over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SATURDAY = 5  # date.weekday()
# No limit runs that long: the calendar has no working days, or the amount is a slip of the hand.
HORIZON = 100 * 366  # days


class DayKind(StrEnum):
    WORKING = "working"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


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

    def sessions_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The office hours of `day`, Vietnam time, worked or not."""
        moments = self.office_hours.sessions
        return [tuple(datetime.combine(day, moment, VIETNAM) for moment in session) for session in moments]

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
        days = days_from(day)
        day = next(days)
        while n:
            day = next(days)
            n -= self.is_working(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days come after `a` up to and including `b`; 0 when `b` is not after `a`."""
        return sum(self.is_working(a + timedelta(offset)) for offset in range(1, (b - a).days + 1))


def days_from(first: date) -> Iterator[date]:
    """`first` and the days after it; ValueError beyond the horizon."""
    for offset in range(HORIZON):
        yield first + timedelta(offset)
    raise ValueError(f"no end within {HORIZON // 366} years of {first}: the limit or the calendar is wrong")
