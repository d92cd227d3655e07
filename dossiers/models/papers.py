from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.triggers import append_only
from units.models import User


class DossierDocument(models.Model):
    """Giấy tờ đã nộp: what was handed in; what the law asks for is a RequiredDocument."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents", verbose_name=_("dossier"))
    required = models.ForeignKey(
        "procedures.RequiredDocument", models.PROTECT, null=True, related_name="+", verbose_name=_("asked for as")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.TextField(_("paper"))
    originals = models.PositiveSmallIntegerField(_("originals"), default=0)
    certified_copies = models.PositiveSmallIntegerField(_("certified copies"), default=0)
    photocopies = models.PositiveSmallIntegerField(_("photocopies"), default=0)

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
        triggers = append_only("document")

    def __str__(self):
        return self.name


class DossierFile(models.Model):
    """A scan of a paper handed in; the bytes lie in MEDIA_ROOT under a name that says nothing."""

    document = models.ForeignKey(DossierDocument, models.PROTECT, related_name="files", verbose_name=_("paper"))
    path = models.CharField(max_length=100, unique=True)
    original_name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=50)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["pk"]
        triggers = append_only("file")

    def __str__(self):
        return self.original_name
