"""What units do differently: set for many procedures and units at once, in some days, with the reason."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from procedures.exceptions import Ask, steps_of
from procedures.models import ProcedureAtUnit, ProcedureDeed, ProcedureEvent
from units.imports import lock_table
from units.models import User

ONE_DAY = timedelta(days=1)


@transaction.atomic
def set_at_units(*, ask: Ask, reason: str, by: User, now: datetime) -> int:
    """From its first day to its last the units do as `ask` says; before and after they go on as they did.

    Returns for how many procedures at units something changed. Raises ValidationError where nothing would.
    """
    lock_table(ProcedureAtUnit)
    steps = [step for step in steps_of(ask) if step.changes]
    if not steps:
        raise ValidationError(_("These units do so already: nothing was changed."))
    for step in steps:
        _make_room(step.standing, ask.first_day, ask.last_day)
    ProcedureAtUnit.objects.bulk_create(
        ProcedureAtUnit(
            procedure=step.procedure,
            unit=step.unit,
            handling=step.becomes,
            reason=reason,
            valid_from=ask.first_day,
            valid_to=ask.last_day,
        )
        for step in steps
        if step.differs
    )
    _write_down(steps, ask, reason, by, now)
    return len(steps)


def _make_room(standing: Iterable[ProcedureAtUnit], first: date, last: date | None):
    """What stands in those days is cut: what lies before and after them stays."""
    for each in standing:
        goes_on = last is not None and (each.valid_to is None or each.valid_to > last)
        rest = _copy(each, valid_from=last + ONE_DAY) if goes_on else None
        if each.valid_from is None or each.valid_from < first:
            each.valid_to = first - ONE_DAY
            each.save(update_fields=["valid_to"])
        else:
            each.delete()
        if rest:
            rest.save()


def _copy(each, *, valid_from):
    kept = {name: getattr(each, name) for name in ("procedure", "unit", "handling", "reason", "valid_to")}
    return ProcedureAtUnit(**kept, valid_from=valid_from)


def _write_down(steps, ask, reason, by, now):
    by_procedure = {}
    for step in steps:
        by_procedure.setdefault(step.procedure, []).append(step.unit.code)
    days = {"valid_from": ask.first_day.isoformat(), "valid_to": ask.last_day and ask.last_day.isoformat()}
    given = {"deed": ProcedureDeed.EXCEPTIONS_SET, "at": now, "by": by, "reason": reason}
    ProcedureEvent.objects.bulk_create(
        ProcedureEvent(procedure=procedure, data={"units": codes, "handling": ask.handling, **days}, **given)
        for procedure, codes in by_procedure.items()
    )
