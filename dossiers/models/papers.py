import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dossiers.models.corrections import Correction
from dossiers.models.dossier import Dossier
from dossiers.models.handovers import HandoverList
from dossiers.models.history import Slip
from dossiers.triggers import append_only, never_deleted
from units.models import StoredScan


class DossierDocument(models.Model):
    """Giấy tờ đã nộp: what was handed in; what the law asks for is a RequiredDocument.

    One recorded by mistake is struck by a correction, and what is right is added by it.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents", verbose_name=_("dossier"))
    required = models.ForeignKey(
        "procedures.RequiredDocument", models.PROTECT, null=True, related_name="+", verbose_name=_("asked for as")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.TextField(_("paper"))
    originals = models.PositiveSmallIntegerField(_("originals"), default=0)
    certified_copies = models.PositiveSmallIntegerField(_("certified copies"), default=0)
    photocopies = models.PositiveSmallIntegerField(_("photocopies"), default=0)
    added_by = models.ForeignKey(
        Correction, models.PROTECT, null=True, related_name="added", verbose_name=_("added by a correction")
    )
    struck_by = models.ForeignKey(
        Correction, models.PROTECT, null=True, related_name="struck", verbose_name=_("struck by a correction")
    )

    class Meta:
        verbose_name = _("paper handed in")
        verbose_name_plural = _("papers handed in")
        ordering = ["dossier", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "position"], name="dossier_document_position_once"),
            models.CheckConstraint(
                condition=Q(originals__gt=0) | Q(certified_copies__gt=0) | Q(photocopies__gt=0),
                name="dossier_document_counted",
            ),
        ]
        triggers = [
            *never_deleted("document"),
            pgtrigger.ReadOnly(name="document_never_changes", exclude=["struck_by"]),
            pgtrigger.Protect(
                name="document_struck_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__struck_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name


class DossierFile(StoredScan):
    """A scan of a paper handed in."""

    document = models.ForeignKey(DossierDocument, models.PROTECT, related_name="files", verbose_name=_("paper"))

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["pk"]
        triggers = append_only("file")


class SignedScan(StoredScan):
    """Bản đã ký: a page of a slip, or of a hand-over list, as it was signed and sealed.

    A later round replaces the earlier one, which stays.
    """

    slip = models.ForeignKey(Slip, models.PROTECT, null=True, related_name="signed_scans", verbose_name=_("slip"))
    handover = models.ForeignKey(
        HandoverList, models.PROTECT, null=True, related_name="signed_scans", verbose_name=_("hand-over list")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    page = models.PositiveSmallIntegerField(_("page"))

    class Meta:
        verbose_name = _("signed scan")
        verbose_name_plural = _("signed scans")
        ordering = ["slip", "handover", "round", "page"]
        constraints = [
            models.UniqueConstraint(fields=["slip", "round", "page"], name="signed_scan_page_once"),
            models.UniqueConstraint(fields=["handover", "round", "page"], name="signed_scan_page_once_of_a_list"),
            models.CheckConstraint(
                condition=Q(slip__isnull=False, handover=None) | Q(slip=None, handover__isnull=False),
                name="signed_scan_of_a_slip_or_a_list",
            ),
        ]
        triggers = append_only("signed_scan")

    def get_absolute_url(self):
        """Where it is downloaded, by whoever sees what it belongs to."""
        if self.handover_id:
            return reverse("dossiers:signed_of_list", args=[self.handover_id, self.pk])
        if self.slip.enquiry_id:
            return reverse("dossiers:signed_of_enquiry", args=[self.slip.enquiry_id, self.pk])
        return reverse("dossiers:signed", args=[self.slip.dossier.code, self.pk])
