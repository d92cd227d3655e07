from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.models.decisions import PublicationDecision
from units.models import ServiceDesk, User


class PostingPlace(models.TextChoices):
    BOARD = "board", _("On the board at the desk")
    PORTAL = "portal", _("On the unit's portal")


class PostingRound(models.Model):
    """Lượt niêm yết: what a unit put up and took down for one decision, confirmed in one press, with what proves it."""

    decision = models.ForeignKey(
        PublicationDecision, models.PROTECT, related_name="posting_rounds", verbose_name=_("publication decision")
    )
    desk = models.ForeignKey(ServiceDesk, models.PROTECT, related_name="posting_rounds", verbose_name=_("desk"))
    place = models.CharField(pgettext_lazy("of a posting", "place"), max_length=6, choices=PostingPlace)
    done_on = models.DateField(_("done on"), help_text=_("The day on which it was put up and taken down."))
    link = models.URLField(_("link"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(_("confirmed at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("confirmed by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    link_added_at = models.DateTimeField(_("link added at"), null=True, blank=True)  # where it came later
    link_added_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("link added by")
    )

    class Meta:
        verbose_name = _("round of posting")
        verbose_name_plural = _("rounds of posting")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="round_links_to_a_safe_address"
            ),
            models.CheckConstraint(
                condition=Q(link_added_at=None, link_added_by=None)
                | (Q(link_added_at__isnull=False, link_added_by__isnull=False) & ~Q(link="")),
                name="round_link_added_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.decision}: {self.desk}"

    @property
    def is_proved(self):
        """Whether more than somebody's word is there."""
        return bool(self.link or self.photos.all())
