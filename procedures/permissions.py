"""Who looks after which postings. A unit out of one's sight is not known: 404, not 403."""

from procedures.models import PostingPlace
from units.models import AdministrativeUnit, Role

KEEPERS = (Role.PROCEDURE_CONTROL, Role.ADMINISTRATOR)
AT_THE_DESK = (Role.CLERK, Role.LEADER)


def units_in_sight(user):
    """The units whose postings `user` may look at as one who works there or over them; all for a superuser."""
    return AdministrativeUnit.objects.all() if user.is_superuser else user.units_of(*Role)


def may_post(user, unit, place):
    """Those who keep the lists, at their units and those below; on the board also the desk's clerk and its leader."""
    if user.is_superuser or user.units_of(*KEEPERS).filter(pk=unit.pk).exists():
        return True
    works_there = any(duty.role in AT_THE_DESK and duty.unit == unit for duty in user.duties)
    return place == PostingPlace.BOARD and works_there
