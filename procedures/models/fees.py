from django.db import models
from django.utils.translation import gettext_lazy as _

from procedures.models.catalogue import Procedure
from procedures.models.decisions import DecisionLine
from procedures.models.versions import Channel
from procedures.triggers import tells_of_changes
from units.validity import Validity, ends_after_it_starts, never_two_at_once


class FeeKind(models.TextChoices):
    FEE = "fee", _("Fee (phí)")
    CHARGE = "charge", _("Charge (lệ phí)")


class Fee(Validity):
    """Phí, lệ phí: set by resolutions of their own, so they change without a new version of the procedure."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="fees", verbose_name=_("procedure"))
    kind = models.CharField(_("kind"), max_length=6, choices=FeeKind, default=FeeKind.CHARGE)
    channel = models.CharField(
        _("if handed in"), max_length=10, choices=Channel, blank=True, help_text=_("Empty: in whichever way.")
    )
    amount = models.PositiveIntegerField(
        _("amount in đồng"), null=True, blank=True, help_text=_("0: free. Empty: varies by case.")
    )
    basis = models.CharField(_("set by"), max_length=200, blank=True)
    line = models.ForeignKey(
        DecisionLine, models.PROTECT, null=True, blank=True, editable=False, related_name="begun_fees"
    )

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        triggers = tells_of_changes()
        ordering = ["procedure", "kind", "channel", "valid_from"]
        constraints = [
            ends_after_it_starts("fee_ends_after_it_starts"),
            never_two_at_once(
                "procedure",
                "kind",
                "channel",
                name="one_fee_a_kind_a_day",
                message=_("A fee of this kind holds in those days."),
            ),
        ]

    def __str__(self):
        return str(self.amount)
