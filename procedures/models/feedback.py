import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.models.catalogue import Procedure
from procedures.models.versions import ProcedureVersion
from units.models import OVERSEEING, AdministrativeUnit, User


class FeedbackKind(models.TextChoices):
    """NĐ 20/2008/NĐ-CP tells the two apart, and neither is a complaint (khiếu nại) or a denunciation (tố cáo)."""

    REPORT = "report", _("Report of a difficulty")
    PROPOSAL = "proposal", _("Proposal about the rules")


class FeedbackChannel(models.TextChoices):
    WEB = "web", _("On the procedure's page")
    DESK = "desk", _("At the desk")
    LETTER = "letter", _("By letter")
    PHONE = "phone", _("By phone")


class FeedbackState(models.TextChoices):
    RECEIVED = "received", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Not answered here")


class DeclineCause(models.TextChoices):
    NOT_COMPETENT = "not_competent", _("Not for the agencies here to answer")
    COMPLAINT = "complaint", _("A complaint or a denunciation: it goes its own way")
    UNCLEAR = "unclear", _("It does not say what is meant")


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the units one looks over; at the desk what one took down oneself, since it may be about colleagues."""
        if user.is_superuser:
            return self.all()
        return self.filter(Q(unit__in=user.units_of(*OVERSEEING)) | Q(recorded_by=user))

    def with_names(self):
        """Each with what its procedure is called, or was called last, as `procedure_name`."""
        versions = ProcedureVersion.objects.filter(procedure=OuterRef("procedure"))
        latest = versions.order_by(F("valid_from").desc(nulls_last=True))
        return self.annotate(procedure_name=Subquery(latest.values("name")[:1]))

    def published(self):
        """The latest answers first."""
        return self.filter(published_at__isnull=False).order_by("-answered_at", "-pk")


class Feedback(models.Model):
    """Phản ánh, kiến nghị: what somebody says of a procedure, who answers it, and what of it everybody may read.

    What was sent never changes; the wording for everybody is kept beside it, cleaned of personal data.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="feedback", verbose_name=_("procedure"))
    about = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about")
    )
    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="feedback", verbose_name=_("answered by the unit")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=FeedbackKind)
    text = models.TextField(_("what is said"), max_length=4000)
    sender_name = models.CharField(_("name of the sender"), max_length=100, blank=True)
    sender_contact = models.CharField(_("how to reach the sender"), max_length=200, blank=True)
    channel = models.CharField(_("channel"), max_length=6, choices=FeedbackChannel)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("to be answered by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    key = models.CharField(max_length=64, unique=True)  # of the form: sent twice, it is one
    secret = models.CharField(max_length=8)
    state = models.CharField(_("state"), max_length=8, choices=FeedbackState, default=FeedbackState.RECEIVED)
    cause = models.CharField(_("why not"), max_length=13, choices=DeclineCause, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    public_text = models.TextField(_("what everybody reads of it"), max_length=4000, blank=True)
    public_answer = models.TextField(_("what everybody reads of the answer"), max_length=4000, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("published by")
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback on a procedure")
        verbose_name_plural = _("feedback on procedures")
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(fields=["unit", "received_on"], name="feedback_of_a_unit"),
            models.Index(  # the page of a procedure
                fields=["procedure", "-answered_at"], condition=Q(published_at__isnull=False), name="feedback_published"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=Q(channel=FeedbackChannel.WEB, recorded_by=None)
                | (~Q(channel=FeedbackChannel.WEB) & Q(recorded_by__isnull=False)),
                name="feedback_sent_by_somebody_or_recorded",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="feedback_due_after_it_came"),
            models.CheckConstraint(
                condition=Q(state=FeedbackState.RECEIVED, answer="", answered_at=None, answered_by=None)
                | (~Q(state=FeedbackState.RECEIVED) & ~Q(answer="") & Q(answered_at__isnull=False))
                & Q(answered_by__isnull=False),
                name="feedback_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=FeedbackState.DECLINED, cause__in=DeclineCause.values)
                | (~Q(state=FeedbackState.DECLINED) & Q(cause="")),
                name="feedback_declined_for_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | (
                    Q(state=FeedbackState.ANSWERED, published_at__isnull=False, published_by__isnull=False)
                    & ~Q(public_text="")
                    & ~Q(public_answer="")
                ),
                name="feedback_published_with_its_answer",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="feedback_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="feedback_keeps_what_was_sent",
                fields=[
                    *("procedure", "about", "kind", "text", "channel", "received_on", "due_on"),
                    *("recorded_at", "recorded_by", "key", "secret"),
                ],
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        """By which its sender names it: `PAKN-17`. Without the secret it opens nothing."""
        return f"PAKN-{self.pk}"

    @property
    def is_waiting(self):
        return self.state == FeedbackState.RECEIVED

    @property
    def is_answered(self):
        return self.state == FeedbackState.ANSWERED

    @property
    def is_published(self):
        return self.published_at is not None


class FeedbackDeed(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("of feedback", "Received")
    FORWARDED = "forwarded", pgettext_lazy("of feedback", "Passed on")
    ANSWERED = "answered", _("Answered")
    CHANGED = "changed", _("Answer corrected")
    DECLINED = "declined", _("Not answered here")
    PUBLISHED = "published", pgettext_lazy("of feedback", "Published")
    TAKEN_BACK = "taken_back", _("Publication taken back")


class FeedbackEvent(models.Model):
    """What was done with a feedback, by whom (nobody: by its sender) and why."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="events", verbose_name=_("feedback"))
    deed = models.CharField(_("deed"), max_length=10, choices=FeedbackDeed)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event of a feedback")
        verbose_name_plural = _("events of feedback")
        ordering = ["feedback", "at", "pk"]
        triggers = [pgtrigger.Protect(name="feedback_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.get_deed_display()
