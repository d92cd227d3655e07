"""Who submits which report, who types one, and who judges it. A unit out of one's sight is not known: 404, not 403."""

from units.models import AdministrativeUnit, Role, User

SUBMITTING = (Role.CLERK, Role.OFFICER, Role.LEADER)


def may_submit(user: User, unit: AdministrativeUnit, *, is_consolidated: bool) -> bool:
    """A unit's own report: whoever works there. One with the units under it: procedure control of that unit."""
    if user.is_superuser:
        return True
    roles = (Role.PROCEDURE_CONTROL,) if is_consolidated else SUBMITTING
    return any(duty.role in roles and duty.unit == unit and not duty.is_beside for duty in user.duties)


def may_type(user: User, unit: AdministrativeUnit) -> bool:
    """Who works there, or procedure control over it: where nobody works here yet, a letter brings the figures."""
    return may_submit(user, unit, is_consolidated=False) or may_judge(user, unit)


def may_judge(user: User, unit: AdministrativeUnit) -> bool:
    """Whether what `unit` sends is his to accept or return: procedure control of a unit above it."""
    if user.is_superuser:
        return True
    over = [duty.unit.pk for duty in user.duties if duty.role == Role.PROCEDURE_CONTROL and not duty.is_beside]
    return unit.pk not in over and AdministrativeUnit.objects.within(over).filter(pk=unit.pk).exists()


def may_accept(user: User, submission) -> bool:
    return may_judge(user, submission.unit)


def may_return(user: User, submission) -> bool:
    """Who accepts it; and procedure control its own unit's, since what went to the province on paper comes back so."""
    own = submission.is_consolidated and may_submit(user, submission.unit, is_consolidated=True)
    return own or may_judge(user, submission.unit)
