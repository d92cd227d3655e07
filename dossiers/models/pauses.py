import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from dossiers.states import DossierState
from dossiers.triggers import never_deleted
from procedures.models import ExcludedTime
from units.models import User


class Pause(models.Model):
    """A time in which the clock of a dossier stands still, from a slip 02 or a demand to pay until it is answered,
    or while something takes its time that the procedure leaves out.

    What was asked for stays as it was; the answer is written once.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="pauses", verbose_name=_("dossier"))
    state = models.CharField(
        _("waits for"),
        max_length=12,
        choices=[
            (state.value, state.label)
            for state in (DossierState.SUPPLEMENT, DossierState.PAYMENT, DossierState.SUSPENDED)
        ],
    )
    cause = models.CharField(_("for"), max_length=20, choices=ExcludedTime, blank=True)  # of what is not counted
    round = models.PositiveSmallIntegerField(_("round"))  # the how manieth of its kind
    number = models.CharField(_("number of the slip"), max_length=50, blank=True)
    reason = models.CharField(_("reason"), max_length=1000)
    papers = models.JSONField(_("papers"), default=list)  # names, as asked for
    leader_reason = models.CharField(_("leader's reason"), max_length=1000, blank=True)
    begun_at = models.DateTimeField(_("clock stopped"))
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    due_before = models.DateTimeField(_("due before"))
    restarts = models.BooleanField(_("the limit begins anew"), default=False)
    ended_at = models.DateTimeField(_("clock went on"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    due_after = models.DateTimeField(_("due afterwards"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["dossier", "begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_pause_at_a_time"),
            models.UniqueConstraint(fields=["dossier", "state", "round"], name="pause_round_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at")), name="pause_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, due_after=None) | Q(ended_at__isnull=False, due_after__gte=F("due_before")),
                name="no_pause_makes_due_earlier",
            ),
            models.CheckConstraint(
                condition=(Q(state=DossierState.SUSPENDED) & ~Q(cause=""))
                | (~Q(state=DossierState.SUSPENDED) & Q(cause="")),
                name="pause_of_time_not_counted_says_which",
            ),
        ]
        triggers = [
            *never_deleted("pause"),
            pgtrigger.ReadOnly(
                name="pause_keeps_what_was_asked",
                fields=[
                    "dossier",
                    "state",
                    "cause",
                    "round",
                    "number",
                    "reason",
                    "papers",
                    "leader_reason",
                    "begun_at",
                    "begun_by",
                ]
                + ["due_before", "restarts"],
            ),
            pgtrigger.Protect(
                name="pause_ends_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.get_state_display()} {self.begun_at:%d/%m/%Y}"
