from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.triggers import append_only
from units.models import AdministrativeUnit, User


class CalendarChange(models.Model):
    """A change of the calendar that somebody accepted, knowing which open dossiers it moved (`DueMove`)."""

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit")
    )  # None: the country's calendar
    source = models.CharField(_("decision or notice"), max_length=200)
    reason = models.CharField(_("reason"), max_length=1000)
    worked_reason = models.CharField(_("why a day that was worked is taken away"), max_length=1000, blank=True)
    days = models.JSONField(_("days"))  # [date, kind before, name before, kind after, name after], in order
    accepted_at = models.DateTimeField(_("accepted"))
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("change of the calendar")
        verbose_name_plural = _("changes of the calendar")
        ordering = ["-accepted_at", "-pk"]
        triggers = append_only("calendar_change")

    def __str__(self):
        return f"{self.source} {self.accepted_at:%d/%m/%Y}"
