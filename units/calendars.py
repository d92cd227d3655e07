"""The calendar as the deadline engine takes it: one reading of the tables, no state kept."""

from django.db.models import Q

from units.models import CalendarDay, CalendarDayKind, OfficeHours
from units.worktime import OfficeHours as Hours
from units.worktime import WorkCalendar


def work_calendar(*, on, unit=None):
    """Days off, make-up days and the office hours that `unit` keeps on the day `on`."""
    days = list(CalendarDay.objects.all())
    hours = OfficeHours.objects.in_force_on(on).filter(Q(unit=unit) | Q(unit=None)).order_by("unit").first()
    return WorkCalendar(
        holidays={day.date: day.name for day in days if day.kind == CalendarDayKind.HOLIDAY},
        makeup_days={day.date: day.name for day in days if day.kind == CalendarDayKind.MAKEUP},
        office_hours=hours.as_office_hours() if hours else Hours(),
    )
