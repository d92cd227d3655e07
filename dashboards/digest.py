"""The week on one page: what came and went against the week before and that of last year, and what waits now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from dashboards import links
from dashboards.board import by_part, posted_today, satisfaction_of
from dashboards.needs import Need, needs_of
from dashboards.scope import Scope
from dossiers.models import Dossier
from dossiers.models.querysets import IS_RESOLVED
from procedures.postings import Share
from reports.tallies import Figures, figures
from reports.waiting import Waiting, waiting
from satisfaction.results import Satisfaction, together
from units.calendars import work_calendar
from units.periods import DAY, Period, month_of, week_of
from units.sums import rolled_up

YEAR_OF_WEEKS = timedelta(weeks=52)  # the same weekdays a year before
MOST_NEEDS, MOST_UNITS = 3, 5
FIGURES = {"overdue", "unapologised", "uncollected"}  # needs that stand among the figures of now


@dataclass(frozen=True)
class Digest:
    """`overdue` are the parts with most of them; `opinions` are of the last month that is over, for its marks stay."""

    scope: Scope
    made_at: datetime
    this: Figures
    before: Figures
    last_year: Figures
    waits: Waiting
    due_this_week: int
    to_hand_back: int
    needs: list[Need]
    overdue: Mapping[str, int]
    month: Period
    opinions: Satisfaction
    posted: Share

    @property
    def week(self) -> Period:
        return self.scope.period

    @property
    def weeks(self) -> list[Period]:
        """The week, the one before, and the same one of last year."""
        return _weeks(self.week)

    @property
    def address(self) -> str:
        return f"{settings.PUBLIC_URL}{links.dashboard(self.week, self.scope.unit.code)}"


def digest_of(scope: Scope, *, now: datetime) -> Digest:
    """Of the week that is the scope's period; what waits is as it stands `now`. In Vietnamese, as it is printed."""
    calendar = work_calendar(on=scope.today, unit=scope.unit)
    month = month_of(scope.today.replace(day=1) - DAY)
    waits = rolled_up(waiting(units=scope.units, day=scope.today, calendar=calendar), scope.part_of.get, Waiting)
    posted = posted_today(scope)
    this, before, last_year = (_figures(scope, week) for week in _weeks(scope.period))
    with override("vi"):
        needs = [need for need in needs_of(scope, by_part(scope, posted), calendar) if need.kind not in FIGURES]
    return Digest(
        scope=scope,
        made_at=now,
        this=this,
        before=before,
        last_year=last_year,
        waits=sum(waits.values(), Waiting()),
        due_this_week=_decided(scope).due_between(scope.today, week_of(timezone.localdate(now)).last).count(),
        to_hand_back=_decided(scope).filter(IS_RESOLVED).count(),
        needs=needs[:MOST_NEEDS],
        overdue={} if scope.is_alone else _most_overdue(waits),
        month=month,
        opinions=together(satisfaction_of(scope, month).values()),
        posted=sum(posted.values(), Share()),
    )


def _weeks(week):
    return [Period(week.first - time, week.last - time) for time in (timedelta(), timedelta(weeks=1), YEAR_OF_WEEKS)]


def _figures(scope, week):
    return figures(places=scope.places, period=week).get((), Figures())


def _decided(scope):
    return Dossier.objects.visible_to(scope.user).filter(competent_agency__unit__in=scope.units)


def _most_overdue(waits):
    most = sorted(waits, key=lambda part: (-waits[part].overdue, part.unit.code))
    return {part.name: waits[part].overdue for part in most[:MOST_UNITS] if waits[part].overdue}
