from django import template
from django.utils import timezone

from dossiers.cards import masked
from units.deadlines import describe

register = template.Library()

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
    return describe(step.reason, step.note)


@register.filter
def days_left(due_at, office):
    """Working days from today to the due date; those since it, with a minus, once it is past."""
    today, due_on = office["today"], timezone.localdate(due_at)
    if due_on >= today:
        return office["calendar"].working_days_between(today, due_on)
    return f"−{office['calendar'].working_days_between(due_on, today)}"
