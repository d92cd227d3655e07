import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.models.querysets import works_for
from dossiers.triggers import never_deleted
from procedures.models import ProcessStep
from units.models import Agency, ServiceDesk, User


class HowItEnded(models.TextChoices):
    HANDED_ON = "handed_on", _("Handed on")
    SENT_BACK = "sent_back", _("Sent back")
    DONE = "done", _("Done")


class StepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of dossiers that `user` may see; and what he handed on himself, until somebody takes it over."""
        seen = Q(dossier__in=Dossier.objects.visible_to(user))
        return self.filter(seen | Q(given_by=user, taken_at=None, ended_at=None))

    def open(self):
        return self.filter(ended_at=None)

    def on_their_way(self):
        """Handed over, and nobody has said yet that the papers came."""
        return self.open().filter(taken_at=None)

    def at_places_of(self, user):
        """At the desks where `user` receives, and in the agencies that he works for."""
        return self.filter(Q(desk__in=user.desks) | Q(agency__in=works_for(user)))

    def with_list_data(self):
        found = self.select_related("dossier__version", "desk__unit", "agency", "given_by", "taken_by")
        return found.prefetch_related("dossier__steps__desk__unit", "dossier__steps__agency")

    def with_results(self):
        """By which a result comes from an office to the desk where it is handed back."""
        before = Step.objects.filter(dossier=OuterRef("dossier"), position=OuterRef("position") - 1)
        brought = before.filter(how_it_ended=HowItEnded.DONE)
        return (
            self.exclude(desk=None).annotate(from_agency=Subquery(brought.values("agency"))).exclude(from_agency=None)
        )

    def of_agencies(self):
        """Those in which somebody worked on the dossier; at the desks it is received and handed back."""
        return self.exclude(agency=None)


class Step(models.Model):
    """Who held a dossier, from when to when, and until when he had time: one at a time, without a gap.

    The next step begins in the moment the one before ends; that the papers have arrived is recorded by `taken_at`
    (TT 01/2018/TT-VPCP, form 05: giao, nhận).
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="steps", verbose_name=_("dossier"))
    position = models.PositiveSmallIntegerField(_("position"))
    planned = models.ForeignKey(
        ProcessStep, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("as planned")
    )
    name = models.CharField(_("name"), max_length=200)
    desk = models.ForeignKey(
        ServiceDesk, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("desk")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="held_steps", verbose_name=_("agency")
    )
    begun_at = models.DateTimeField(_("handed over"))
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("handed over by"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    taken_at = models.DateTimeField(_("papers taken over"), null=True, blank=True)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken over by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    how_it_ended = models.CharField(_("how it ended"), max_length=10, choices=HowItEnded, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["dossier", "position"]
        indexes = [
            models.Index("begun_at", condition=Q(ended_at=None, taken_at=None), name="step_on_its_way"),
            models.Index("begun_at", condition=Q(desk__isnull=False), name="step_at_a_desk_begun"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_step_at_a_time"),
            models.CheckConstraint(
                condition=Q(desk__isnull=False, agency=None) | Q(desk=None, agency__isnull=False),
                name="step_at_a_desk_or_in_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, how_it_ended="") | (Q(ended_at__gte=F("begun_at")) & ~Q(how_it_ended="")),
                name="step_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__gte=F("begun_at")),
                name="step_taken_after_it_begins",
            ),
        ]
        triggers = [
            *never_deleted("step"),
            pgtrigger.ReadOnly(
                name="step_keeps_who_got_it",
                fields=["dossier", "position", "planned", "name", "desk", "agency", "begun_at", "given_by"],
            ),
            pgtrigger.Protect(
                name="step_ends_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def place(self):
        return self.desk or self.agency

    @property
    def before(self):
        """The step before, from whose hands it came."""
        return next((step for step in self.dossier.steps.all() if step.position == self.position - 1), None)

    @property
    def is_on_its_way(self):
        """Handed over, and nobody has said yet that the papers came."""
        return self.taken_at is None and self.ended_at is None

    @property
    def due_on(self):
        return timezone.localdate(self.due_at) if self.due_at else None

    def is_late(self, today):
        """Held beyond the day it was due: until it ended, or so far where the clock runs. Compared as dates."""
        if self.due_at is None:
            return False
        if self.ended_at:
            return timezone.localdate(self.ended_at) > self.due_on
        stands_still = self.dossier.paused_at and self.dossier.paused_at <= self.due_at
        return today > self.due_on and not stands_still
