from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.models.enquiries import Enquiry
from dossiers.triggers import append_only
from units.models import Agency, RuleSet, ServiceDesk, User


class EventKind(models.TextChoices):
    RECEIVED = "received", _("Received")
    STARTED = "started", _("Taken up")
    ASSIGNED = "assigned", _("Assigned")
    FORWARDED = "forwarded", _("Forwarded")
    TAKEN_OVER = "taken_over", _("Papers taken over")
    SENT_BACK = "sent_back", _("Sent back")
    SUBMITTED = "submitted", _("Submitted for signature")
    SIGNED = "signed", _("Signed")
    PAUSED = "paused", _("Clock stopped")
    RESUMED = "resumed", _("Clock goes on")
    RECALCULATED = "recalculated", _("Due date reckoned anew")
    EXTENDED = "extended", _("Time extended")
    APOLOGISED = "apologised", _("Apology and new date")
    DELAY_EXPLAINED = "delay_explained", _("Cause of the delay stated")
    RESOLVED = "resolved", _("Result ready")
    DENIED = "denied", _("Denied")
    HANDED_BACK = "handed_back", _("Result handed back")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    STOPPED = "stopped", _("Stopped for good")
    SUCCEEDED = "succeeded", _("Handed to a successor")
    CORRECTED = "corrected", _("Corrected")
    SIGNED_FILED = "signed_filed", _("Signed copy filed")
    UNMASKED = "unmasked", _("Identity number shown")
    FEE_COLLECTED = "fee_collected", _("Fee collected")
    FEE_EXEMPTED = "fee_exempted", _("Exempted from the fee")
    FEE_CHANGED = "fee_changed", _("Fee due changed")
    FEE_REFUNDED = "fee_refunded", _("Fee refunded")


class DossierEvent(models.Model):
    """The one history of a dossier: written as codes, shown as sentences, never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events", verbose_name=_("dossier"))
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    at = models.DateTimeField(_("at"))  # when it happened at the desk
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("by"))
    state = models.CharField(max_length=12)  # the dossier's, after the event
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["dossier", "at", "pk"]
        triggers = append_only("event")

    def __str__(self):
        return self.get_kind_display()


class SlipKind(models.TextChoices):
    RECEIPT = "receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    SUPPLEMENT = "supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    APOLOGY = "apology", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    COLLECTION = "collection", "Phiếu thu nội bộ"
    REFUND = "refund", "Phiếu chi nội bộ"
    CONTROL = "control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    HANDOVER = "handover", "Phiếu bàn giao kết quả"  # of several dossiers: HandoverList


class Slip(models.Model):
    """An issued statutory form, of a dossier or, before there is one, of an enquiry: the same bytes for ever."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="slips", verbose_name=_("dossier"))
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, null=True, related_name="slips", verbose_name=_("enquiry"))
    kind = models.CharField(_("kind"), max_length=12, choices=SlipKind)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="+", verbose_name=_("rule set"))
    issued_at = models.DateTimeField(_("issued"))
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")
        ordering = ["dossier", "kind", "version"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "version"], name="slip_version_once"),
            models.UniqueConstraint(fields=["enquiry", "kind", "version"], name="slip_version_once_of_an_enquiry"),
            models.CheckConstraint(
                condition=Q(dossier__isnull=False, enquiry=None) | Q(dossier=None, enquiry__isnull=False),
                name="slip_of_a_dossier_or_an_enquiry",
            ),
        ]
        triggers = append_only("slip")

    def __str__(self):
        return self.get_kind_display()


class DossierCounter(models.Model):
    """The last number that an agency gave on a day. Taken by one statement, last before the commit."""

    pk = models.CompositePrimaryKey("agency_id", "day")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last__range=(1, 9999)), name="dossier_counter_four_digits")
        ]

    def __str__(self):
        return f"{self.day}: {self.last}"


class SlipCounter(models.Model):
    """The last number that an agency gave to its slips of one kind in a year."""

    pk = models.CompositePrimaryKey("agency_id", "kind", "year")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=SlipKind)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.kind} {self.year}: {self.last}"


class BookCounter(models.Model):
    """The last running number in a desk's register book (Quyển số: sector and year)."""

    pk = models.CompositePrimaryKey("desk_id", "book")
    desk = models.ForeignKey(ServiceDesk, models.PROTECT, related_name="+")
    book = models.CharField(max_length=160)
    last = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.book}: {self.last}"
