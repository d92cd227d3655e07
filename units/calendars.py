"""The calendars as the deadline engine takes them: one reading of the tables, no state kept.

A unit works by its own days and hours, else by those of the nearest unit above it, else by the country's.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import Q

from units.models import AdministrativeUnit, CalendarDay, CalendarDayKind, OfficeHours
from units.worktime import OfficeHours as Hours
from units.worktime import WorkCalendar


def work_calendar(*, on, unit=None):
    """Days off, make-up days and the office hours by which `unit` works on the day `on`; the country's without one."""
    holds = _holds_for(unit)
    days = CalendarDay.objects.filter(holds).order_by().values_list("unit_id", "date", "kind", "name", named=True)
    hours = OfficeHours.objects.in_force_on(on).filter(holds).order_by()
    return _calendar(_nearest_last(days, unit), _nearest_last(hours, unit))


def calendar_for(user, *, on):
    """That of the unit where `user` works, by which his lists count days; of the first where he works in several."""
    return work_calendar(on=on, unit=user.duties[0].unit if user.duties else None)


class Calendars:
    """Those of many units, from one reading of the tables; `days` instead of the calendar days that are there."""

    def __init__(self, days: Iterable[CalendarDay] | None = None):
        self._days, self._hours = defaultdict(list), defaultdict(list)
        for day in CalendarDay.objects.all() if days is None else days:
            self._days[day.unit_id].append(day)
        for hours in OfficeHours.objects.all():
            self._hours[hours.unit_id].append(hours)
        self._known = {}

    def of(self, unit: int, on: date) -> WorkCalendar:
        """As `work_calendar`, for the unit with that key."""
        chain = self._chain(unit)
        hours = [hours for each in chain for hours in self._hours[each] if hours.is_in_force_on(on)]
        own = tuple(each for each in chain if self._days[each])
        key = own, hours[-1].pk if hours else None
        if key not in self._known:
            self._known[key] = _calendar((day for each in own for day in self._days[each]), hours)
        return self._known[key]

    @cached_property
    def _parents(self):
        return dict(AdministrativeUnit.objects.values_list("pk", "parent"))

    @cached_property
    def _is_one(self):
        """Whether all units work by the country's days and hours, as most do: then none has to be looked up."""
        return {*self._days, *self._hours} <= {None}

    def _chain(self, unit):
        """The country, then the units from the highest to `unit` itself."""
        if self._is_one:
            return [None]
        above = []
        while unit is not None:
            above.append(unit)
            unit = self._parents[unit]
        return [None, *reversed(above)]


def _holds_for(unit):
    """The condition on rows of `unit`, of the units above it and of the country: there are three tiers at most."""
    if unit is None:
        return Q(unit=None)
    highest = AdministrativeUnit.objects.filter(pk=unit.parent_id).values("parent")
    return Q(unit=None) | Q(unit__in=[unit.pk, unit.parent_id]) | Q(unit__in=highest)


def _nearest_last(rows, unit):
    rank = {unit.pk: 3, unit.parent_id: 2, None: 0} if unit else {}
    return sorted(rows, key=lambda row: rank.get(row.unit_id, 1))


def _calendar(days, hours):
    """Of several rows for one day the last one holds, of the hours the last ones."""
    by_date = {day.date: day for day in days}
    return WorkCalendar(
        holidays={day.date: day.name for day in by_date.values() if day.kind == CalendarDayKind.HOLIDAY},
        makeup_days={day.date: day.name for day in by_date.values() if day.kind == CalendarDayKind.MAKEUP},
        office_hours=hours[-1].as_office_hours() if hours else Hours(),
    )
