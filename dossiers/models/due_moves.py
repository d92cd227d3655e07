from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.calendar_changes import CalendarChange
from dossiers.models.dossier import Dossier
from dossiers.triggers import append_only
from units.models import User


class DueCause(models.TextChoices):
    """Why a due date moved though its clock ran."""

    EXTENSION = "extension", _("Extended")
    CALENDAR = "calendar", _("Change of the calendar")


class DueMove(models.Model):
    """A due date that moved though its clock ran: from when to when, why, and who answers for it.

    The database lets no due date move without one, but where the clock stood still.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="due_moves", verbose_name=_("dossier"))
    cause = models.CharField(_("cause"), max_length=10, choices=DueCause)
    change = models.ForeignKey(CalendarChange, models.PROTECT, null=True, related_name="due_moves")
    amount = models.PositiveSmallIntegerField(_("extended by"), null=True)  # in the unit of the procedure's limit
    reason = models.CharField(_("reason"), max_length=1000)
    leader_reason = models.CharField(_("leader's reason"), max_length=1000, blank=True)
    due_before = models.DateTimeField(_("due before"))
    due_after = models.DateTimeField(_("due afterwards"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("moved due date")
        verbose_name_plural = _("moved due dates")
        ordering = ["dossier", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(cause=DueCause.EXTENSION), name="dossier_extended_once"
            ),
            models.UniqueConstraint(fields=["dossier", "change"], name="dossier_moved_once_by_a_change"),
            models.CheckConstraint(
                condition=Q(cause=DueCause.EXTENSION, amount__gt=0, change=None)
                | Q(cause=DueCause.CALENDAR, amount=None, change__isnull=False),
                name="due_move_says_what_for",
            ),
            models.CheckConstraint(condition=Q(due_after__gte=F("due_before")), name="due_moves_later_only"),
        ]
        triggers = append_only("due_move")

    def __str__(self):
        return f"{self.get_cause_display()} {self.made_at:%d/%m/%Y}"
