from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.triggers import never_deleted
from units.models import User


class ExportKind(models.TextChoices):
    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel")


class ExportState(models.TextChoices):
    SENT = "sent", pgettext_lazy("export", "Sent at once")
    WAITING = "waiting", pgettext_lazy("export", "Being made")
    READY = "ready", pgettext_lazy("export", "Ready")
    CANCELLED = "cancelled", pgettext_lazy("export", "Cancelled")
    FAILED = "failed", pgettext_lazy("export", "Not made")
    REMOVED = "removed", pgettext_lazy("export", "Removed")


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A file of a list is kept for its asker alone."""
        return self.filter(by=user)

    def waiting(self):
        return self.filter(state=ExportState.WAITING)


class Export(models.Model):
    """A list of dossiers taken out as a file: by whom, when, which one, how many rows.

    The row stays, as the record of that; a file that a job made is removed after some days.
    """

    by = models.ForeignKey(User, models.PROTECT, related_name="exports", verbose_name=_("by"))
    asked_at = models.DateTimeField(_("asked for"))
    kind = models.CharField(_("kind of file"), max_length=4, choices=ExportKind)
    query = models.TextField(_("address of the list"), blank=True)  # a filter names no citizen
    filter = models.TextField(_("filter"), blank=True)  # in words, as it was called then
    is_part = models.BooleanField(_("only what its asker may see of it"), default=False)
    language = models.CharField(max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    total = models.PositiveIntegerField(_("rows in all"), null=True, blank=True)
    done = models.PositiveIntegerField(_("rows written"), default=0)
    moved_at = models.DateTimeField(_("went on last"), null=True, blank=True)
    why = models.TextField(_("why it was not made"), blank=True)
    reach = models.CharField(max_length=64, blank=True)  # what the asker could see when it was made, as a digest
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken first"), null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]
        triggers = never_deleted("export")
        constraints = [
            models.UniqueConstraint(fields=["by"], condition=Q(state=ExportState.WAITING), name="one_export_at_a_time"),
            models.CheckConstraint(
                condition=Q(state=ExportState.WAITING, ended_at=None)
                | (~Q(state=ExportState.WAITING) & Q(ended_at__isnull=False)),
                name="export_waits_or_has_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.FAILED) | ~Q(why=""), name="export_not_made_for_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.filter or self.query} ({self.kind})"

    @property
    def is_waiting(self):
        return self.state == ExportState.WAITING

    @property
    def is_ready(self):
        return self.state == ExportState.READY
