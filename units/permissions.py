"""Who may administer whom. Whoever is not within reach is not known (`User.objects.visible_to`): 404, not 403."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from units.admin_permissions import keeps_for_all
from units.models import AdministrativeUnit, Assignment, Role


def administers(user):
    return user.is_superuser or user.has_role(Role.ADMINISTRATOR)


def administrators_only(view):
    @wraps(view)
    def gate(request, *args, **kwargs):
        if not administers(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return gate


def administered_units(user):
    """The units whose staff `user` administers: all for a superuser, else his own and those under it."""
    return AdministrativeUnit.objects.all() if user.is_superuser else user.units_of(Role.ADMINISTRATOR)


def keeps_country_calendar(user):
    """Whether `user` may change the days off of everybody: administrators above the communes."""
    return keeps_for_all(user, (Role.ADMINISTRATOR,))


def may_change_calendar(user, unit):
    """Whether `user` may change the calendar of `unit`, or, without one, the country's."""
    return administered_units(user).filter(pk=unit.pk).exists() if unit else keeps_country_calendar(user)


def may_change(user, assignment):
    """Whether `user` may end an assignment or take it back: where he administers, not elsewhere."""
    return administered_units(user).filter(pk=assignment.unit.pk).exists()


def may_change_account(user, person, today):
    """Whether `user` may disable `person` or give him a new password.

    Not his own, and nobody's who works where he does not administer: with the password of such a person, he would
    have that person's work.
    """
    if user == person:
        return False
    if user.is_superuser:
        return True
    mine = administered_units(user)
    work = Assignment.objects.filter(user=person).exclude(valid_to__lt=today)
    works_elsewhere = work.exclude(Q(desk__unit__in=mine) | Q(agency__unit__in=mine)).exists()
    return not person.is_superuser and not works_elsewhere


def may_be_taken_back(assignment, today):
    """Whether an assignment can be undone as if it had not been given: work done stays on record."""
    return assignment.valid_from is not None and assignment.valid_from >= today
