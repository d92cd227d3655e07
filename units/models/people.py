from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units import clock
from units.models.places import AdministrativeUnit, Agency, ServiceDesk, within
from units.validity import Validity, ends_after_it_starts, never_two_at_once


class Role(models.TextChoices):
    CLERK = "clerk", _("Receptionist")
    OFFICER = "officer", _("Case officer")
    LEADER = "leader", _("Leader")
    PROCEDURE_CONTROL = "procedure_control", _("Procedure control")
    REFORM_OFFICER = "reform_officer", _("Reform officer")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def oversees_below(self):
        """Whether the role looks over the units under its own as well."""
        return self not in (Role.CLERK, Role.OFFICER)


OVERSEEING = tuple(role for role in Role if role.oversees_below)


class StaffManager(UserManager):
    def visible_to(self, user):
        """Whom `user` may administer: everybody for a superuser, else those ever assigned within his units."""
        if user.is_superuser:
            return self.all()
        units = user.units_of(Role.ADMINISTRATOR)
        return self.filter(
            Q(assignments__desk__unit__in=units) | Q(assignments__agency__unit__in=units), is_superuser=False
        ).distinct()


class User(AbstractUser):
    """Cán bộ, công chức, viên chức. What he may do comes from his assignments, and they from the day."""

    first_name = last_name = None
    full_name = models.CharField(_("full name"), max_length=100)
    title = models.CharField(pgettext_lazy("of a person", "position"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    must_change_password = models.BooleanField(_("must change the password at the next log-in"), default=False)

    REQUIRED_FIELDS = ["full_name"]

    objects = StaffManager()

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["username"]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name

    @cached_property
    def today(self):
        """The day that his assignments are looked at for; a request sets it to its own."""
        return clock.today()

    @cached_property
    def duties(self):
        """The assignments valid today, the oldest first: his first desk is the same on every page."""
        today = self.assignments.in_force_on(self.today).order_by("valid_from", "pk")
        return list(today.select_related("desk__unit__parent", "agency__unit__parent"))

    def has_role(self, *roles):
        return any(duty.role in roles for duty in self.duties)

    @property
    def oversees(self):
        return self.has_role(*OVERSEEING)

    def units_of(self, *roles):
        """The units in which he has one of `roles` today, and those under them where the role looks over them."""
        duties = [duty for duty in self.duties if duty.role in roles and not duty.is_beside]
        own = {duty.unit.pk for duty in duties}
        overseen = {duty.unit.pk for duty in duties if Role(duty.role).oversees_below}
        return AdministrativeUnit.objects.filter(Q(pk__in=own) | within(overseen))

    @cached_property
    def desks(self):
        """The desks at which he receives today; a unit that is no more has none."""
        return [d.desk for d in self.duties if d.role == Role.CLERK and d.unit.is_in_force_on(self.today)]


class Assignment(Validity):
    """Phân công công tác: who does which work where, from which day to which."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name=_("member of staff"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    desk = models.ForeignKey(
        ServiceDesk, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("desk")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("agency")
    )
    is_full_time = models.BooleanField(_("full-time"), default=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["user", "valid_from"]
        constraints = [
            ends_after_it_starts("assignment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(role=Role.CLERK, desk__isnull=False, agency=None)
                | (~Q(role=Role.CLERK) & Q(desk=None, agency__isnull=False)),
                name="clerks_at_desks_others_in_agencies",
                violation_error_message=_("A receptionist is assigned to a desk, everybody else to an agency."),
            ),
            never_two_at_once(
                "user",
                "role",
                "desk",
                name="one_assignment_a_desk_a_day",
                message=_("This person has the same assignment in those days already."),
            ),
            never_two_at_once(
                "user",
                "role",
                "agency",
                name="one_assignment_an_agency_a_day",
                message=_("This person has the same assignment in those days already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.place}"

    @property
    def place(self):
        return self.desk or self.agency

    @property
    def unit(self):
        return self.place.unit

    @property
    def is_beside(self):
        return self.agency is not None and self.agency.is_beside
