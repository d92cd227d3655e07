from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import User


class DigestReader(models.Model):
    """Somebody who wishes the week's page by mail."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name=_("member of staff"))
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("reader of the weekly page")
        verbose_name_plural = _("readers of the weekly page")

    def __str__(self):
        return str(self.user)
