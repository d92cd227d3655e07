"""What becomes of a dossier: taken up, finished one way or another, handed back."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import F

from dossiers.actions import custody
from dossiers.actions.fees import collected_with_the_result
from dossiers.actions.history import event_of, lock, moved
from dossiers.models import EventKind
from dossiers.states import WITHOUT_RESULT, Outcome, Verb


class StillToCome(Exception):
    """An import brought a reception or a result dated later than now; nothing ends before it began."""


@dataclass(frozen=True)
class Collection:
    """How a result left the desk: who collected it, which paper was shown, and what stands in its place if lost."""

    collected_by: str = "applicant"  # applicant, authorised, post
    collector_name: str = ""
    paper_shown: str = "receipt"  # receipt, identity, none
    authorisation_filed: bool = False
    lost_receipt: bool = False
    fee_collected: bool = False
    receipt_book: str = ""  # of the legal receipt
    receipt_serial: str = ""


@transaction.atomic
def start(*, dossier, by, now):
    """The officer takes the dossier up."""
    dossier = moved(dossier, Verb.START, EventKind.STARTED, by=by, now=now)
    custody.take_up(dossier, by=by, now=now)
    dossier.handled_by = by
    dossier.save(update_fields=["state", "handled_by", "holding_agency"])
    return dossier


@transaction.atomic
def stop(*, dossier, by, now, reason):
    """Closed for good without a result, as where the papers asked for never came (national status 8)."""
    return _finish(dossier, Verb.STOP, Outcome.STOPPED, by=by, now=now, reason=reason)


@transaction.atomic
def resolve(*, dossier, by, now, result_number=""):
    """The result is signed and ready at the desk."""
    return _finish(dossier, Verb.RESOLVE, Outcome.RESOLVED, by=by, now=now, result_number=result_number)


@transaction.atomic
def deny(*, dossier, by, now, reason):
    """Not eligible: a negative result with its reason, handed back like any other (national status 9, then 10)."""
    return _finish(dossier, Verb.DENY, Outcome.DENIED, by=by, now=now, reason=reason)


@transaction.atomic
def withdraw(*, dossier, by, now, reason):
    """Closed at the applicant's own request."""
    return _finish(dossier, Verb.WITHDRAW, Outcome.WITHDRAWN, by=by, now=now, reason=reason)


@transaction.atomic
def hand_back(*, dossier, collection, by, now):
    """The result leaves the desk; a fee still owed is collected first, or FeeStillOwed is raised."""
    dossier = moved(dossier, Verb.HAND_BACK, EventKind.HANDED_BACK, by=by, now=now, data=asdict(collection))
    if now < dossier.finished_at:
        raise StillToCome
    custody.give_out(dossier, by=by, now=now)
    collected_with_the_result(dossier, collection, by, now)
    dossier.returned_at = now
    dossier.save(update_fields=["state", "returned_at"])
    return dossier


@transaction.atomic
def record_unmasking(*, dossier, by, now):
    """Somebody asked for the whole identity number: write down who and when."""
    event_of(lock(dossier), EventKind.UNMASKED, by=by, now=now).save(force_insert=True)


def _finish(dossier, verb, outcome, *, by, now, reason="", result_number=""):
    kind = {
        Verb.RESOLVE: EventKind.RESOLVED,
        Verb.DENY: EventKind.DENIED,
        Verb.WITHDRAW: EventKind.WITHDRAWN,
        Verb.STOP: EventKind.STOPPED,
    }[verb]
    data = {"result_number": result_number} if result_number else None
    dossier = moved(dossier, verb, kind, by=by, now=now, reason=reason, data=data)
    if now < dossier.received_at:
        raise StillToCome
    if dossier.paused_at:
        dossier.pauses.filter(ended_at=None).update(ended_at=now, ended_by=by, due_after=F("due_before"))
    if outcome in WITHOUT_RESULT:
        custody.give_out(dossier, by=by, now=now)
    else:
        custody.bring_to_the_desk(dossier, by=by, now=now)
    dossier.finished_at, dossier.outcome = now, outcome
    dossier.result_number = result_number
    dossier.handled_by = dossier.handled_by or (by if verb != Verb.WITHDRAW else None)
    dossier.save(update_fields=["state", "finished_at", "outcome", "result_number", "handled_by", "holding_agency"])
    return dossier
