from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.triggers import append_only
from units.models import User


class Correction(models.Model):
    """Đính chính: what was recorded wrongly and what is right, written before the dossier itself is changed.

    `before` and `after` hold each column that changes, by its name; what is no column there (`procedure`, `papers`)
    says for people what a key or other rows say. The database compares both with the change
    (`triggers.corrected_only`). What is personal stands here and not in the event.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="corrections", verbose_name=_("dossier"))
    round = models.PositiveSmallIntegerField(_("round"))
    reason = models.CharField(_("reason"), max_length=1000, blank=True)  # none is asked of who corrects himself at once
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["dossier", "round"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "round"], name="correction_round_once"),
            models.CheckConstraint(condition=~Q(before={}, after={}), name="correction_changes_something"),
        ]
        triggers = append_only("correction")

    def __str__(self):
        return f"{self.round}: {self.made_at:%d/%m/%Y}"
