"""A period against the same days of the year before, month by month."""

from dataclasses import dataclass

from django.conf import settings

from dashboards import links
from dashboards.charts import LineChart, line_chart
from dashboards.scope import Scope
from dossiers.figures import Figure
from reports.trend import Month, by_month
from units.periods import Period, plus_months

MONTHS = 12
WIDE, NARROW = {"width": 560, "height": 250}, {"width": 330, "height": 200}


@dataclass(frozen=True)
class Told:
    """A month with its lists; without links where the units changed between the years."""

    month: Month
    received_href: str
    resolved_href: str
    late_href: str

    @property
    def is_few(self) -> bool:
        return self.month.resolved < settings.FEWEST_RANKED


@dataclass(frozen=True)
class Pair:
    """A month of this year and the one of last year."""

    this: Told
    last: Told

    @property
    def text(self) -> str:
        """The month; with its days where the period cuts it."""
        days = self.this.month.period
        return f"{days.first:%m/%Y}" if days.is_whole_months else f"{days.first:%d/%m} – {days.last:%d/%m/%Y}"

    @property
    def change(self) -> float | None:
        """By how many per cent more was received; None where nothing was before."""
        before = self.last.month.received
        return (self.this.month.received / before - 1) * 100 if before else None


@dataclass(frozen=True)
class Trend:
    pairs: list[Pair]
    period: Period
    period_before: Period

    @property
    def knows_last_year(self) -> bool:
        return any(pair.last.month.is_known for pair in self.pairs)

    @property
    def is_cut(self) -> bool:
        return not self.period.is_whole_months


def trend_of(scope: Scope) -> Trend:
    period = months_of(scope.period)
    before = period.year_before
    this, last = (_told(scope, each) for each in (period, before))
    return Trend([Pair(*months) for months in zip(this, last, strict=True)], period, before)


def months_of(period: Period) -> Period:
    """Its months; of one within a month, and of one longer than a year, the twelve to its end."""
    number = sum(1 for _ in period.months())
    first = plus_months(period.last.replace(day=1), 1 - MONTHS)
    return period if 1 < number <= MONTHS else Period(first, period.last)


def charts(trend: Trend) -> dict[str, list[LineChart]]:
    """What came in, and the share resolved late: its axis begins at nought, as that of all that is resolved cannot."""
    return {
        "received": _charts(trend, "received", lambda told: told.month.received),
        "late": _charts(trend, "late", lambda told: None if told.is_few else told.month.percent_late),
    }


def _charts(trend, name, value):
    texts = [pair.text for pair in trend.pairs]
    shown = [f"{pair.this.month.period.first:%m/%Y}" for pair in trend.pairs]
    rows = [
        [value(told) if told.month.is_known else None for told in each]
        for each in ([pair.this for pair in trend.pairs], [pair.last for pair in trend.pairs])
    ]
    return [
        line_chart(f"{name}-{size}", texts, rows, shown=shown, **measures)
        for size, measures in (("wide", WIDE), ("narrow", NARROW))
    ]


def _told(scope, period):
    months = by_month(places=scope.places, period=period)
    return [Told(month, **_lists(scope, month.period)) for month in months]


def _lists(scope, month):
    where = links.of_part(scope.whole)
    return {
        "received_href": links.figure(Figure.RECEIVED, month, **where),
        "resolved_href": links.figure(Figure.RESOLVED_TOTAL, month, **where),
        "late_href": links.figure(Figure.RESOLVED_LATE, month, **where),
    }
