from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from units import worktime
from units.models.places import AdministrativeUnit
from units.validity import Validity, ends_after_it_starts, never_two_at_once


class CalendarDayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Day off")
    MAKEUP = "makeup", _("Make-up working day")


class CalendarDay(models.Model):
    """Ngày nghỉ lễ, ngày làm bù: the days that are not what their weekday says, each with its source.

    Those of a unit hold there and in the units under it, in place of what the country's calendar says of that day.
    """

    date = models.DateField(_("date"))
    unit = models.ForeignKey(
        AdministrativeUnit,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="calendar_days",
        verbose_name=_("unit"),
        help_text=_("Empty: the whole country."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CalendarDayKind)
    name = models.CharField(_("name"), max_length=100)
    source = models.CharField(_("source"), max_length=200, help_text=_("Decision or notice that says so."))

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar")
        ordering = ["date", "unit"]
        constraints = [
            models.UniqueConstraint(
                "date",
                Coalesce("unit", Value(0), output_field=models.BigIntegerField()),
                name="calendar_day_once_a_unit",
            )
        ]

    def __str__(self):
        return f"{self.date:%d/%m/%Y} {self.name}"


class OfficeHours(Validity):
    """Giờ làm việc: of one unit, or of all units that have none of their own."""

    unit = models.ForeignKey(
        AdministrativeUnit,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="office_hours",
        verbose_name=_("unit"),
        help_text=_("Empty: every unit without hours of its own."),
    )
    morning_opens = models.TimeField(_("morning from"))
    morning_closes = models.TimeField(_("morning to"))
    afternoon_opens = models.TimeField(_("afternoon from"))
    afternoon_closes = models.TimeField(_("afternoon to"))

    class Meta:
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        ordering = ["unit", "valid_from"]
        constraints = [
            ends_after_it_starts("office_hours_end_after_they_start"),
            models.CheckConstraint(
                condition=models.Q(morning_opens__lt=models.F("morning_closes"))
                & models.Q(morning_closes__lte=models.F("afternoon_opens"))
                & models.Q(afternoon_opens__lt=models.F("afternoon_closes")),
                name="office_hours_in_order",
                violation_error_message=_("The hours must follow one another: morning, break, afternoon."),
            ),
            never_two_at_once(
                Coalesce("unit", Value(0), output_field=models.BigIntegerField()),  # nor two for all units
                name="office_hours_once_a_day",
                message=_("This unit has hours in those days already."),
            ),
        ]

    def __str__(self):
        return (
            f"{self.morning_opens:%H:%M}-{self.morning_closes:%H:%M}, "
            f"{self.afternoon_opens:%H:%M}-{self.afternoon_closes:%H:%M}"
        )

    def as_office_hours(self):
        return worktime.OfficeHours(
            sessions=(
                (self.morning_opens, self.morning_closes),
                (self.afternoon_opens, self.afternoon_closes),
            )
        )
