from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetSize(models.Model):
    """The letters at which a posting sheet fills its side; found by trying, which takes longer than the printing.

    Kept by a digest of all that the sheet says and of how it is set out, so it is never wrong, at most of no more use.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    points = models.FloatField()  # nought where it takes more than one side

    class Meta:
        verbose_name = _("size of a posting sheet")
        verbose_name_plural = _("sizes of posting sheets")

    def __str__(self):
        return f"{self.points:g} pt"
