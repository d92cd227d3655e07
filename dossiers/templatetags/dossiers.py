from django import template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.cards import masked
from units.deadlines import Reason

register = template.Library()

WHY = {
    Reason.WORKING: _("working day"),
    Reason.MAKEUP: _("make-up working day"),
    Reason.WEEKEND: _("weekend"),
    Reason.HOLIDAY: _("public holiday"),
    Reason.RECEPTION_DAY: _("day of reception, not counted (Civil Code 2015 art. 147)"),
    Reason.DUE_SAME_DAY: _("received in time for a same-day result"),
    Reason.AFTER_CUTOFF: _("received too late for a same-day result, counted from the next working day"),
    Reason.AFTER_CLOSING: _("received after closing time, counted from the next working day"),
    Reason.CALENDAR: _("day of the calendar"),
    Reason.LEFT_OUT: _("kind of day that this procedure leaves out"),
    Reason.MOVED_OFF: _("last day of the limit, but a day off: the end moves on (Civil Code 2015 art. 148)"),
    Reason.MOVED_TO: _("first working day after a limit that ended on a day off"),
}

register.filter("masked", masked)


@register.filter
def due_tone(dossier, today):
    """How a due date is drawn: late, today, soon or not at all."""
    if not dossier.is_open:
        return ""
    days = (timezone.localdate(dossier.due_at) - today).days
    return "is-late" if days < 0 else "is-today" if days == 0 else "is-soon" if days <= 3 else ""


@register.filter
def why_day(step):
    """Why a day was counted or not, with the name of its holiday or make-up day if it has one."""
    return f"{WHY[step.reason]}: {step.note}" if step.note else WHY[step.reason]


@register.filter
def days_left(due_at, office):
    """Working days from today to the due date; those since it, with a minus, once it is past."""
    today, due_on = office["today"], timezone.localdate(due_at)
    if due_on >= today:
        return office["calendar"].working_days_between(today, due_on)
    return f"−{office['calendar'].working_days_between(due_on, today)}"
