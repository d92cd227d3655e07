"""What needs the leader today: each a number that is not nought, and the list that it counts. The worst first."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from dashboards import links
from dashboards.board import posted_at, satisfaction_of
from dashboards.scope import Scope
from reports import summaries
from reports.summaries import Today
from reports.sums import rolled_up
from units.deadlines import WorkCalendar
from units.periods import Period

MOST_PLACES = 3
LISTS = {
    "overdue": {"due": "overdue", "order": "due"},
    "due_today": {"due": "today"},
    "untaken": {"state": "untaken", "order": "received"},
    "uncollected": {"state": "uncollected"},
}


@dataclass(frozen=True)
class Place:
    """A unit that holds much of it, or whose it is; `value` is a number, or a share of people."""

    name: str
    value: int | float
    href: str

    @property
    def percent(self) -> float:
        return self.value * 100


@dataclass(frozen=True)
class Need:
    kind: str
    count: int
    href: str
    places: list[Place] = field(default_factory=list)
    more: int = 0  # how many units are not named
    days: int = 0
    since: date | None = None


def needs_of(scope: Scope, calendar: WorkCalendar) -> list[Need]:
    return [*_of_dossiers(scope, calendar), *_of_satisfaction(scope), *_of_postings(scope)]


def _this_year_and_the_last(today):
    """Long enough that many have answered, also in January."""
    return Period(date(today.year - 1, 1, 1), today)


def _of_dossiers(scope, calendar):
    waiting = summaries.today(units=scope.ever, day=scope.today, calendar=calendar)
    by_part = rolled_up(waiting, scope.part_of.get, Today)
    days = {"untaken": settings.UNTAKEN_DAYS, "uncollected": settings.UNCOLLECTED_DAYS}
    for kind, query in LISTS.items():
        counts = {part: getattr(line, kind) for part, line in by_part.items() if getattr(line, kind)}
        if counts:
            places, more = _most(
                scope, counts, lambda part, query=query: links.dossiers(**links.of_part(part), **query)
            )
            href = links.dossiers(**links.of_scope(scope), **query)
            yield Need(kind, sum(counts.values()), href, places, more, days.get(kind, 0))


def _of_satisfaction(scope):
    """Which desks did not reach the target of people satisfied."""
    period = _this_year_and_the_last(scope.today)
    shares = {part: cell.share for part, cell in satisfaction_of(scope, period).items() if cell.share is not None}
    below = {part: share for part, share in shares.items() if share * 100 < settings.SATISFACTION_TARGET}
    if below:
        worst = sorted(below, key=lambda part: (below[part], part.unit.code))
        places = [Place(part.unit.name, below[part], links.satisfaction(period, part)) for part in worst[:MOST_PLACES]]
        part = worst[0] if scope.is_alone else None
        yield Need(
            "satisfaction",
            len(below),
            links.satisfaction(period, part),
            places,
            len(worst) - len(places),
            since=period.first,
        )


def _of_postings(scope):
    faulty = {part: n.missing + n.stale for part, n in posted_at(scope, scope.today).items() if not n.is_complete}
    if faulty:
        places, more = _most(scope, faulty, lambda part: links.postings(scope.today, part))
        href = links.postings(scope.today, scope.parts[0] if scope.is_alone else None)
        yield Need("postings", sum(faulty.values()), href, places, more)


def _most(scope, counts, link):
    """The units that have most, and how many more have any; of one unit alone, none needs to be named."""
    if scope.is_alone:
        return [], 0
    most = sorted(counts, key=lambda part: (-counts[part], part.unit.code))[:MOST_PLACES]
    return [Place(part.unit.name, counts[part], link(part)) for part in most], len(counts) - len(most)
