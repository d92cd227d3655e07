"""How long dossiers took, as a page tells it: lines, months, and what was closed in batches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboards import links
from dashboards.scope import Scope
from dossiers.figures import Figure
from dossiers.filters import WITH_RESULT
from procedures.models import Procedure, ProcedureVersion, Sector
from reports.batch_closings import CrowdedDay, Sitting, crowded_days, sittings
from reports.tallies import Figures, figures
from reports.times import Asked, Intake, Times, times
from units.models import User
from units.periods import Period, plus_months

FEWEST_MONTHS, MOST_MONTHS = 12, 36
MOST_BATCHES = 12


@dataclass(frozen=True)
class TimesLine:
    name: str
    times: Times
    href: str
    code: str = ""


@dataclass(frozen=True)
class MonthLine:
    """A month: what was closed in it, and what was received in it."""

    period: Period
    closed: Times
    received: Intake
    closed_href: str
    received_href: str
    open_href: str


@dataclass(frozen=True)
class Batch:
    """Closings together: of one sitting (`by`, minutes), or of one crowded day (a share of the month)."""

    day: date
    unit: str
    count: int
    href: str
    sitting: Sitting | None = None
    crowded: CrowdedDay | None = None
    by: str = ""


@dataclass(frozen=True)
class TimesBoard:
    scope: Scope
    by: str
    total: Times
    lines: list[TimesLine]
    few: list[Times]  # of lines of too few to say anything of each
    months: list[MonthLine]
    batches: list[Batch]
    figures: Figures  # of all that was closed in the period
    links: Mapping[str, str]  # of the total, and of what is left out

    @property
    def in_few(self) -> int:
        return sum(times.count for times in self.few)


def gather_times(scope: Scope, by: str) -> TimesBoard:
    months = months_shown(scope.period)
    days = Period(min(months.first, scope.period.first), scope.period.last)
    together = sittings(units=scope.units, period=days)
    crowded = crowded_days(units=scope.units, period=days, today=scope.today)
    numbers = {unit: number for number, part in enumerate(scope.every_part) for unit in part.units}
    found = times(Asked(numbers, by, scope.period, months, scope.today, together, crowded))
    lines = _lines(scope, by, found)
    return TimesBoard(
        scope=scope,
        by=by,
        total=found.total,
        lines=[line for line in lines if not line.times.office.is_few],
        few=[line.times for line in lines if line.times.office.is_few],
        months=_months(scope, months, found),
        batches=_batches(scope, together, crowded),
        figures=figures(places=scope.places, period=scope.period).get((), Figures()),
        links=_links(scope),
    )


def months_shown(period: Period) -> Period:
    """The months of the period; of one that is short the twelve to its end, of a long one the last three years."""
    last = period.last.replace(day=1)
    earliest, latest = plus_months(last, 1 - MOST_MONTHS), plus_months(last, 1 - FEWEST_MONTHS)
    return Period(min(max(period.first.replace(day=1), earliest), latest), period.last)


def _closed(scope, part, **query):
    query = {"outcome": WITH_RESULT} | query
    return links.figure(Figure.RESOLVED_TOTAL, scope.period, **links.of_part(part), **query)


def _lines(scope, by, found):
    """Most closed first."""
    match by:
        case "unit":
            parts = enumerate(scope.every_part)
            named = {number: (scope.name_of(part), "", _closed(scope, part)) for number, part in parts}
        case "sector":
            names = dict(Sector.objects.filter(pk__in=found.lines).values_list("pk", "name"))
            named = {pk: (name, "", _closed(scope, scope.whole, sector=pk)) for pk, name in names.items()}
        case "procedure":
            named = _procedures(scope, found)
    lines = [
        TimesLine(name, found.lines[key], href, code) for key, (name, code, href) in named.items() if key in found.lines
    ]
    return sorted(lines, key=lambda line: (-line.times.count, line.name))


def _procedures(scope, found):
    """The same code may stand at several levels; each is a procedure of its own."""
    versions = ProcedureVersion.objects.filter(procedure__in=found.lines).named_on(scope.period.last)
    codes = dict(Procedure.objects.filter(pk__in=found.lines).values_list("pk", "code"))
    levels = dict(Procedure.objects.filter(pk__in=found.lines).values_list("pk", "level"))
    return {
        pk: (versions[pk].name, code, _closed(scope, scope.whole, procedure=code, level=levels[pk]))
        for pk, code in codes.items()
    }


def _months(scope, months, found):
    lines = []
    for month in months.months():
        closed = found.closed.get(month.first, Times())
        received = found.received.get(month.first, Intake())
        lines.append(MonthLine(month, closed, received, **_lists(scope, month)))
    return lines


def _lists(scope, month):
    where = links.of_part(scope.whole)
    return {
        "closed_href": links.figure(Figure.RESOLVED_TOTAL, month, **where, outcome=WITH_RESULT),
        "received_href": links.figure(Figure.RECEIVED, month, **where, outcome=WITH_RESULT),
        "open_href": links.figure(Figure.RECEIVED, month, **where, state="open"),
    }


def _batches(scope, together, crowded):
    """Those of the period, the largest first."""
    units = {unit.pk: unit for unit in scope.within}
    people = User.objects.in_bulk([sitting.by for sitting in together])
    found = [_of_sitting(units[sitting.unit], sitting, people[sitting.by]) for sitting in together]
    found += [_of_day(units[day.unit], day) for day in crowded]
    return sorted((batch for batch in found if batch.day in scope.period), key=lambda batch: (-batch.count, batch.day))


def _of_sitting(unit, sitting, person):
    day = sitting.first_day
    return Batch(day, unit.name, sitting.count, links.sitting(unit, sitting), sitting=sitting, by=str(person))


def _of_day(unit, crowded):
    day = Period(crowded.day, crowded.day)
    href = links.figure(Figure.RESOLVED_TOTAL, day, unit=unit.pk)
    return Batch(crowded.day, unit.name, crowded.count, href, crowded=crowded)


def _links(scope):
    return {
        "closed": _closed(scope, scope.whole),
        "withdrawn": _closed(scope, scope.whole, outcome="withdrawn"),
        "stopped": _closed(scope, scope.whole, outcome="stopped"),
    }
