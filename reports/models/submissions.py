"""Reports that units submitted: frozen figures, the dossiers behind them, and what became of the report."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.figures import Figure
from dossiers.triggers import append_only, never_deleted
from procedures.models import Sector
from units.models import AdministrativeUnit, ReportSet, Role, User
from units.periods import DAY, Period


class SubmissionState(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the units where one works or that one looks over."""
        return self.all() if user.is_superuser else self.filter(unit__in=user.units_of(*Role))

    def live(self):
        """What counts: a report that was returned counts no more."""
        return self.exclude(state=SubmissionState.RETURNED)

    def of(self, unit, period, *, is_consolidated):
        return self.filter(unit=unit, first=period.first, last=period.last, is_consolidated=is_consolidated)

    def before(self, unit, period, *, is_consolidated):
        """The live ones that end the day before `period` begins, the last submitted first."""
        ended = self.live().filter(unit=unit, last=period.first - DAY, is_consolidated=is_consolidated)
        return ended.order_by("-submitted_at", "-pk")

    def parts_of(self, whole):
        """What it sums up, and what these sum up: a province's has those of its districts and of their communes."""
        return self.filter(Q(wholes=whole) | Q(wholes__wholes=whole)).order_by("pk")

    def with_people(self):
        return self.select_related("unit__parent", "report_set", "submitted_by", "returned_by", "accepted_by")


FROZEN = [
    "unit",
    "first",
    "last",
    "report_set",
    "is_consolidated",
    "number",
    "is_typed",
    "content",
    "last_event",
    "sha256",
    "submitted_at",
    "submitted_by",
]


class Submission(models.Model):
    """Báo cáo đã gửi: what a unit reported of a period, frozen; its state alone moves on.

    `content` holds the lines as `reports.freezing` lays them out, `sha256` is over the head, these lines, the cells
    and the digests of the parts. Typed by hand, it has no cells. A unit's consolidated report has its own dossiers in
    its cells and what the units under it sent as its parts.
    """

    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="submissions", verbose_name=_("unit"))
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    report_set = models.ForeignKey(ReportSet, models.PROTECT, related_name="+", verbose_name=_("report set"))
    is_consolidated = models.BooleanField(_("with the units under it"), default=False)
    number = models.PositiveSmallIntegerField(_("round"))  # the how manieth of this period
    is_typed = models.BooleanField(_("typed by hand"), default=False)
    content = models.JSONField(_("figures"))
    last_event = models.BigIntegerField()  # of any dossier, when it was frozen: later ones may have changed it
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("submitted by"))
    state = models.CharField(
        _("state"), max_length=9, choices=SubmissionState, default=SubmissionState.SUBMITTED, db_index=False
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("returned by")
    )
    reason = models.CharField(_("why it was returned"), max_length=1000, blank=True)
    parts = models.ManyToManyField(
        "self",
        through="SubmissionPart",
        through_fields=("whole", "part"),
        symmetrical=False,
        related_name="wholes",
        verbose_name=_("parts"),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submitted report")
        verbose_name_plural = _("submitted reports")
        ordering = ["-last", "-first", "unit", "-number"]
        indexes = [models.Index(fields=["unit", "last"], name="submission_of_a_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "first", "last", "is_consolidated"],
                condition=~Q(state=SubmissionState.RETURNED),
                name="submission_live_once_a_period",
            ),
            models.UniqueConstraint(
                fields=["unit", "first", "last", "is_consolidated", "number"], name="submission_round_once"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="submission_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state=SubmissionState.RETURNED, returned_at__isnull=False, returned_by__isnull=False)
                & ~Q(reason="")
                | (~Q(state=SubmissionState.RETURNED) & Q(returned_at=None, returned_by=None, reason="")),
                name="submission_returned_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(state=SubmissionState.SUBMITTED)
                | (~Q(state=SubmissionState.ACCEPTED) & Q(accepted_at=None, accepted_by=None)),
                name="submission_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_typed=False) | Q(is_consolidated=False), name="submission_typed_of_one_unit_only"
            ),
        ]
        triggers = [
            *never_deleted("submission"),
            pgtrigger.ReadOnly(name="submission_is_frozen", fields=FROZEN),
            pgtrigger.Protect(
                name="submission_returned_for_ever",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=SubmissionState.RETURNED),
            ),
            pgtrigger.Protect(
                name="submission_accepted_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__accepted_at__isnull=False)
                & (
                    pgtrigger.Q(old__accepted_at__df=pgtrigger.F("new__accepted_at"))
                    | pgtrigger.Q(old__accepted_by__df=pgtrigger.F("new__accepted_by"))
                ),
            ),
        ]

    def __str__(self):
        return f"{self.unit}, {self.period}"

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    @property
    def submitted_on(self):
        return timezone.localdate(self.submitted_at)

    @property
    def is_live(self):
        return self.state != SubmissionState.RETURNED

    @property
    def is_accepted(self):
        return self.state == SubmissionState.ACCEPTED

    @property
    def missing(self) -> list[str]:
        """The names of the units under it that had sent nothing, or nothing that was accepted."""
        return [name for _code, name in self.content["missing"]]

    @cached_property
    def whole(self) -> "Submission | None":
        """The live report of the unit above that this one is a part of."""
        return self.wholes.live().first()


# How a dossier came into the period and how it went out of it, or did not: each is a column of the form.
CAME = (Figure.RECEIVED_ONLINE, Figure.RECEIVED_DIRECT, Figure.CARRIED_OVER)
WENT = (
    Figure.RESOLVED_EARLY,
    Figure.RESOLVED_ON_TIME,
    Figure.RESOLVED_LATE,
    Figure.PENDING_IN_TIME,
    Figure.PENDING_OVERDUE,
)


class SubmissionCell(models.Model):
    """The dossiers of one sector that came and went alike: each dossier of the period stands in one cell."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="cells", verbose_name=_("submitted report"))
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", db_index=False, verbose_name=_("sector"))
    came = models.CharField(max_length=16, choices=[(figure.value, figure.label) for figure in CAME])
    went = models.CharField(max_length=16, choices=[(figure.value, figure.label) for figure in WENT])
    dossiers = ArrayField(models.BigIntegerField(), verbose_name=_("dossiers"))  # their keys, in order
    denied = models.IntegerField()
    withdrawn = models.IntegerField()
    stopped = models.IntegerField()
    paused = models.IntegerField()
    assumed = models.IntegerField()

    class Meta:
        verbose_name = _("dossiers of a submitted report")
        verbose_name_plural = _("dossiers of submitted reports")
        ordering = ["sector_id", "came", "went"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "sector", "came", "went"], name="submission_cell_once"),
            models.CheckConstraint(
                condition=Q(came__in=[figure.value for figure in CAME], went__in=[figure.value for figure in WENT]),
                name="submission_cell_came_and_went",
            ),
        ]
        triggers = append_only("submission_cell")

    def __str__(self):
        return f"{self.sector}: {self.came}, {self.went}"


class SubmissionPart(models.Model):
    """Which submitted report stands in which consolidated one."""

    whole = models.ForeignKey(Submission, models.PROTECT, related_name="+", verbose_name=_("consolidated report"))
    part = models.ForeignKey(Submission, models.PROTECT, related_name="+", verbose_name=_("part"))

    class Meta:
        verbose_name = _("part of a consolidated report")
        verbose_name_plural = _("parts of consolidated reports")
        constraints = [models.UniqueConstraint(fields=["whole", "part"], name="submission_part_once")]
        triggers = append_only("submission_part")

    def __str__(self):
        return f"{self.part} → {self.whole}"
