from datetime import timedelta

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from dossiers import figures, ladder
from dossiers.cards import masked
from dossiers.figures import Timing
from dossiers.people import Likeness
from dossiers.time_left import time_left
from units.calendars import work_calendar
from units.deadlines import Reason

register = template.Library()

MOST_DAYS_IN_HOURS = 30  # of the calendar: beyond, nobody counts hours
MOST_DAYS_LEFT = 250  # working days, about a year

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
    Reason.PAUSED: _("the clock stood still"),
    Reason.BEFORE_RESTART: _("before the limit began anew"),
    Reason.RESTARTED: _("day from which the limit began anew, not counted (Civil Code 2015 art. 147)"),
}

register.filter("masked", masked)


@register.simple_tag(takes_context=True)
def due_tone(context, dossier):
    """How a due date is drawn: late, today, soon (in as many working days as the figure counts) or not at all."""
    today, due_on = context["today"], dossier.due_on
    if not (dossier.is_open and dossier.is_running):
        return ""
    if due_on <= today:
        return "is-late" if due_on < today else "is-today"
    calendar = context.get("calendar") or work_calendar(on=today)  # lists bring one for all their rows
    return "is-soon" if due_on <= calendar.add_working_days(today, settings.DUE_SOON_DAYS) else ""


@register.filter
def why_day(step):
    """Why a day was counted or not, with the name of its holiday or make-up day if it has one."""
    return f"{WHY[step.reason]}: {step.note}" if step.note else WHY[step.reason]


@register.filter
def timing(dossier):
    """early, on time or late; empty while it is not finished."""
    found = figures.timing(dossier.due_at, dossier.finished_at, dossier.outcome, dossier.paused_at)
    return found.label if found else ""


@register.filter
def step_name(step):
    """As it is planned, else what is usually done there."""
    if step.name:
        return step.name
    if step.agency_id:
        return _("Processing")
    return _("Reception") if step.position == 1 else _("At the desk")


@register.simple_tag(takes_context=True)
def step_timing(context, step):
    """Whether it was kept, in a word; of the open one only that it is late."""
    if step.is_late(context["today"]):
        return format_html('<span class="due is-late">{}</span>', pgettext("a step", "late"))
    if step.ended_at is None:
        return ""
    is_early = timezone.localdate(step.ended_at) < step.due_on
    return Timing.EARLY.label if is_early else Timing.ON_TIME.label


@register.filter
def likeness(dossier):
    """Why a dossier that was found by a person is taken for his."""
    return Likeness(dossier.likeness).label


@register.simple_tag(takes_context=True)
def working_time_left(context, due_at):
    """Office time from now to the due date, the days alone where it is far; since it, with a minus, once it is past."""
    today, due_on = context["today"], timezone.localdate(due_at)
    if not 0 <= (due_on - today).days <= MOST_DAYS_IN_HOURS:
        return _("%(n)s days") % {"n": days_left(context, due_on)}
    return time_left(context["now"], due_at, context["calendar"])


@register.simple_tag(takes_context=True)
def why_now(context, reminder):
    return ladder.why_now(reminder.rung, timezone.localdate(reminder.due_at), context["today"])


@register.simple_tag(takes_context=True)
def days_left(context, due_on):
    """Working days from today to the due date; those since it, with a minus, once it is past."""
    today, calendar = context["today"], context["calendar"]
    if due_on >= today:
        return _working_days(calendar, today, due_on, "> ", "")
    return _working_days(calendar, due_on, today, "< ", "−")


def _working_days(calendar, first, last, beyond, sign):
    """Counted day by day, so not without end: 400 days hold more than MOST_DAYS_LEFT working days."""
    days = calendar.working_days_between(first, min(last, first + timedelta(days=400)))
    return f"{beyond}{sign}{MOST_DAYS_LEFT}" if days > MOST_DAYS_LEFT else f"{sign}{days}"
