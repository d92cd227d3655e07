"""What has waited too long for somebody, though no date is missed by it: counted for leaders and listed by filters."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import Exact

from dossiers.models import Delivery, DossierEvent, EventKind
from dossiers.models.querysets import IS_RESOLVED, end_of, is_overdue, start_of
from dossiers.states import WORKED_ON, DossierState
from units.worktime import WorkCalendar


def is_uncollected(today: date) -> Q:
    """With a result that nobody has come to collect for more than UNCOLLECTED_DAYS days; what goes by post is sent."""
    return IS_RESOLVED & Q(
        delivery=Delivery.DESK, finished_at__lt=start_of(today - timedelta(days=settings.UNCOLLECTED_DAYS))
    )


def is_without_apology(today: date) -> Q:
    """Overdue, worked on, and no new date was promised, or that one is past as well."""
    without = Q(promised_at=None) | Q(promised_at__lt=start_of(today))
    return is_overdue(today) & Q(state__in=sorted(WORKED_ON)) & without


def is_signed() -> Q:
    """With its signature on paper, and nobody has said that the result is at the desk."""
    signing = DossierEvent.objects.filter(
        dossier=OuterRef("pk"),
        kind__in=(EventKind.SUBMITTED, EventKind.SIGNED, EventKind.SENT_BACK, EventKind.FORWARDED),
    )
    last = signing.order_by("-at", "-pk").values("kind")[:1]
    return Q(state=DossierState.PROCESSING) & Exact(Subquery(last), EventKind.SIGNED)


def is_untaken(today: date, calendar: WorkCalendar) -> Q:
    """Received more than UNTAKEN_DAYS working days ago, and nobody has taken it up.

    Of an imported dossier nobody knows whether somebody did.
    """
    day = today
    while calendar.working_days_between(day, today) <= settings.UNTAKEN_DAYS:
        day -= timedelta(days=1)
    return Q(state=DossierState.RECEIVED, is_imported=False, received_at__lt=end_of(day))
