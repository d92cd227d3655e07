"""How much working time is left, as a person says it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from units.step_deadlines import office_time
from units.worktime import WorkCalendar

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def time_left(now: datetime, due_at: datetime, calendar: WorkCalendar) -> str:
    """`2 days 5 h`, `3 h 15 min`: office time, a day being as long as the office is open."""
    office_day = sum((closes - opens for opens, closes in calendar.sessions_on(due_at.date())), timedelta())
    days, rest = divmod(office_time(now, due_at, calendar), office_day)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    if days:
        said = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
        return f"{said} {_hours(hours)}" if hours else said
    if hours and minutes:
        return f"{_hours(hours)} {_minutes(minutes)}"
    return _hours(hours) if hours else _minutes(minutes)


def _hours(n):
    return _("%(n)d h") % {"n": n}


def _minutes(n):
    return _("%(n)d min") % {"n": n}
