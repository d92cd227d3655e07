import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.triggers import never_deleted
from units.models import OVERSEEING, ServiceDesk, User


class KioskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who oversees the desk; its clerk neither starts nor ends what asks about him."""
        return self.filter(desk__unit__in=user.units_of(*OVERSEEING))

    def running(self):
        return self.filter(ended_at=None)


class Kiosk(models.Model):
    """A tablet at a desk that asks whoever just got his result; started by who oversees the desk, not by the clerk."""

    desk = models.ForeignKey(ServiceDesk, models.PROTECT, related_name="kiosks", verbose_name=_("desk"))
    started_at = models.DateTimeField(_("started"))
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = KioskQuerySet.as_manager()

    class Meta:
        verbose_name = _("kiosk")
        verbose_name_plural = _("kiosks")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="kiosk_ended_by_somebody",
            )
        ]
        triggers = [
            *never_deleted("kiosk"),
            pgtrigger.ReadOnly(name="kiosk_start_never_changes", fields=["desk", "started_at", "started_by"]),
            pgtrigger.Protect(
                name="kiosk_ended_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.desk)
