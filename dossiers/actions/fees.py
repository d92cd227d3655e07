"""The fee ledger: what is collected, exempted and refunded, each once for each press, never beyond what is due."""

import uuid
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from dossiers.actions.history import MoveNotAllowed, event_of, lock
from dossiers.fee_status import fee_status
from dossiers.models import SLIP_OF, EventKind, FeeEntry, FeeEntryKind, FeeNature, FeeStatus
from dossiers.numbering import next_on_slips
from dossiers.states import Verb
from dossiers.steps import is_lawful


class FeeStillOwed(Exception):
    """The result leaves the desk when its fee is paid, not before (practice: thu phí, lệ phí trước khi trả)."""


class AmountTooHigh(Exception):
    """More than is owed, or than can be given back; `most` is what could be."""

    def __init__(self, most):
        super().__init__(most)
        self.most = most


class ReceiptRecorded(Exception):
    """That legal receipt is in the ledger already, for another payment."""


@transaction.atomic
def collect_fee(*, dossier, by, now, amount=None, key="", receipt_book="", receipt_serial=""):
    """Take in what is owed, or a part of it (`amount`); gives the slip its number. Returns the dossier.

    The same key again changes nothing. Raises MoveNotAllowed, AmountTooHigh, ReceiptRecorded.
    """
    dossier, entry = _once(dossier, Verb.COLLECT_FEE, key)
    if entry:
        return dossier
    entry = _entry(dossier, FeeEntryKind.COLLECTED, by, now, key, _at_most(amount, dossier.fee_owed))
    entry.receipt_book, entry.receipt_serial = receipt_book, receipt_serial
    return _record(entry, EventKind.FEE_COLLECTED)


@transaction.atomic
def exempt_fee(*, dossier, by, now, ground, words="", amount=None, key=""):
    """Waive what is owed, or a part of it, on a ground that the law or resolution behind the fee knows."""
    dossier, entry = _once(dossier, Verb.EXEMPT_FEE, key)
    if entry:
        return dossier
    entry = _entry(dossier, FeeEntryKind.EXEMPTED, by, now, key, _at_most(amount, dossier.fee_owed))
    entry.ground, entry.words = ground, words
    return _record(entry, EventKind.FEE_EXEMPTED, reason=words)


@transaction.atomic
def refund_fee(*, dossier, by, now, reason, amount=None, key=""):
    """Give back what was paid too much, or what was paid for nothing; what is given back is not due any more."""
    dossier, entry = _once(dossier, Verb.REFUND_FEE, key)
    if entry:
        return dossier
    entry = _entry(dossier, FeeEntryKind.REFUNDED, by, now, key, _at_most(amount, dossier.fee_refundable))
    entry.words = reason
    dossier.fee_amount = min(dossier.fee_amount or 0, dossier.fee_kept + dossier.fee_exempted - entry.amount)
    return _record(entry, EventKind.FEE_REFUNDED, reason=reason)


@transaction.atomic
def change_fee(*, dossier, by, now, amount, reason, seen=None):
    """What is due was reckoned wrong, or is known only now.

    Raises MoveNotAllowed where it is another by now than `seen`, which the form knew; AmountTooHigh where more would be
    due of whoever has his result already.
    """
    dossier = lock(dossier)
    if not is_lawful(dossier, Verb.CHANGE_FEE) or (seen is not None and seen != (dossier.fee_amount or 0)):
        raise MoveNotAllowed(dossier, Verb.CHANGE_FEE)
    most = dossier.most_fee_to_change
    if most is not None:
        _at_most(amount, most)
    data = {"due_before": dossier.fee_amount, "due_after": amount}
    dossier.fee_amount = amount
    event_of(dossier, EventKind.FEE_CHANGED, by=by, now=now, reason=reason, data=data).save(force_insert=True)
    return _settle(dossier)


def collected_with_the_result(dossier, collection, by, now):
    """The line that hand_back writes in its own transaction and under its own event; the caller saves the dossier."""
    if dossier.is_fee_unknown or (dossier.owes_fee and not collection.fee_collected):
        raise FeeStillOwed
    if not dossier.owes_fee:
        return
    entry = _entry(dossier, FeeEntryKind.COLLECTED, by, now, "", dossier.fee_owed)
    entry.receipt_book, entry.receipt_serial = collection.receipt_book, collection.receipt_serial
    _number(entry)
    with told_of_receipts():
        entry.save(force_insert=True)
    _settle(dossier)


def opening_entry(dossier, intake, by, now, agency):
    """What the intake itself says of the fee: its ledger line, still without a number, or None.

    Sets the dossier's summary. `agency` is that of the desk's unit, known to the caller already.
    """
    due = intake.fee_amount or 0
    kinds = {FeeStatus.PAID: FeeEntryKind.COLLECTED, FeeStatus.EXEMPT: FeeEntryKind.EXEMPTED}
    kind = kinds.get(intake.fee_status)
    if kind is None or (kind == FeeEntryKind.COLLECTED and not due):
        return None
    entry = _entry(dossier, kind, by, now, "", due, desk=dossier.receiving_desk, agency=agency)
    if entry.is_collected:
        dossier.fee_kept = due
        entry.receipt_book, entry.receipt_serial = intake.receipt_book, intake.receipt_serial
    else:
        dossier.fee_exempted = due
        entry.ground, entry.words = intake.fee_ground, intake.fee_words
    return entry


@contextmanager
def told_of_receipts():
    """A legal receipt recorded before, told apart from every other fault of a row."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if is_of_receipt(error):
            raise ReceiptRecorded from error
        raise


def is_of_receipt(error):
    return "fee_receipt_once" in str(error)


def _once(dossier, verb, key):
    """(the dossier, locked; the entry that this press has written before, if any)."""
    dossier = lock(dossier)
    entry = dossier.fee_entries.filter(key=key).first() if key else None
    if entry is None and not is_lawful(dossier, verb):
        raise MoveNotAllowed(dossier, verb)
    return dossier, entry


def _at_most(amount, most):
    if amount is not None and amount > most:
        raise AmountTooHigh(most)
    return most if amount is None else amount


def _entry(dossier, kind, by, now, key, amount, *, desk=None, agency=None):
    desk = desk or _desk_of(dossier, by)
    return FeeEntry(
        dossier=dossier,
        kind=kind,
        nature=FeeNature.of(dossier.version.procedure.fee_kinds_on(timezone.localdate(dossier.received_at))),
        amount=amount,
        at=now,
        by=by,
        desk=desk,
        agency=agency or desk.unit.committee,
        key=key or uuid.uuid4().hex,
    )


def _desk_of(dossier, by):
    """Where the money is: at that one of the dossier's two desks at which he works."""
    is_there = dossier.receiving_desk in by.desks or dossier.returning_desk not in by.desks
    return dossier.receiving_desk if is_there else dossier.returning_desk


def _number(entry):
    if kind := SLIP_OF.get(entry.kind):
        day = timezone.localdate(entry.at)
        entry.year, entry.number = day.year, next_on_slips(entry.agency, kind, day)


def _record(entry, kind, reason=""):
    dossier = entry.dossier
    _number(entry)
    data = {"amount": entry.amount, "slip": entry.slip_number, "receipt": entry.receipt, "ground": entry.ground}
    event_of(dossier, kind, by=entry.by, now=entry.at, reason=reason, data=data).save(force_insert=True)
    with told_of_receipts():
        entry.save(force_insert=True)
    return _settle(dossier)


def _settle(dossier):
    """The dossier's summary, reckoned from its ledger."""
    sums = dict(dossier.fee_entries.order_by("kind").values_list("kind").annotate(Sum("amount")))
    refunded = sums.get(FeeEntryKind.REFUNDED, 0)
    dossier.fee_kept = sums.get(FeeEntryKind.COLLECTED, 0) - refunded
    dossier.fee_exempted = sums.get(FeeEntryKind.EXEMPTED, 0)
    dossier.fee_status = fee_status(
        dossier.fee_amount, dossier.fee_kept, dossier.fee_exempted, is_refunded=bool(refunded)
    )
    dossier.save(update_fields=["fee_amount", "fee_kept", "fee_exempted", "fee_status"])
    return dossier
