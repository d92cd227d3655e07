"""What is due, kept and exempted of a fee, as one word: the fast summary of a dossier's fee ledger."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FeeStatus(models.TextChoices):
    NONE = "none", _("No fee")
    PAID = "paid", _("Collected")
    ON_COLLECTION = "on_collection", _("To be collected with the result")
    EXEMPT = "exempt", _("Exempt")
    REFUNDED = "refunded", _("Given back")


def fee_status(due, kept, exempted, *, is_refunded=False):
    """`due`, `kept` (collected less refunded) and `exempted` in đồng."""
    if kept + exempted < (due or 0):
        return FeeStatus.ON_COLLECTION
    if kept:
        return FeeStatus.PAID
    if exempted:
        return FeeStatus.EXEMPT
    return FeeStatus.REFUNDED if is_refunded else FeeStatus.NONE


# The same for the database. It leaves room for what is due but not known yet, and for a fee of nothing.
NOTHING_PAID = Q(fee_kept=0, fee_exempted=0)
NOTHING_OWED = Q(fee_amount=None) | Q(fee_amount__lte=F("fee_kept") + F("fee_exempted"))
IS_STATUS_OF_FEES = (
    (Q(fee_status=FeeStatus.NONE) & NOTHING_PAID)
    | (Q(fee_status=FeeStatus.ON_COLLECTION) & (NOTHING_PAID | Q(fee_amount__gt=F("fee_kept") + F("fee_exempted"))))
    | (Q(fee_status=FeeStatus.PAID) & NOTHING_OWED)
    | (Q(fee_status__in=[FeeStatus.EXEMPT, FeeStatus.REFUNDED], fee_kept=0) & NOTHING_OWED)
)
