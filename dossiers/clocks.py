"""When a result is due after the clock stood still, and until when an apology comes in time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from dossiers import due
from units.calendars import work_calendar
from units.deadlines import Pause, TimeUnit, deadline
from units.periods import DAY


def due_after(dossier, pauses: Sequence[Pause]) -> tuple[datetime, list | None]:
    """The due date and its derivation, never earlier than before.

    Where it was not reckoned (no limit is published, or it came with an import), it moves on by as many working days
    as the last pause took, unless the result was late already.
    """
    calendar = calendar_of(dossier)
    if is_reckoned(dossier):
        return _reckoned_anew(dossier, due.limit_of(dossier), calendar, pauses)
    last = pauses[-1]
    if last.begins > dossier.due_at:
        return dossier.due_at, dossier.due_steps
    days = calendar.working_days_between(last.first_day, last.last_day)
    first = calendar.next_working_day(last.last_day - DAY)  # on which somebody can go on
    day = max(calendar.add_working_days(dossier.due_on, days), first)
    return max(timezone.make_aware(datetime.combine(day, calendar.office_hours.closes)), dossier.due_at), None


def due_extended(dossier, amount) -> tuple[datetime, list | None]:
    """The due date and its derivation with `amount` more time; where it was not reckoned, counted on from it."""
    calendar = calendar_of(dossier)
    if is_reckoned(dossier):
        return _reckoned_anew(dossier, due.limit_of(dossier, amount), calendar, stretches_of(dossier))
    more = replace(dossier.limit, amount=amount)
    return deadline(dossier.due_at, more, calendar, dossier.rule_set.as_rules()).due_at, None


def due_by(dossier, calendar, *, instead_of) -> tuple[datetime, list | None]:
    """The due date and its derivation by another calendar, never earlier than it is.

    Where it was not reckoned, as many working days lie before it as did before, if its procedure counts in these; and
    one that would fall on a new day off moves to the next working day (Civil Code 2015 art. 148).
    """
    if is_reckoned(dossier):
        return _reckoned_anew(dossier, due.limit_of(dossier), calendar, stretches_of(dossier))
    day, limit = dossier.due_on, dossier.limit
    if limit and limit.unit != TimeUnit.CALENDAR_DAY:
        received_on = timezone.localdate(dossier.received_at)
        day = calendar.add_working_days(received_on, instead_of.working_days_between(received_on, day))
    if instead_of.is_working(day) and not calendar.is_working(day):
        day = calendar.next_working_day(day)
    moment = datetime.combine(day, timezone.localtime(dossier.due_at).time())
    return max(timezone.make_aware(moment), dossier.due_at), None


def is_reckoned(dossier):
    """Whether its due date comes from its procedure's limit, not from an import or from a clerk's hand."""
    return bool(dossier.due_steps and dossier.limit)


def calendar_of(dossier):
    """The calendar of the desk that received it, with the hours of that day."""
    return work_calendar(on=timezone.localdate(dossier.received_at), unit=dossier.receiving_desk.unit)


def stretches_of(dossier):
    """The times in which its clock stood still and went on again, in order."""
    return [stretch(pause) for pause in dossier.pauses.all() if pause.ended_at]


def stretch(pause):
    return Pause(pause.begun_at, pause.ended_at, restarts=pause.restarts)


def _reckoned_anew(dossier, limit, calendar, pauses):
    found = deadline(dossier.received_at, limit, calendar, dossier.rule_set.as_rules(), pauses)
    return max(found.due_at, dossier.due_at), due.as_json(found.steps)


def last_day_to_apologise(dossier, calendar=None):
    """By which an apology is to be sent: so many working days before the due date as the regulation says.

    A list brings the `calendar` of its desk, having read all of them at once.
    """
    calendar = calendar or work_calendar(on=dossier.due_on, unit=dossier.receiving_desk.unit)
    day, left = dossier.due_on, dossier.rule_set.apology_lead_days
    while left:
        day -= DAY
        left -= calendar.is_working(day)
    return day


def is_late_to_apologise(dossier, now):
    return timezone.localdate(now) > last_day_to_apologise(dossier)
