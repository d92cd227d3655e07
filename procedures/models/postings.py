from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.models.rounds import PostingPlace, PostingRound
from procedures.models.versions import ProcedureVersion
from units.models import ServiceDesk, User


class PostingQuerySet(models.QuerySet):
    def up_on(self, day):
        """Those that hung there on `day`."""
        return self.filter(Q(removed_on=None) | Q(removed_on__gt=day), posted_on__lte=day)

    def ever_up(self):
        """Without those that were put up by a slip, and taken back: they hung there not for a day."""
        return self.filter(Q(removed_on=None) | Q(removed_on__gt=F("posted_on")))

    def not_up_anew(self):
        """Of those that were taken down, the ones whose version has not been put up there again since."""
        there = {name: OuterRef(name) for name in ("version", "desk", "place")}
        anew = Posting.objects.ever_up().filter(**there, posted_on__gte=OuterRef("removed_on"))
        return self.exclude(Exists(anew.exclude(pk=OuterRef("pk"))))


class Posting(models.Model):
    """Niêm yết công khai: a version put up for everybody to read, at a desk or on its unit's portal."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="postings", verbose_name=_("version"))
    desk = models.ForeignKey(ServiceDesk, models.PROTECT, related_name="postings", verbose_name=_("desk"))
    place = models.CharField(
        pgettext_lazy("of a posting", "place"), max_length=6, choices=PostingPlace, default=PostingPlace.BOARD
    )
    posted_on = models.DateField(_("posted on"))
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("posted by"))
    removed_on = models.DateField(
        _("removed on"),
        null=True,
        blank=True,
        help_text=_("The day it was taken down; it hung there until the one before."),
    )
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("removed by")
    )
    put_up_in = models.ForeignKey(
        PostingRound,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="put_up",
        verbose_name=_("put up in the round"),
    )
    taken_down_in = models.ForeignKey(
        PostingRound,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_down",
        verbose_name=_("taken down in the round"),
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["desk", "place", "version", "posted_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_on=None) | Q(removed_on__gte=F("posted_on")),
                name="posting_removed_after_it_was_posted",
                violation_error_message=_("It cannot be taken down before it was put up."),
            ),
            ExclusionConstraint(
                name="posted_once_at_a_time",
                expressions=[
                    ("version", RangeOperators.EQUAL),
                    ("desk", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    (
                        Func(
                            "posted_on", "removed_on", Value("[)"), function="daterange", output_field=DateRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("It hangs there already in those days."),
            ),
        ]

    def __str__(self):
        return f"{self.version}: {self.desk}"
