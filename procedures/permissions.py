"""Who looks after which postings. A unit out of one's sight is not known: 404, not 403."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from procedures.models import KEEPERS, PostingPlace
from units.admin_permissions import keeps_for_all
from units.models import AdministrativeUnit, Role
from units.text import Fold

AT_THE_DESK = (Role.CLERK, Role.LEADER)
RECORDING = (Role.CLERK, Role.LEADER, Role.PROCEDURE_CONTROL)
ANSWERING = (Role.LEADER, Role.PROCEDURE_CONTROL)
CHECKING = (Role.PROCEDURE_CONTROL, Role.REFORM_OFFICER, Role.LEADER)


def units_in_sight(user):
    """The units whose postings `user` may look at as one who works there or over them; all for a superuser."""
    return AdministrativeUnit.objects.all() if user.is_superuser else user.units_of(*Role)


def may_post(user, unit, place):
    """Those who keep the lists, at their units and those below; on the board also the desk's clerk and its leader."""
    if user.is_superuser or user.units_of(*KEEPERS).filter(pk=unit.pk).exists():
        return True
    works_there = any(duty.role in AT_THE_DESK and duty.unit == unit for duty in user.duties)
    return place == PostingPlace.BOARD and works_there


def may_check(user, unit):
    """Who looks at a board for himself: from above; the reform officer, who posts nothing, at his own unit as well."""
    if user.is_superuser:
        return True
    roles = {duty.role for duty in user.duties if duty.unit != unit or duty.role == Role.REFORM_OFFICER}
    return user.units_of(*roles.intersection(CHECKING)).filter(pk=unit.pk).exists()


def may_record_feedback(user):
    """Who takes down what comes to a desk, by letter or by phone."""
    return user.is_superuser or user.has_role(*RECORDING)


def may_answer(user, feedback):
    """Who answers for the unit, there or over it, and so sees who sent it."""
    return user.is_superuser or user.units_of(*ANSWERING).filter(pk=feedback.unit_id).exists()


def may_publish(user, feedback):
    """Procedure control alone: it looks at the words that everybody will read."""
    return user.is_superuser or user.units_of(Role.PROCEDURE_CONTROL).filter(pk=feedback.unit_id).exists()


def units_to_forward_to(user, feedback, day):
    """Those in the reach of `user`, and the one above the one that has it now."""
    reach = AdministrativeUnit.objects.all() if user.is_superuser else user.units_of(*ANSWERING)
    units = AdministrativeUnit.objects.in_force_on(day).filter(desk__isnull=False).exclude(pk=feedback.unit_id)
    return units.filter(Q(pk__in=reach.values("pk")) | Q(pk=feedback.unit.parent_id)).order_by(Fold("name"), "code")


def keeps_catalogue(user):
    """Whether `user` says what procedures there are: procedure control and administrators above the communes."""
    return user.is_authenticated and keeps_for_all(user, KEEPERS)


def keepers_only(view):
    @wraps(view)
    def gate(request, *args, **kwargs):
        if not keeps_catalogue(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return gate
