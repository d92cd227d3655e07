from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.triggers import append_only
from units.models import User


class DelayCause(models.Model):
    """Nguyên nhân quá hạn, as form 06g codes it: the list is data, since the form leaves it to the reporting bodies."""

    letter = models.CharField(_("letter"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_of_regulation = models.BooleanField(
        _("due to a regulation"),
        default=False,
        help_text=_("Form 06g names the procedure, the difficulty and the legal document for it."),
    )
    is_offered = models.BooleanField(_("offered"), default=True, help_text=_("Not offered: only shown where stated."))
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name = _("cause of delays")
        verbose_name_plural = _("causes of delays")
        ordering = ["place", "letter"]

    def __str__(self):
        return f"{self.letter}) {self.name}"


class Delay(models.Model):
    """Why a dossier is overdue or was finished late, as its office states it; what is stated anew is one more row."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="delays", verbose_name=_("dossier"))
    round = models.PositiveSmallIntegerField(_("round"))
    cause = models.ForeignKey(DelayCause, models.PROTECT, related_name="+", verbose_name=_("cause"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    regulation = models.CharField(_("legal document"), max_length=300, blank=True)
    stated_at = models.DateTimeField(_("stated"))
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("delay")
        verbose_name_plural = _("delays")
        ordering = ["dossier", "round"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "round"], name="delay_round_once"),
            models.CheckConstraint(
                condition=Q(regulation="") | ~Q(note=""), name="delay_names_the_difficulty_of_a_regulation"
            ),
        ]
        triggers = append_only("delay")

    def __str__(self):
        return f"{self.cause} {self.stated_at:%d/%m/%Y}"
