"""What needs the leader today: each a number that is not nought, and the list that it counts. The worst first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import ngettext

from dashboards import links
from dashboards.board import satisfaction_of
from dashboards.scope import Part, Scope
from dossiers import successions
from dossiers.apologising import answered_for_by, due_without_result
from dossiers.models import Reminder
from procedures.feedback import FeedbackCounts, counts_by_unit
from procedures.models import Feedback
from procedures.postings import Share, State
from reports.waiting import Waiting, waiting
from units.models import Role
from units.periods import Period
from units.sums import rolled_up
from units.worktime import WorkCalendar

MOST_PLACES = 3
LISTS = {
    "overdue": {"due": "overdue", "order": "due"},
    "unapologised": {"due": "unapologised", "order": "due"},
    "due_today": {"due": "today"},
    "untaken": {"state": "untaken", "order": "received"},
    "left": {"state": "left"},
    "uncollected": {"state": "uncollected"},
}


@dataclass(frozen=True)
class Place:
    """A unit that holds much of it, or whose it is; `value` is a number, or a share of people as text."""

    name: str
    value: int | str
    href: str


@dataclass(frozen=True)
class Need:
    """`text` goes on from `count`: 3, "dossiers are overdue"."""

    kind: str
    count: int
    text: str
    href: str
    places: list[Place] = field(default_factory=list)
    more: int = 0  # how many units are not named


def needs_of(scope: Scope, posted: Mapping[Part, Share], calendar: WorkCalendar) -> list[Need]:
    """`posted` says how much of what each part has to post hangs today."""
    return [
        *_of_dossiers(scope, calendar),
        *_of_the_leader(scope, calendar),
        *_of_successions(scope),
        *_of_feedback(scope),
        *_of_satisfaction(scope),
        *_of_postings(scope, posted),
    ]


def _of_dossiers(scope, calendar):
    waits = waiting(units=scope.units, day=scope.today, calendar=calendar)
    by_part = rolled_up(waits, scope.part_of.get, Waiting)
    for kind, query in LISTS.items():
        counts = {part: getattr(line, kind) for part, line in by_part.items()}
        yield from _need(scope, kind, counts, lambda part, query=query: links.dossiers(**links.of_part(part), **query))


def _of_the_leader(scope, calendar):
    """What he himself is reminded of, and what his unit has to apologise for; on the page of a unit that he leads."""
    if not any(duty.role == Role.LEADER and duty.unit == scope.unit for duty in scope.user.duties):
        return
    owed = due_without_result(answered_for_by(scope.user), scope.today, calendar).count()
    reminders = Reminder.objects.visible_to(scope.user).current().one_each().count()
    for kind, count in (("apologies", owed), ("reminders", reminders)):
        if count:
            href = reverse(f"dossiers:{kind}")
            places = [] if scope.is_alone else [Place(scope.parts[0].name, count, href)]
            yield Need(kind, count, _words(kind, count), href, places)


def _of_successions(scope):
    """What units that are no more left behind, for who may hand it on: the whole of it, on whatever unit he looks."""
    hands_over = scope.user.is_superuser or scope.user.has_role(*successions.HANDING_OVER)
    count = successions.count_left_by_units(scope.user, scope.today) if hands_over else 0
    if count:
        yield Need("succession", count, _words("succession", count), reverse("dossiers:successions"))


def _of_feedback(scope):
    """What waits for an answer for longer than was promised, else what waits."""
    rows = Feedback.objects.visible_to(scope.user).filter(unit__in=scope.units)
    by_part = rolled_up(counts_by_unit(rows, today=scope.today), scope.part_of.get, FeedbackCounts)
    figure = "overdue" if any(counts.overdue for counts in by_part.values()) else "waiting"
    counts = {part: getattr(line, figure) for part, line in by_part.items()}
    yield from _need(scope, f"feedback_{figure}", counts, lambda part: links.feedback(figure, part))


def _of_postings(scope, posted):
    """What is missing and what should come down, each of the units' own lists."""
    for state, kind in ((State.MISSING, "missing"), (State.STALE, "stale")):
        counts = {part: getattr(share, kind) for part, share in posted.items()}
        yield from _need(scope, kind, counts, lambda part, state=state: links.postings(scope.today, part, state))


def _need(scope, kind, counts, link: Callable):
    """What there is of `kind` in all, and the parts that have most of it; of one unit alone, none needs to be named."""
    count = sum(counts.values())
    if not count:
        return
    need = Need(kind, count, _words(kind, count), link(scope.whole))
    if scope.is_alone:
        yield need
        return
    most = sorted((part for part in counts if counts[part]), key=lambda part: (-counts[part], part.unit.code))
    places = [Place(part.name, counts[part], link(part)) for part in most[:MOST_PLACES]]
    yield replace(need, places=places, more=len(most) - len(places))


def _of_satisfaction(scope):
    """Which desks did not reach the target of people satisfied."""
    period = _this_year_and_the_last(scope.today)
    shares = {part: cell.share for part, cell in satisfaction_of(scope, period).items() if cell.share is not None}
    below = [part for part, share in shares.items() if share * 100 < settings.SATISFACTION_TARGET]
    if below:
        below.sort(key=lambda part: (shares[part], part.unit.code))
        places = [
            Place(part.name, f"{floatformat(shares[part] * 100, 1)} %", links.satisfaction(period, part))
            for part in below[:MOST_PLACES]
        ]
        text = _below_target(len(below), period.first)
        href = links.satisfaction(period, scope.whole)
        yield Need("satisfaction", len(below), text, href, places, len(below) - len(places))


def _this_year_and_the_last(today):
    """Long enough that many have answered, also in January."""
    return Period(date(today.year - 1, 1, 1), today)


def _words(kind, n):
    match kind:
        case "overdue":
            return ngettext("dossier is overdue", "dossiers are overdue", n)
        case "unapologised":
            return ngettext(
                "overdue dossier is without an apology that holds",
                "overdue dossiers are without an apology that holds",
                n,
            )
        case "due_today":
            return ngettext("dossier falls due today without a result", "dossiers fall due today without a result", n)
        case "apologies":
            return ngettext(
                "dossier is without a result until the next working day: finish or apologise",
                "dossiers are without a result until the next working day: finish or apologise",
                n,
            )
        case "reminders":
            return ngettext("dossier waits for your word", "dossiers wait for your word", n)
        case "untaken":
            words = ngettext(
                "dossier was not taken up for more than %(days)s working days",
                "dossiers were not taken up for more than %(days)s working days",
                n,
            )
            return words % {"days": settings.UNTAKEN_DAYS}
        case "left":
            return ngettext(
                "dossier is in the hands of somebody who does not work there any more",
                "dossiers are in the hands of somebody who does not work there any more",
                n,
            )
        case "succession":
            return ngettext(
                "dossier of a unit that is no more waits for its successor",
                "dossiers of units that are no more wait for their successors",
                n,
            )
        case "uncollected":
            words = ngettext(
                "result was not collected for more than %(days)s days",
                "results were not collected for more than %(days)s days",
                n,
            )
            return words % {"days": settings.UNCOLLECTED_DAYS}
        case "feedback_overdue":
            return ngettext(
                "feedback on a procedure waits for longer than was promised",
                "feedback on procedures wait for longer than was promised",
                n,
            )
        case "feedback_waiting":
            return ngettext(
                "feedback on a procedure waits for an answer", "feedback on procedures wait for an answer", n
            )
        case "missing":
            return ngettext(
                "procedure is not posted where it has to be", "procedures are not posted where they have to be", n
            )
        case "stale":
            return ngettext("posting is out of date", "postings are out of date", n)


def _below_target(n, since):
    words = ngettext(
        "unit below %(target)s %% satisfied since %(since)s", "units below %(target)s %% satisfied since %(since)s", n
    )
    return words % {"target": settings.SATISFACTION_TARGET, "since": f"{since:%m/%Y}"}
