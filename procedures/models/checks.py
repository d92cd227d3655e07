import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.models.postings import Posting
from procedures.models.rounds import PostingPlace, PostingRound
from units.models import Role, ServiceDesk, StoredScan, User


def _for_ever(name):
    return [pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class SpotCheck(models.Model):
    """Kiểm tra thực tế: somebody from above looked at a board or a portal, and what he found of a sample."""

    desk = models.ForeignKey(ServiceDesk, models.PROTECT, related_name="spot_checks", verbose_name=_("desk"))
    place = models.CharField(pgettext_lazy("of a posting", "place"), max_length=6, choices=PostingPlace)
    checked_on = models.DateField(_("checked on"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("checked by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("spot check")
        verbose_name_plural = _("spot checks")
        ordering = ["-checked_on", "-pk"]
        triggers = [
            pgtrigger.Protect(name="spot_check_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="spot_check_never_changes", exclude=["undone_at"]),
        ]

    def __str__(self):
        return f"{self.desk}, {self.checked_on:%d/%m/%Y}"

    @property
    def found_count(self):
        return sum(finding.was_found for finding in self.findings.all())

    @property
    def not_found(self):
        return [finding for finding in self.findings.all() if not finding.was_found]


class FindingQuerySet(models.QuerySet):
    def not_found(self):
        """Of checks that were not undone as a slip."""
        return self.filter(was_found=False, check_made__undone_at=None)


class Finding(models.Model):
    """Of one posting in the sample: whether it was there. If not, the posting counts no more from that day on."""

    check_made = models.ForeignKey(SpotCheck, models.PROTECT, related_name="findings", verbose_name=_("spot check"))
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="findings", verbose_name=_("posting"))
    was_found = models.BooleanField(pgettext_lazy("spot check", "found"))
    had_until = models.DateField(null=True)  # the posting's `removed_on` before the check

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["check_made", "posting"]
        constraints = [models.UniqueConstraint(fields=["check_made", "posting"], name="looked_for_once_in_a_check")]
        triggers = _for_ever("finding")

    def __str__(self):
        return f"{self.posting}: {self.was_found}"


class PostingPhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the units where one works or that one looks over."""
        if user.is_superuser:
            return self.all()
        units = user.units_of(*Role)
        return self.filter(Q(round__desk__unit__in=units) | Q(check_made__desk__unit__in=units))


class PostingPhoto(StoredScan):
    """A picture of a board: as it was filled, or as it was found."""

    round = models.ForeignKey(
        PostingRound, models.PROTECT, null=True, related_name="photos", verbose_name=_("round of posting")
    )
    check_made = models.ForeignKey(
        SpotCheck, models.PROTECT, null=True, related_name="photos", verbose_name=_("spot check")
    )

    objects = PostingPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a board")
        verbose_name_plural = _("photos of boards")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=False, check_made=None) | Q(round=None, check_made__isnull=False),
                name="photo_of_a_round_or_a_check",
            )
        ]
        triggers = _for_ever("posting_photo")
