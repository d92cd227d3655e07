import hashlib
import json

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from procedures.content import Charge, Content, from_json
from procedures.models.catalogue import Handling, Procedure
from procedures.triggers import tells_of_changes
from units.admin_permissions import keeps_for_all
from units.models import Level, Role, User

KEEPERS = (Role.PROCEDURE_CONTROL, Role.ADMINISTRATOR)


class DecisionState(models.TextChoices):
    RECORDED = "recorded", _("Known from the list")  # taken over with the procedures that name it
    DRAFT = "draft", _("Draft")
    APPLIED = "applied", _("Applied")


class PublicationDecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts for those who keep the catalogue above the communes; what was decided for all who work here."""
        if keeps_for_all(user, KEEPERS):
            return self.all()
        return self.exclude(state=DecisionState.DRAFT) if user.is_authenticated and user.duties else self.none()

    def recent_first(self):
        return self.order_by(models.F("issued_on").desc(nulls_last=True), "-pk")


class PublicationDecision(models.Model):
    """Quyết định công bố: by it procedures are new, amended, replaced or abolished, from one day on.

    Between draft and applied it goes to and fro: what nobody has received a dossier under can be taken back.
    """

    number = models.CharField(_("number"), max_length=100, blank=True, help_text=_("As printed: 55/QĐ-UBND."))
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    title = models.CharField(_("about"), max_length=500, blank=True)
    effective_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("Lines that hold from another day say so.")
    )
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    applied_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("applied by")
    )

    objects = PublicationDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication decision")
        verbose_name_plural = _("publication decisions")
        triggers = tells_of_changes()
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issued_on"],
                nulls_distinct=False,
                name="decision_known_by_number_and_day",
                violation_error_message=_("There is a decision with this number of this day already."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") | Q(issued_on__isnull=False), name="decision_has_a_number_or_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.APPLIED, applied_at__isnull=False, effective_from__isnull=False)
                | (~Q(state=DecisionState.APPLIED) & Q(applied_at=None, applied_by=None)),
                name="decision_applied_at_some_time",
            ),
        ]

    def __str__(self):
        return self.number or f"{self.issued_on:%d/%m/%Y}"

    @classmethod
    def recorded(cls, number, issued_on):
        """One that a list of procedures names, and of which no more is known."""
        return cls.objects.create(number=number, issued_on=issued_on, state=DecisionState.RECORDED)

    @property
    def is_draft(self):
        return self.state == DecisionState.DRAFT

    @property
    def is_applied(self):
        return self.state == DecisionState.APPLIED


class LineKind(models.TextChoices):
    ADD = "add", _("New procedure")
    AMEND = "amend", _("Amended procedure")
    REPLACE = "replace", _("New procedure in place of others")
    ABOLISH = "abolish", _("Abolished procedure")


class DecisionLine(models.Model):
    """What a decision says of one procedure; its `content` becomes a version when the decision is applied."""

    decision = models.ForeignKey(
        PublicationDecision, models.CASCADE, related_name="lines", verbose_name=_("publication decision")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=8, choices=LineKind)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    code = models.CharField(_("code"), max_length=40, blank=True, help_text=_("Empty: a local one is given."))
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, blank=True, related_name="decision_lines", verbose_name=_("procedure")
    )
    handling = models.CharField(
        _("at the desks"), max_length=12, choices=Handling, default=Handling.RECEIVED, help_text=_("Of a new one.")
    )
    effective_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("Empty: as the decision says.")
    )
    draft = models.JSONField(null=True, blank=True, editable=False)  # `procedures.content.as_json`
    fees = models.JSONField(null=True, blank=True, editable=False)  # `procedures.content.Charge`s; null: as they are

    class Meta:
        verbose_name = _("line of a decision")
        verbose_name_plural = _("lines of a decision")
        ordering = ["decision", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "procedure"],
                name="decision_says_one_thing_of_a_procedure",
                violation_error_message=_("The decision says something of this procedure already."),
            ),
            models.UniqueConstraint(
                fields=["decision", "level", "code"],
                condition=~Q(code=""),
                name="decision_line_code_once",
                violation_error_message=_("The decision has a line for this code at this level already."),
            ),
            models.CheckConstraint(
                condition=Q(kind=LineKind.ABOLISH, draft=None) | (~Q(kind=LineKind.ABOLISH) & Q(draft__isnull=False)),
                name="decision_line_says_what_is_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=(LineKind.ADD, LineKind.REPLACE)) | Q(procedure__isnull=False),
                name="decision_line_names_its_procedure",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.code}"

    @property
    def digest(self):
        """Of all that the line says: what was on a page can be told from what is kept."""
        replaced = sorted(self.replaced.values_list("procedure", flat=True))
        said = [self.level, self.code, self.handling, str(self.effective_from), self.draft, self.fees, replaced]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def starts_on(self):
        return self.effective_from or self.decision.effective_from

    @property
    def is_new(self):
        return self.kind in (LineKind.ADD, LineKind.REPLACE)

    @cached_property
    def content(self) -> Content | None:
        return from_json(self.draft) if self.draft is not None else None

    @cached_property
    def charges(self) -> tuple[Charge, ...] | None:
        """What is to be paid from then on; None: as before."""
        return None if self.fees is None else tuple(Charge(**fee) for fee in self.fees)


class ReplacedProcedure(models.Model):
    """One of the procedures in whose place the line's comes."""

    line = models.ForeignKey(DecisionLine, models.CASCADE, related_name="replaced", verbose_name=_("line"))
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="replaced_by", verbose_name=_("procedure in whose place it comes")
    )

    class Meta:
        verbose_name = _("replaced procedure")
        verbose_name_plural = _("replaced procedures")
        constraints = [models.UniqueConstraint(fields=["line", "procedure"], name="replaced_once_by_a_line")]

    def __str__(self):
        return str(self.procedure)


class DecisionDeed(models.TextChoices):
    DRAFTED = "drafted", _("Drafted")
    HEAD_CHANGED = "head_changed", _("Head changed")
    APPLIED = "applied", _("Applied")
    TAKEN_BACK = "taken_back", _("Taken back")
    DATED = "dated", _("Day of effect corrected")


class DecisionEvent(models.Model):
    """What was done with a decision, by whom and why."""

    decision = models.ForeignKey(
        PublicationDecision, models.PROTECT, related_name="events", verbose_name=_("publication decision")
    )
    deed = models.CharField(_("deed"), max_length=12, choices=DecisionDeed)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event of a decision")
        verbose_name_plural = _("events of decisions")
        ordering = ["decision", "at", "pk"]

    def __str__(self):
        return self.get_deed_display()
