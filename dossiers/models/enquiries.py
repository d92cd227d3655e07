import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.models.people import OfPeople
from dossiers.models.querysets import PeopleQuerySet, reach_of
from dossiers.triggers import never_deleted
from procedures.models import ProcedureVersion
from units.models import FormSet, RuleSet, ServiceDesk, User


class EnquiryKind(models.TextChoices):
    GUIDANCE = "guidance", _("Guidance")
    REFUSAL = "refusal", _("Refusal")


class RefusalCause(models.TextChoices):
    """Why a dossier is not received (NĐ 61/2018/NĐ-CP art. 17); what it comes to here, the reason says."""

    COMPETENCE = "competence", _("Wrong agency or procedure")
    SCOPE = "scope", _("Not among the published procedures")
    CONDITIONS = "conditions", _("The conditions are not met")
    FORGERY = "forgery", _("Forged papers")
    ENTITLEMENT = "entitlement", _("Not entitled, or without authorisation")
    DOUBLE = "double", _("Handed in already")
    TOO_LATE = "too_late", _("Missing papers not brought in time")


class EnquiryQuerySet(PeopleQuerySet):
    def visible_to(self, user):
        """The one door to enquiries: those of the desks whose dossiers `user` sees."""
        return self.filter(desk__in=reach_of(user).desks)

    def open(self):
        """Of people who have not come back yet with all that it takes."""
        return self.filter(dossier=None)

    def with_list_data(self):
        return self.select_related("version__procedure", "desk__unit", "made_by", "dossier")


class Enquiry(OfPeople):
    """Lượt hướng dẫn: what somebody was told at the counter before any dossier exists, by slip 02 or 03.

    It has no dossier code and starts no clock. What was said stays; the dossier that it became is written once.
    """

    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)  # SHA-256 of what was taken down, to tell a repeat from a change
    kind = models.CharField(_("kind"), max_length=8, choices=EnquiryKind)
    desk = models.ForeignKey(
        ServiceDesk, models.PROTECT, related_name="enquiries", db_index=False, verbose_name=_("service desk")
    )
    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("procedure")
    )
    request = models.CharField(
        _("what is asked for"), max_length=300, blank=True, help_text=_("Where it is no procedure received here.")
    )

    brought = models.JSONField(_("papers brought"), default=list)  # names, as the procedure has them
    missing = models.JSONField(_("papers missing"), default=list)  # names, as the slip has them
    cause = models.CharField(_("cause"), max_length=12, choices=RefusalCause, blank=True)
    reason = models.CharField(_("reason"), max_length=1000)
    number = models.CharField(_("number of the slip"), max_length=50)
    round = models.PositiveSmallIntegerField(_("round"), default=1)  # of guidance
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="+", db_index=False, verbose_name=_("rule set"))
    form_set = models.ForeignKey(FormSet, models.PROTECT, related_name="+", db_index=False, verbose_name=_("form set"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by"))
    dossier = models.OneToOneField(
        Dossier, models.PROTECT, null=True, blank=True, related_name="enquiry", verbose_name=_("dossier")
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index("desk", F("made_at").desc(), F("id").desc(), name="enquiry_desk_made"),
            models.Index("number", name="enquiry_number"),
            models.Index("applicant_id_number", condition=~Q(applicant_id_number=""), name="enquiry_id_number"),
            models.Index("applicant_phone", condition=~Q(applicant_phone=""), name="enquiry_phone"),
            GinIndex(OpClass("searched_names", name="gin_trgm_ops"), name="enquiry_searched_names"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, request="") | (Q(version=None) & ~Q(request="")),
                name="enquiry_for_a_procedure_or_in_words",
            ),
            models.CheckConstraint(
                condition=(Q(kind=EnquiryKind.GUIDANCE, cause="") & ~Q(missing=[]))
                | (Q(kind=EnquiryKind.REFUSAL, missing=[]) & ~Q(cause="")),
                name="enquiry_says_what_is_missing_or_why_not",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(number=""), name="enquiry_with_reason_and_number"),
        ]
        triggers = [
            *never_deleted("enquiry"),
            pgtrigger.ReadOnly(name="enquiry_keeps_what_was_said", exclude=["dossier", "searched_names"]),
            pgtrigger.Protect(
                name="enquiry_becomes_one_dossier",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__dossier__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.made_at:%d/%m/%Y}"

    @property
    def mark(self):
        """What its slip carries as a bar code: `LHD-17` (lượt hướng dẫn). Its number may be another desk's, too."""
        return f"LHD-{self.pk}"

    @property
    def is_open(self):
        return self.dossier_id is None

    @property
    def is_again(self):
        """Guided once more, though a citizen is told all at once (NĐ 61/2018/NĐ-CP art. 17): marked, not refused."""
        return self.round > 1

    @property
    def is_refusal(self):
        return self.kind == EnquiryKind.REFUSAL

    @property
    def asked_for(self):
        return self.version.name if self.version else self.request
