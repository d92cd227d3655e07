"""Fees change by resolutions of their own, from a day on: without a new version, and never two of one kind at once."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from procedures.content import Charge
from procedures.decisions import start_of
from procedures.models import DecisionLine, Fee, Procedure, ProcedureDeed, ProcedureEvent, ProcedureVersion
from units.imports import lock_table
from units.models import User

ONE_DAY = timedelta(days=1)


@transaction.atomic
def set_fee(*, procedure: Procedure, charge: Charge, valid_from: date, by: User, now: datetime) -> Fee:
    """From `valid_from` on `charge` is paid, until the next fee of its kind and channel begins, if one does.

    The one that held until then ends the day before. Dossiers received already keep what they were told to pay.
    Raises ValidationError where one begins that very day, or where nothing would change.
    """
    lock_table(Procedure)
    current = _alike(procedure, charge).in_force_on(valid_from).first()
    if current:
        _refuse(current, charge, valid_from)
        current.valid_to = valid_from - ONE_DAY
        current.save(update_fields=["valid_to"])
    fee = begin_fee(procedure=procedure, charge=charge, valid_from=valid_from)
    data = {"fee": fee.pk, "followed": current.pk if current else None, **_as_data(fee)}
    ProcedureEvent.objects.create(procedure=procedure, deed=ProcedureDeed.FEE_SET, at=now, by=by, data=data)
    return fee


def begin_fee(*, procedure: Procedure, charge: Charge, valid_from: date, line: DecisionLine | None = None) -> Fee:
    """`charge` from `valid_from` on, where none of its kind and channel holds: until the next one begins, if one does.

    `line` is the line of the decision that brought it, if one did.
    """
    later = _alike(procedure, charge).filter(valid_from__gt=valid_from).order_by("valid_from").first()
    until = later.valid_from - ONE_DAY if later else None
    return Fee.objects.create(procedure=procedure, valid_from=valid_from, valid_to=until, line=line, **asdict(charge))


def can_begin_on(fee: Fee, day: date) -> bool:
    """Whether `fee` would have a day left, and no other of its kind and channel would hold with it."""
    others = _alike(fee.procedure, fee).exclude(pk=fee.pk).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    if fee.valid_to:
        others = others.filter(Q(valid_from=None) | Q(valid_from__lte=fee.valid_to))
    return (fee.valid_to is None or day <= fee.valid_to) and not others.exists()


@transaction.atomic
def take_back_fee(*, fee: Fee, by: User, now: datetime):
    """The fee was set by mistake: the one before it goes on. Raises ValidationError once somebody was to pay it."""
    lock_table(Procedure)
    fee = Fee.objects.select_related("procedure").get(pk=fee.pk)
    list(fee.procedure.versions.select_for_update())  # keeps new dossiers out until this is through
    if reason := why_it_stays(fee):
        raise ValidationError(reason)
    data = {"fee": fee.pk, **_as_data(fee)}
    alike = _alike(fee.procedure, fee)
    before = alike.filter(valid_to=fee.valid_from - ONE_DAY).first() if _event_of(fee).data["followed"] else None
    until = fee.valid_to
    fee.delete()
    if before:
        before.valid_to = until
        before.save(update_fields=["valid_to"])
    ProcedureEvent.objects.create(procedure=fee.procedure, deed=ProcedureDeed.FEE_TAKEN_BACK, at=now, by=by, data=data)


def why_it_stays(fee: Fee) -> str | None:
    """What keeps `fee` from being taken back, as a sentence; None: nothing."""
    if fee.line_id:
        return _("A decision brought this fee: it goes with the decision, if that is taken back.")
    if not _event_of(fee):
        return _("This fee came with the list of procedures: set another one from the day on which it changes.")
    if received_under(fee).exists():
        return _("Dossiers were received while this fee held: it stays. Set another one from the day on which it ends.")
    return None


def received_under(fee: Fee) -> QuerySet[ProcedureVersion]:
    """The version of each dossier received while `fee` held: as many as there are dossiers."""
    held = {"dossiers__received_at__gte": start_of(fee.valid_from)} if fee.valid_from else {}
    if fee.valid_to:
        held["dossiers__received_at__lt"] = start_of(fee.valid_to + ONE_DAY)
    return ProcedureVersion.objects.filter(procedure=fee.procedure_id, dossiers__isnull=False, **held)


def _alike(procedure, charge):
    """The fees of `procedure` of the kind and channel of `charge`: of these one holds at a time."""
    return Fee.objects.filter(procedure=procedure, kind=charge.kind, channel=charge.channel)


def _refuse(current, charge, day):
    if current.valid_from == day:
        said = _("A fee of this kind begins on %(day)s already: take that one back first, or choose another day.")
        raise ValidationError(said % {"day": f"{day:%d/%m/%Y}"})
    if (current.amount, current.basis) == (charge.amount, charge.basis):
        raise ValidationError(_("This is what is paid already: nothing was changed."))


def _event_of(fee):
    return ProcedureEvent.objects.filter(
        procedure=fee.procedure_id, deed=ProcedureDeed.FEE_SET, data__fee=fee.pk
    ).last()


def _as_data(fee):
    days = {name: day and day.isoformat() for name in ("valid_from", "valid_to") for day in [getattr(fee, name)]}
    return days | {name: getattr(fee, name) for name in ("kind", "channel", "amount", "basis")}
