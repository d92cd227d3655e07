from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueChange(models.Model):
    """That a transaction wrote to the catalogue: whoever keeps a copy can tell whether it is still the same.

    Written by `procedures.triggers.tells_of_changes`, one row for each transaction, so that nobody waits for another.
    """

    transaction = models.BigIntegerField()
    at = models.DateTimeField()  # by the database's clock: it began then

    class Meta:
        verbose_name = _("change of the catalogue")
        verbose_name_plural = _("changes of the catalogue")
        constraints = [models.UniqueConstraint(fields=["transaction", "at"], name="catalogue_change_once")]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M}"
