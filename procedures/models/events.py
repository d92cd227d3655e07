from django.db import models
from django.utils.translation import gettext_lazy as _

from procedures.models.catalogue import Handling, Procedure
from units.models import User


class ProcedureDeed(models.TextChoices):
    FEE_SET = "fee_set", _("Fee set")
    FEE_TAKEN_BACK = "fee_taken_back", _("Fee taken back")
    HANDLING_SET = "handling_set", _("Handling at the desks set")
    EXCEPTIONS_SET = "exceptions_set", _("Handling at some units set")
    KEYWORDS_SET = "keywords_set", _("Other words for it set")


class ProcedureEvent(models.Model):
    """What was done with a procedure besides publication decisions, by whom and why."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="events", verbose_name=_("procedure"))
    deed = models.CharField(_("deed"), max_length=16, choices=ProcedureDeed)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event of a procedure")
        verbose_name_plural = _("events of procedures")
        ordering = ["procedure", "at", "pk"]

    def __str__(self):
        return self.get_deed_display()

    @property
    def detail(self) -> str:
        """What became of it, where it is not a fee: from what to what, or which words."""
        if self.deed == ProcedureDeed.HANDLING_SET:
            return " → ".join(str(Handling(self.data[name]).label) for name in ("before", "after"))
        return self.data.get("added", "")
