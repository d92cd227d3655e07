import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.models.history import SlipKind
from dossiers.models.querysets import end_of, reach_of, start_of
from dossiers.triggers import append_only, fees_agree
from procedures.models import FeeKind
from units.models import Agency, ServiceDesk, User


class FeeNature(models.TextChoices):
    """One line may hold both: a procedure with a fee and a charge is paid at once."""

    FEE = FeeKind.FEE, "phí"
    CHARGE = FeeKind.CHARGE, "lệ phí"
    BOTH = "both", "phí, lệ phí"

    @classmethod
    def of(cls, kinds):
        """What a line is called that pays fees of these kinds; where none is published, either may be meant."""
        return cls(*kinds) if len(kinds) == 1 else cls.BOTH


class FeeEntryKind(models.TextChoices):
    COLLECTED = "collected", _("Collected")
    EXEMPTED = "exempted", _("Exempted")
    REFUNDED = "refunded", _("Refunded")


class ExemptionGround(models.TextChoices):
    """Who is exempt is said by the resolution or law that sets the fee; this says which of them the applicant is."""

    MERIT = "merit", _("Person with merit to the revolution")
    POOR = "poor", _("Poor household")
    NEAR_POOR = "near_poor", _("Near-poor household")
    CHILD = "child", _("Child")
    ELDERLY = "elderly", _("Elderly person")
    DISABLED = "disabled", _("Person with a disability")
    OTHER = "other", _("Other, in words")
    UNRECORDED = "unrecorded", _("Not recorded")  # of before grounds were asked for


SLIP_OF = {FeeEntryKind.COLLECTED: SlipKind.COLLECTION, FeeEntryKind.REFUNDED: SlipKind.REFUND}
SUFFIX = {FeeEntryKind.COLLECTED: "PT", FeeEntryKind.REFUNDED: "PC"}  # phiếu thu, phiếu chi


class FeeEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the desks within his reach, and of the dossiers that his agencies decide."""
        reach = reach_of(user)
        return self.filter(Q(desk__in=reach.desks) | Q(dossier__competent_agency__in=reach.agencies))

    def last_book_of(self, user):
        """The book of legal receipts from which he took the last one at his desks, or ''."""
        mine = self.filter(by=user, desk__in=user.desks).exclude(receipt_serial="").order_by("-at", "-pk")
        return mine.values_list("receipt_book", flat=True).first() or ""

    def made_on(self, day):
        return self.filter(at__gte=start_of(day), at__lt=end_of(day))


class FeeEntry(models.Model):
    """One line of the fee ledger: money taken in or given back, or a debt that was waived; never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="fee_entries", verbose_name=_("dossier"))
    kind = models.CharField(_("kind"), max_length=9, choices=FeeEntryKind)
    nature = models.CharField(_("fee or charge"), max_length=6, choices=FeeNature)
    amount = models.PositiveIntegerField(_("amount in đồng"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by"))
    desk = models.ForeignKey(ServiceDesk, models.PROTECT, related_name="+", db_index=False, verbose_name=_("desk"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("agency"))
    key = models.CharField(max_length=64)  # of the press: a second one writes nothing
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(_("number of the slip"), null=True)
    receipt_book = models.CharField(_("receipt book"), max_length=20, blank=True)
    receipt_serial = models.CharField(_("receipt number"), max_length=10, blank=True)
    ground = models.CharField(_("ground"), max_length=10, choices=ExemptionGround, blank=True)
    words = models.CharField(_("reason"), max_length=1000, blank=True)

    objects = FeeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee entry")
        verbose_name_plural = _("fee entries")
        ordering = ["at", "pk"]
        indexes = [models.Index("desk", "at", name="fee_entry_desk_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(kind=FeeEntryKind.EXEMPTED), name="fee_entry_moves_money"
            ),
            models.CheckConstraint(
                condition=Q(kind=FeeEntryKind.EXEMPTED, year=None, number=None)
                | (~Q(kind=FeeEntryKind.EXEMPTED) & Q(year__isnull=False, number__isnull=False, number__gte=1)),
                name="fee_entry_of_money_is_numbered",
            ),
            models.CheckConstraint(
                condition=Q(kind=FeeEntryKind.COLLECTED, ground="")
                | (Q(kind=FeeEntryKind.REFUNDED, ground="") & ~Q(words=""))
                | (Q(kind=FeeEntryKind.EXEMPTED) & ~Q(ground="") & (~Q(ground=ExemptionGround.OTHER) | ~Q(words=""))),
                name="fee_entry_says_why",
            ),
            models.CheckConstraint(
                condition=Q(receipt_book="", receipt_serial="")
                | (Q(kind=FeeEntryKind.COLLECTED, receipt_serial__regex="^[0-9]{1,10}$") & ~Q(receipt_book="")),
                name="fee_entry_names_a_whole_receipt",
            ),
            models.UniqueConstraint(fields=["dossier", "key"], name="fee_entry_once_a_press"),
            models.UniqueConstraint(fields=["agency", "kind", "year", "number"], name="fee_slip_number_once"),
            models.UniqueConstraint(
                fields=["agency", "receipt_book", "receipt_serial"],
                condition=~Q(receipt_serial=""),
                name="fee_receipt_once",
            ),
        ]
        triggers = [
            *append_only("fee_entry"),
            fees_agree("fee_entry_agrees_with_its_dossier", pgtrigger.Insert, key="dossier_id"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def is_collected(self):
        return self.kind == FeeEntryKind.COLLECTED

    @property
    def is_refunded(self):
        return self.kind == FeeEntryKind.REFUNDED

    @property
    def is_exempted(self):
        return self.kind == FeeEntryKind.EXEMPTED

    @property
    def slip_number(self):
        """`07/2018/PT`; an exemption has no slip."""
        return f"{self.number:02d}/{self.year}/{SUFFIX[self.kind]}" if self.number else ""

    @property
    def receipt(self):
        """Of the legal receipt (biên lai) its book and serial, as they are said together."""
        return f"{self.receipt_book} {self.receipt_serial}".strip()
