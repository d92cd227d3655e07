from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.people import User


class StoredScan(models.Model):
    """A file as it was uploaded; the bytes lie in MEDIA_ROOT under a name that says nothing."""

    path = models.CharField(max_length=100, unique=True)
    original_name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=50)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))

    class Meta:
        abstract = True

    def __str__(self):
        return self.original_name
