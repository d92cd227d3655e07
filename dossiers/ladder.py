"""Who is to be told when, before a dossier is late: rungs of a ladder, without a database."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.step_deadlines import step_deadlines
from units.worktime import VIETNAM, WorkCalendar

DAY = timedelta(days=1)


class Rung(models.TextChoices):
    """Whom it reaches: whoever has the dossier in hand, the head of his office, the leader of the unit."""

    HALF = "half", _("Half of the working time is used")
    DAY_BEFORE = "day_before", _("Due the next working day")
    DUE_DAY = "due_day", _("Due today")


def why_now(rung: Rung, due_on: date, today: date) -> str:
    """What a reminder says as the days go by: the rung that was reached, until the due day itself comes."""
    if due_on < today:
        return _("Overdue")
    return Rung.DUE_DAY.label if due_on == today else Rung(rung).label


def reached_at(rung: Rung, begun_at: datetime, due_at: datetime, calendar: WorkCalendar) -> datetime | None:
    """When a dossier comes to a rung, if its time has one.

    Half of the office time between `begun_at` and `due_at`; opening time of the working day before the due one, and of
    that one, where they come after the day on which it began: of a short limit nobody is told what he has just read.
    """
    begun, due = begun_at.astimezone(VIETNAM), due_at.astimezone(VIETNAM)
    if rung == Rung.HALF:
        return step_deadlines(begun, due, [1, 1], calendar, limit_hours=2)[0] if begun < due else due
    day = due.date() if rung == Rung.DUE_DAY else _working_day_before(due.date(), calendar)
    return datetime.combine(day, calendar.office_hours.opens, VIETNAM) if day > begun.date() else None


def _working_day_before(day, calendar):
    day -= DAY
    while not calendar.is_working(day):
        day -= DAY
    return day
