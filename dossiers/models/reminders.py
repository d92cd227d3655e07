from django.db import models
from django.db.models import Case, F, OuterRef, Q, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from dossiers.ladder import Rung
from dossiers.models.dossier import Dossier
from dossiers.models.steps import Step
from dossiers.states import WORKED_ON
from units.models import Agency, AgencyKind, Assignment, Role, User


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that tell `user`: of what he has in hand, of what his office holds, of what his unit decides."""
        headed, at_desk = _headed_by(user), Q(dossier__holding_agency=None)
        in_hand = Dossier.objects.for_officer(user).exclude(handled_by__in=_colleagues(user))
        return self.filter(
            Q(rung=Rung.HALF, dossier__in=in_hand.order_by().values("pk"))
            | Q(rung=Rung.DAY_BEFORE)
            & (Q(dossier__holding_agency__in=headed) | at_desk & Q(dossier__competent_agency__in=headed))
            | Q(rung=Rung.DUE_DAY, dossier__competent_agency__in=_led_by(user))
        )

    def current(self):
        """Nobody has settled them, and the dossier has neither moved out of hand nor got another date since."""
        promise = Greatest("dossier__due_at", "dossier__promised_at")  # PostgreSQL passes over what is null
        step_due = Step.objects.open().of_agencies().filter(dossier=OuterRef("dossier")).values("due_at")
        is_promised_anew = Q(dossier__promised_at__gt=F("dossier__due_at"))
        in_hand = Case(
            When(is_promised_anew, then="dossier__promised_at"), default=Coalesce(step_due, "dossier__due_at")
        )
        return self.filter(settled_at=None, dossier__state__in=sorted(WORKED_ON)).filter(
            Q(rung=Rung.HALF, due_at=in_hand) | ~Q(rung=Rung.HALF) & Q(due_at=promise)
        )

    def one_each(self):
        """Of a dossier that came to several rungs the most urgent: who is told of each, has to see to it once."""
        first = self.order_by("dossier_id", "due_at", "-pk").distinct("dossier_id")
        return self.model.objects.filter(pk__in=first.values("pk"))

    def of_the_same_dossiers(self, keys):
        """Those of `keys`, and whatever else is said of their dossiers."""
        return self.filter(dossier__in=self.filter(pk__in=keys).order_by().values("dossier"))

    def with_dossiers(self):
        """With what a list shows of them, the most urgent first."""
        related = ("version__procedure", "competent_agency__unit", "holding_agency", "handled_by")
        return self.select_related(*(f"dossier__{name}" for name in related)).order_by("due_at", "pk")


class Reminder(models.Model):
    """Nhắc việc: a dossier that came to a rung of the ladder; a task of those whom it tells until it is settled."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="reminders", verbose_name=_("dossier"))
    rung = models.CharField(_("rung"), max_length=10, choices=Rung)
    due_at = models.DateTimeField(_("due"))  # of the step, for whoever has it in hand; another date: the ladder anew
    made_at = models.DateTimeField(_("since"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by"))

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_at", "dossier", "rung"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "rung", "due_at"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="reminder_settled_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["rung", "dossier"], condition=Q(settled_at=None), name="reminder_open")]

    def __str__(self):
        return f"{self.dossier_id} {self.rung}"


def _colleagues(user):
    """Other officers who are there today: what one of them has taken up, he is told of, and nobody else."""
    units = [duty.unit.pk for duty in user.duties if duty.role == Role.OFFICER]
    duties = Assignment.objects.in_force_on(user.today).filter(role=Role.OFFICER, agency__unit__in=units)
    return duties.filter(user__is_active=True).exclude(user=user).order_by().values("user")


def _led_by(user):
    return [
        duty.agency_id for duty in user.duties if duty.role == Role.LEADER and duty.agency.kind == AgencyKind.COMMITTEE
    ]


def _headed_by(user):
    """The agencies of which he is a leader, and those of a committee's offices that have none of their own: a query."""
    duties = [duty for duty in user.duties if duty.role == Role.LEADER]
    units = [duty.agency.unit_id for duty in duties if duty.agency.kind == AgencyKind.COMMITTEE]
    headed = Assignment.objects.in_force_on(user.today).filter(role=Role.LEADER, user__is_active=True).values("agency")
    own = Q(pk__in=[duty.agency_id for duty in duties])
    return Agency.objects.filter(own | Q(unit__in=units) & ~Q(pk__in=headed)).order_by().values("pk")
