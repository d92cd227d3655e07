"""How many dossiers did what on which day, kept by PostgreSQL itself in the transaction that writes the dossiers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.models import Procedure, Sector
from units.models import AdministrativeUnit, ServiceDesk

# What is counted of a dossier, on the day on which it happens. `overdue` and `paused` are 1 on the day on which that
# begins and -1 on the day on which it ends: summed up to a day they say how many are so on that day.
COUNTS = (
    "received_online",
    "received_direct",
    "resolved_early",
    "resolved_on_time",
    "resolved_late",
    "denied",
    "withdrawn",
    "stopped",
    "overdue",
    "paused",
    "assumed",
)


class Counted(models.Model):
    received_online = models.IntegerField(default=0)
    received_direct = models.IntegerField(default=0)
    resolved_early = models.IntegerField(default=0)
    resolved_on_time = models.IntegerField(default=0)
    resolved_late = models.IntegerField(default=0)
    denied = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)
    stopped = models.IntegerField(default=0)
    overdue = models.IntegerField(default=0)
    paused = models.IntegerField(default=0)
    assumed = models.IntegerField(default=0)

    class Meta:
        abstract = True


def counted_of(model, **options):
    """A key that only triggers write: they take it from rows that have it."""
    return models.ForeignKey(model, models.PROTECT, related_name="+", db_index=False, db_constraint=False, **options)


class TallyDelta(Counted):
    """What one statement changed, as its trigger wrote it down: only ever inserted, so that nobody waits for anybody.

    `fold` adds it to the tallies and removes it. Whoever counts, counts both in one statement.
    """

    unit = counted_of(AdministrativeUnit)
    sector = counted_of(Sector)
    procedure = counted_of(Procedure)
    desk = counted_of(ServiceDesk)
    day = models.DateField()

    class Meta:
        verbose_name = _("change of the tallies")
        verbose_name_plural = _("changes of the tallies")

    def __str__(self):
        return f"{self.unit}, {self.day:%d/%m/%Y}"


class Span(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    NEW = "new", pgettext_lazy("tally", "not folded yet")  # of the view only


class Tally(Counted):
    """Of a day, month or year: what one unit decided, or (`is_below`) all the units under it without its own."""

    unit = counted_of(AdministrativeUnit)
    is_below = models.BooleanField()
    span = models.CharField(max_length=5, choices=Span)
    starts_on = models.DateField()
    sector = counted_of(Sector)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "is_below", "span", "starts_on", "sector"], name="tally_once_a_day_month_or_year"
            ),
        ]

    def __str__(self):
        return f"{self.unit}, {self.span} {self.starts_on:%d/%m/%Y}"


class ProcedureTally(Counted):
    """What a unit decided in a calendar month, by procedure."""

    unit = counted_of(AdministrativeUnit)
    procedure = counted_of(Procedure)
    month = models.DateField()

    class Meta:
        verbose_name = _("tally of a procedure")
        verbose_name_plural = _("tallies of procedures")
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "procedure"], name="procedure_tally_once_a_month"),
        ]

    def __str__(self):
        return f"{self.unit}, {self.month:%m/%Y}"


class DeskTally(Counted):
    """What a unit decided in a calendar month of what one desk received."""

    desk = counted_of(ServiceDesk)
    unit = counted_of(AdministrativeUnit)
    month = models.DateField()

    class Meta:
        verbose_name = _("tally of a desk")
        verbose_name_plural = _("tallies of desks")
        constraints = [
            models.UniqueConstraint(fields=["desk", "month", "unit"], name="desk_tally_once_a_month"),
        ]

    def __str__(self):
        return f"{self.unit}, {self.month:%m/%Y}"


class Tallied(Counted):
    """The tallies and, as span `new` on its very day, what is not folded yet: one snapshot sees each once."""

    unit = counted_of(AdministrativeUnit)
    is_below = models.BooleanField()
    span = models.CharField(max_length=5, choices=Span)
    starts_on = models.DateField()
    sector = counted_of(Sector)

    class Meta:
        managed = False
        db_table = "reports_tallied"
        verbose_name = _("tally with what is not folded yet")
        verbose_name_plural = _("tallies with what is not folded yet")

    def __str__(self):
        return f"{self.unit}, {self.span} {self.starts_on:%d/%m/%Y}"
