"""What the figures of a period count. The report sums by these conditions and lists select by them: they cannot differ.

Days are Vietnam days, and moments are compared as days. A past period gives today what it gave then: what was finished
after its last day is pending in it. `late` and `overdue` are judged by the legal due date.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.models import Pause
from dossiers.models.querysets import IS_RUNNING, end_of, start_of
from dossiers.states import WITHOUT_RESULT, Outcome
from procedures.models import Channel
from units.worktime import VIETNAM


class Figure(models.TextChoices):
    """The columns of form 06a (TT 02/2017, TT 01/2020), and what else reports and dashboards count.

    `received` leaves out what is carried over.
    """

    RECEIVED = "received", _("Received in the period")
    RECEIVED_TOTAL = "received_total", _("Received, with what was carried over")
    RECEIVED_ONLINE = "received_online", _("Received online")
    RECEIVED_DIRECT = "received_direct", _("Received in person or by post")
    CARRIED_OVER = "carried_over", _("Carried over from the period before")
    RESOLVED_TOTAL = "resolved_total", _("Resolved in the period")
    RESOLVED_EARLY = "resolved_early", _("Resolved early")
    RESOLVED_ON_TIME = "resolved_on_time", _("Resolved on time")
    RESOLVED_LATE = "resolved_late", _("Resolved late")
    PENDING_TOTAL = "pending_total", _("Pending at the end of the period")
    PENDING_IN_TIME = "pending_in_time", _("Pending, not yet due at the end of the period")
    PENDING_OVERDUE = "pending_overdue", _("Pending and overdue at the end of the period")
    RESOLVED_IN_TIME = "resolved_in_time", _("Resolved early or on time")
    DENIED = "denied", _("Denied after reception in the period")
    WITHDRAWN = "withdrawn", _("Withdrawn in the period")
    STOPPED = "stopped", _("Stopped for good in the period")
    PAUSED = "paused", _("Clock standing still at the end of the period")
    ASSUMED = "assumed", _("Received before the procedure was in force")


RESOLVED_FIGURES = {
    Figure.RESOLVED_TOTAL,
    Figure.RESOLVED_EARLY,
    Figure.RESOLVED_ON_TIME,
    Figure.RESOLVED_LATE,
    Figure.RESOLVED_IN_TIME,
    Figure.DENIED,
    Figure.WITHDRAWN,
    Figure.STOPPED,
}


class Timing(models.TextChoices):
    """How what is finished kept its legal due date, compared as dates."""

    EARLY = "early", pgettext_lazy("finished", "early")
    ON_TIME = "on_time", pgettext_lazy("finished", "on time")
    LATE = "late", pgettext_lazy("finished", "late")


# The days that the conditions below compare; a queryset takes them as annotations or aliases.
DAYS = {
    "due_on": TruncDate("due_at", tzinfo=VIETNAM),
    "finished_on": TruncDate("finished_at", tzinfo=VIETNAM),
}


def concerns(first: date, last: date) -> Q:
    """Received by the last day and not finished before the first: all that a period can count."""
    return Q(received_at__lt=end_of(last)) & (Q(finished_at=None) | Q(finished_at__gte=start_of(first)))


def conditions(first: date, last: date) -> dict[Figure, Q]:
    """What each figure counts, of the dossiers that the period concerns."""
    received = Q(received_at__gte=start_of(first))
    online = Q(channel=Channel.ONLINE)
    resolved = Q(finished_at__lt=end_of(last))
    pending = Q(finished_at=None) | Q(finished_at__gte=end_of(last))
    late = Q(finished_on__gt=F("due_on")) & IS_RUNNING
    early = Q(finished_on__lt=F("due_on")) & ~Q(outcome__in=sorted(WITHOUT_RESULT))
    # Whatever is due anew later, was not overdue before: only a clock that still stands has to be asked for.
    overdue = Q(due_on__lt=last) & IS_RUNNING
    return {
        Figure.RECEIVED: received,
        Figure.RECEIVED_TOTAL: Q(),
        Figure.RECEIVED_ONLINE: received & online,
        Figure.RECEIVED_DIRECT: received & ~online,
        Figure.CARRIED_OVER: Q(received_at__lt=start_of(first)),
        Figure.RESOLVED_TOTAL: resolved,
        Figure.RESOLVED_EARLY: resolved & early,
        Figure.RESOLVED_ON_TIME: resolved & ~early & ~late,
        Figure.RESOLVED_LATE: resolved & late,
        Figure.PENDING_TOTAL: pending,
        Figure.PENDING_IN_TIME: pending & ~overdue,
        Figure.PENDING_OVERDUE: pending & overdue,
        Figure.RESOLVED_IN_TIME: resolved & ~late,
        Figure.DENIED: resolved & Q(outcome=Outcome.DENIED),
        Figure.WITHDRAWN: resolved & Q(outcome=Outcome.WITHDRAWN),
        Figure.STOPPED: resolved & Q(outcome=Outcome.STOPPED),
        Figure.PAUSED: _is_paused_on(last),
        Figure.ASSUMED: received & Q(is_version_assumed=True),
    }


def _is_paused_on(day):
    """Whatever it is today: its clock stood still when `day` ended."""
    pauses = Pause.objects.filter(Q(ended_at=None) | Q(ended_at__gte=end_of(day)), begun_at__lt=end_of(day))
    return Q(pk__in=pauses.order_by().values("dossier"))


def counted_in(figure: Figure, dossiers, first: date, last: date):
    """Of `dossiers` those that `figure` counts from `first` to `last`."""
    return dossiers.alias(**DAYS).filter(concerns(first, last), conditions(first, last)[figure])


def timing(due_at, finished_at, outcome, paused_at) -> Timing | None:
    """What `conditions` say of one dossier; None while it is not finished."""
    if finished_at is None:
        return None
    due_on, finished_on = timezone.localdate(due_at, VIETNAM), timezone.localdate(finished_at, VIETNAM)
    is_running = paused_at is None or paused_at > due_at
    if finished_on > due_on and is_running:
        return Timing.LATE
    return Timing.EARLY if finished_on < due_on and outcome not in WITHOUT_RESULT else Timing.ON_TIME
