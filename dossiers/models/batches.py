from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.models.dossier import Dossier
from units.models import User


class ItemOutcome(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("in a batch", "Still to do")
    DONE = "done", pgettext_lazy("in a batch", "Done")
    REFUSED = "refused", pgettext_lazy("in a batch", "Refused")
    LEFT = "left", pgettext_lazy("in a batch", "Left as it was")


class Batch(models.Model):
    """Several dossiers taken in hand at once: by whom, what is done with them, and what he filled in for all of them.

    What became of a dossier stands in its own history; a batch is the memory of one press, and is forgotten.
    """

    key = models.CharField(max_length=64, unique=True)  # the same press never makes a second one
    by = models.ForeignKey(User, models.PROTECT, related_name="batches", verbose_name=_("by"))
    errand = models.CharField(_("errand"), max_length=30)
    answers = models.JSONField(default=dict)
    is_all_or_none = models.BooleanField(_("all or none"), default=False)
    language = models.CharField(max_length=10)  # in which refusals are said
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("work for many dossiers")
        verbose_name_plural = _("work for many dossiers")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["made_at"], name="batch_made_at")]

    def __str__(self):
        return f"{self.errand} {self.pk}"

    @property
    def is_finished(self):
        return not self.items.waiting().exists()


class BatchItemQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome=ItemOutcome.WAITING)

    def done(self):
        return self.filter(outcome=ItemOutcome.DONE)


class BatchItem(models.Model):
    """What became of one dossier of a batch."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False, verbose_name=_("dossier"))
    answers = models.JSONField(default=dict)  # its own, besides those for all
    outcome = models.CharField(_("outcome"), max_length=10, choices=ItemOutcome, default=ItemOutcome.WAITING)
    why = models.TextField(_("reason"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier of it")
        verbose_name_plural = _("dossiers of it")
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="batch_position_once"),
            models.UniqueConstraint(fields=["batch", "dossier"], name="batch_dossier_once"),
            models.CheckConstraint(
                condition=Q(outcome=ItemOutcome.WAITING, done_at=None)
                | (~Q(outcome=ItemOutcome.WAITING) & Q(done_at__isnull=False)),
                name="batch_item_waits_or_is_over",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ItemOutcome.REFUSED) | ~Q(why=""), name="batch_item_refused_with_a_reason"
            ),
        ]

    def __str__(self):
        return str(self.dossier)
