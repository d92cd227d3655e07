"""Periods of days, both ends included, as reports and leaders ask for them. Pure: today is an argument."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self):
        if self.last < self.first:
            raise ValueError("a period cannot end before it starts")

    def __str__(self):
        return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + DAY).day == 1

    @property
    def is_year_so_far(self) -> bool:
        """A year, or one from its first day on."""
        return (self.first.month, self.first.day) == (1, 1) and self.last.year == self.first.year

    @property
    def before(self) -> "Period":
        """What it is compared with.

        A year, or the year so far: the same days of the year before. Whole months: as many months before. Anything
        else: as many days before.
        """
        if self.is_year_so_far:
            return self.year_before
        if self.is_whole_months:
            months = sum(1 for _ in self.months())
            return Period(plus_months(self.first, -months), self.first - DAY)
        return Period(self.first - self.days * DAY, self.first - DAY)

    @property
    def year_before(self) -> "Period":
        """The same days of the year before; of 29 February the 28th."""
        return Period(_a_year_before(self.first), _a_year_before(self.last))

    def until(self, day: date) -> "Period":
        """Without what lies after `day`; one that lies wholly after it is left as it is."""
        return self if day < self.first else Period(self.first, min(self.last, day))

    def months(self) -> Iterator["Period"]:
        """Its calendar months, the first and the last of them cut where it begins and ends."""
        first = self.first
        while first <= self.last:
            following = plus_months(first.replace(day=1), 1)
            yield Period(first, min(self.last, following - DAY))
            first = following


def _a_year_before(day):
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def week_of(day: date) -> Period:
    """From Monday to Sunday."""
    monday = day - day.weekday() * DAY
    return Period(monday, monday + 6 * DAY)


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, plus_months(first, 1) - DAY)


def quarter_of(day: date) -> Period:
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(first, plus_months(first, 3) - DAY)


def year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def plus_months(first: date, months: int) -> date:
    """`first`, the first day of a month, so many months on; back with a minus."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
