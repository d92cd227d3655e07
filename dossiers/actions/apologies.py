"""Slip 04: an apology with the reason, and a new date; the legal due date does not move."""

from django.db import transaction
from django.utils import timezone

from dossiers.actions.history import LeaderMustDecide, MoveNotAllowed, moved
from dossiers.actions.numbers import slip_number
from dossiers.clocks import is_late_to_apologise
from dossiers.due import end_of_office_day
from dossiers.models import Apology, EventKind, SlipKind
from dossiers.states import Verb


@transaction.atomic
def apologise(*, dossier, by, now, reason, promised_on, leader_reason="", number="", seen=None):
    """Promise the result anew for `promised_on` (QĐ 09/2015/QĐ-TTg art. 6, NĐ 61/2018/NĐ-CP art. 19).

    Raises LeaderMustDecide where it comes later than the dossier's regulation says, or once more than it foresees, and
    no leader gave a reason; MoveNotAllowed where there are others by now than `seen`, which the form knew.
    """
    promised_at = end_of_office_day(promised_on, dossier.receiving_desk.unit)
    data = {"promised_at": timezone.localtime(promised_at).isoformat(), "leader_reason": leader_reason}
    dossier = moved(dossier, Verb.APOLOGISE, EventKind.APOLOGISED, by=by, now=now, reason=reason, data=data)
    earlier, is_late = dossier.apologies.count(), is_late_to_apologise(dossier, now)
    if seen not in (None, earlier):
        raise MoveNotAllowed(dossier, Verb.APOLOGISE)
    if (is_late or earlier >= dossier.rule_set.reappointments_foreseen) and not leader_reason:
        raise LeaderMustDecide
    Apology.objects.create(
        dossier=dossier,
        round=earlier + 1,
        number=number or slip_number(dossier, SlipKind.APOLOGY, dossier.competent_agency.unit, now),
        reason=reason,
        leader_reason=leader_reason,
        is_late=is_late,
        promised_before=dossier.last_promise,
        promised_at=promised_at,
        made_at=now,
        made_by=by,
    )
    dossier.promised_at = promised_at
    dossier.handled_by = dossier.handled_by or by
    dossier.save(update_fields=["promised_at", "handled_by"])
    return dossier
