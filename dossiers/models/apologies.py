from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.triggers import append_only
from units.models import User


class Apology(models.Model):
    """Xin lỗi và hẹn lại: a new date is promised, with the reason; the legal due date stays, and so does lateness."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="apologies", verbose_name=_("dossier"))
    round = models.PositiveSmallIntegerField(_("round"))
    number = models.CharField(_("number of the slip"), max_length=50)
    reason = models.CharField(_("reason"), max_length=1000)
    leader_reason = models.CharField(_("leader's reason"), max_length=1000, blank=True)
    is_late = models.BooleanField(_("later than the regulation says"))
    promised_before = models.DateTimeField(_("promised before"))
    promised_at = models.DateTimeField(_("promised anew"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("apology")
        verbose_name_plural = _("apologies")
        ordering = ["dossier", "round"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "round"], name="apology_round_once"),
            models.CheckConstraint(
                condition=Q(promised_at__gt=F("promised_before")) & Q(promised_at__gt=F("made_at")),
                name="apology_promises_a_later_date",
            ),
        ]
        triggers = append_only("apology")

    def __str__(self):
        return f"{self.number} {self.made_at:%d/%m/%Y}"
