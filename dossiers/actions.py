"""Everything that changes a dossier: each action is one transaction, locks what it moves and writes the event."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from dossiers import due, files
from dossiers.clocks import due_after
from dossiers.models import (
    Delivery,
    Dossier,
    DossierDocument,
    DossierEvent,
    DossierFile,
    EventKind,
    FeeStatus,
    Pause,
    SlipKind,
)
from dossiers.numbering import code_of, next_in_book, next_number, next_on_slips
from dossiers.states import MOVES, DossierState, Outcome, Verb
from procedures.models import Channel, ProcedureVersion, RequiredDocument
from units import deadlines
from units.models import AgencyCode, FormSet, RuleSet

SECRET_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are mistaken for one another on paper


class KeyReused(Exception):
    """The form's key has received other content already; `dossier` is what it received first."""

    def __init__(self, dossier):
        super().__init__(dossier.code)
        self.dossier = dossier


class MoveNotAllowed(Exception):
    """The table of lawful moves has no such move from the state the dossier is in by now."""

    def __init__(self, dossier, verb):
        super().__init__(f"{dossier.code}: {verb} from {dossier.state}")
        self.dossier, self.verb = dossier, verb


class LeaderMustDecide(Exception):
    """The regulation foresees no further supplement: it may be asked for all the same, with a leader's reason."""


class ResultStillToCome(Exception):
    """An import brought a result dated later than now; it cannot be handed back before."""


@dataclass(frozen=True)
class Paper:
    """One paper handed in, with how many of it, and its scans (uploads checked by the form)."""

    name: str
    required: RequiredDocument | None = None
    originals: int = 0
    certified_copies: int = 0
    photocopies: int = 0
    scans: tuple = ()


@dataclass(frozen=True)
class Intake:
    """What the clerk takes down at the desk, cleaned."""

    version: ProcedureVersion
    applicant_name: str
    papers: tuple[Paper, ...] = ()
    applicant_id_number: str = ""
    applicant_birth_date: date | None = None
    applicant_phone: str = ""
    applicant_email: str = ""
    applicant_address: str = ""
    owner_name: str = ""
    representative_name: str = ""
    representative_id_number: str = ""
    channel: str = Channel.IN_PERSON
    sets: int = 1
    copies: int = 1
    note: str = ""
    fee_amount: int | None = None
    fee_status: str = FeeStatus.NONE
    delivery: str = Delivery.DESK
    due_on: date | None = None  # given by the clerk where no time limit is published
    due_reason: str = ""
    missing_reason: str = ""  # why it is received although required papers are missing

    @property
    def digest(self):
        """SHA-256 of the business fields, to tell a form sent twice from a changed one; scans do not count."""
        content = {
            field.name: getattr(self, field.name) for field in fields(self) if field.name not in ("version", "papers")
        }
        content["version"] = self.version.pk
        content["papers"] = [
            [paper.name, paper.originals, paper.certified_copies, paper.photocopies] for paper in self.papers
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()

    def person(self):
        """The columns of the dossier that say who and how."""
        left_out = ("version", "papers", "due_on", "missing_reason")
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in left_out}


@dataclass(frozen=True)
class Collection:
    """How a result left the desk: who collected it, which paper was shown, and what stands in its place if lost."""

    collected_by: str = "applicant"  # applicant, authorised, post
    collector_name: str = ""
    paper_shown: str = "receipt"  # receipt, identity, none
    authorisation_filed: bool = False
    lost_receipt: bool = False
    fee_collected: bool = False


def receive(*, desk, intake, key, by, now):
    """Accept the papers: fix the due date, give the code, open the history. Returns (dossier, whether it is new).

    The same key with the same content gives the first dossier again; with other content KeyReused.
    NumbersExhausted when the agency has given its 9,999 numbers today.
    """
    return _receive_once(desk=desk, intake=intake, key=key, by=by, now=now)


def receive_and_hand_back(*, desk, intake, key, by, now, result_number=""):
    """The fast lane: receive, resolve and hand back in one press (no form 01 for results given at once)."""
    return _receive_once(desk=desk, intake=intake, key=key, by=by, now=now, at_once=True, result_number=result_number)


@transaction.atomic
def start(*, dossier, by, now):
    """The officer takes the dossier up."""
    dossier = _move(dossier, Verb.START, EventKind.STARTED, by=by, now=now)
    dossier.handled_by = by
    dossier.save(update_fields=["state", "handled_by"])
    return dossier


@transaction.atomic
def ask_for_papers(*, dossier, by, now, reason, papers=(), leader_reason="", number=""):
    """Slip 02 during processing: the clock stands still until the papers are handed in.

    `number` is that of the office's own register; without one the desk's unit gives its next of the year.
    Raises LeaderMustDecide where the dossier's regulation foresees no further supplement and no leader gave a reason.
    """
    data = {"papers": list(papers), "leader_reason": leader_reason}
    dossier = _move(dossier, Verb.ASK_FOR_PAPERS, EventKind.PAUSED, by=by, now=now, reason=reason, data=data)
    earlier = dossier.pauses.filter(state=DossierState.SUPPLEMENT).count()
    if earlier >= dossier.rule_set.supplements_foreseen and not leader_reason:
        raise LeaderMustDecide
    asked = {"papers": list(papers), "leader_reason": leader_reason}
    asked["restarts"] = dossier.rule_set.restarts_after_supplement
    asked["number"] = number or _next_slip_number(dossier, SlipKind.SUPPLEMENT, now)
    return _pause(dossier, reason, by, now, **asked)


@transaction.atomic
def await_payment(*, dossier, by, now, reason):
    """The applicant owes another office something first (nghĩa vụ tài chính): the clock stands still until he paid."""
    dossier = _move(dossier, Verb.AWAIT_PAYMENT, EventKind.PAUSED, by=by, now=now, reason=reason)
    return _pause(dossier, reason, by, now)


@transaction.atomic
def resume(*, dossier, by, now, papers=()):
    """What was asked for has come: the clock goes on, or begins anew; `papers` are added to those handed in."""
    dossier = _lock(dossier, Verb.RESUME)
    pause = dossier.pauses.get(ended_at=None)
    pause.ended_at, pause.ended_by = now, by
    dossier.due_at, dossier.due_steps = due_after(dossier, [*_ended_pauses(dossier), _stretch(pause)])
    pause.due_after, dossier.paused_at = dossier.due_at, None
    pause.save(update_fields=["ended_at", "ended_by", "due_after"])
    dossier.state = MOVES[Verb.RESUME].target
    dossier.save(update_fields=["state", "due_at", "due_steps", "paused_at"])
    data = {"due_before": _text(pause.due_before), "due_after": _text(pause.due_after), "papers": list(papers)}
    _event(dossier, EventKind.RESUMED, by=by, now=now, data=data).save(force_insert=True)
    position = dossier.documents.count()
    DossierDocument.objects.bulk_create(
        DossierDocument(dossier=dossier, position=position + number, name=name, originals=1)
        for number, name in enumerate(papers, 1)
    )
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
    """The result leaves the desk; a fee still owed is collected first."""
    dossier = _move(dossier, Verb.HAND_BACK, EventKind.HANDED_BACK, by=by, now=now, data=asdict(collection))
    if now < dossier.finished_at:
        raise ResultStillToCome
    dossier.returned_at = now
    if collection.fee_collected and dossier.fee_status == FeeStatus.ON_COLLECTION:
        dossier.fee_status = FeeStatus.PAID
    dossier.save(update_fields=["state", "returned_at", "fee_status"])
    return dossier


@transaction.atomic
def record_unmasking(*, dossier, by, now):
    """Somebody asked for the whole identity number: write down who and when."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    return DossierEvent.objects.create(dossier=dossier, kind=EventKind.UNMASKED, at=now, by=by, state=dossier.state)


def _receive_once(*, desk, intake, key, by, now, at_once=False, result_number=""):
    content = f"{desk.pk} {at_once} {result_number} {intake.digest}"
    digest = hashlib.sha256(content.encode()).hexdigest()
    if first := Dossier.objects.filter(key=key).first():
        return _first_again(first, digest)
    stored = []
    try:
        for paper in intake.papers:
            stored.append([files.store(scan) for scan in paper.scans])
        with transaction.atomic():
            dossier = _insert(desk, intake, stored, key, digest, by, now, at_once, result_number)
    except BaseException as error:
        for scan in sum(stored, []):
            files.remove(scan)
        if isinstance(error, IntegrityError) and (first := Dossier.objects.filter(key=key).first()):
            return _first_again(first, digest)  # sent twice at the same time: the other one was quicker
        raise
    return dossier, True


def _first_again(dossier, digest):
    if dossier.digest != digest:
        raise KeyReused(dossier)
    return dossier, False


def _insert(desk, intake, stored, key, digest, by, now, at_once, result_number):
    """Papers and events first, the number and the dossier last: the counter row is locked but for a moment."""
    today = timezone.localdate(now)
    prefix = AgencyCode.objects.of_committee(desk.unit, today)
    rule_set = RuleSet.objects.annotate(form_set=FormSet.objects.key_on(today)).in_force_on(today)
    due_at, due_steps = _due(intake, desk.unit, now, rule_set, at_once)
    dossier = Dossier(
        pk=_next_pk(),
        key=key,
        digest=digest,
        receiving_desk=desk,
        competent_agency=prefix.agency,
        returning_desk=desk,
        version=intake.version,
        rule_set=rule_set,
        form_set_id=rule_set.form_set,
        state=DossierState.RECEIVED,
        received_at=now,
        received_by=by,
        due_at=due_at,
        first_due_at=due_at,
        due_steps=due_steps,
        secret="".join(secrets.choice(SECRET_LETTERS) for _ in range(8)),
        book=f"{intake.version.sector.name} {today.year}",
        **intake.person(),
    )
    data = {"channel": intake.channel, "missing_reason": intake.missing_reason}
    events = [_event(dossier, EventKind.RECEIVED, by=by, now=now, data=data)]
    if at_once:
        dossier.handled_by, dossier.finished_at, dossier.returned_at = by, now, now
        dossier.outcome, dossier.result_number = Outcome.RESOLVED, result_number
        dossier.state = DossierState.RESOLVED
        events.append(_event(dossier, EventKind.RESOLVED, by=by, now=now, data={"result_number": result_number}))
        dossier.state = DossierState.HANDED_BACK
        data = asdict(Collection(paper_shown="none", fee_collected=intake.fee_status == FeeStatus.PAID))
        events.append(_event(dossier, EventKind.HANDED_BACK, by=by, now=now, data=data))
    _insert_papers(dossier, intake, stored, by, now)
    DossierEvent.objects.bulk_create(events)
    dossier.number_in_book = next_in_book(desk, dossier.book)
    dossier.numbering_agency, dossier.numbered_on = prefix.agency, today
    dossier.number = next_number(prefix.agency, today)
    dossier.code = code_of(prefix.code, today, dossier.number)
    dossier.save(force_insert=True)
    return dossier


def _next_pk():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Dossier._meta.db_table])
        return cursor.fetchone()[0]


def _due(intake, unit, now, rule_set, at_once):
    if intake.version.limit is None:
        due_on = timezone.localdate(now) if at_once else intake.due_on
        return due.end_of_office_day(due_on, unit), None
    reckoned = due.due(version=intake.version, unit=unit, received_at=now, rule_set=rule_set)
    return reckoned.due_at, due.as_json(reckoned.steps)


def _insert_papers(dossier, intake, stored, by, now):
    documents = DossierDocument.objects.bulk_create(
        DossierDocument(
            dossier=dossier,
            required=paper.required,
            position=position,
            name=paper.name,
            originals=paper.originals,
            certified_copies=paper.certified_copies,
            photocopies=paper.photocopies,
        )
        for position, paper in enumerate(intake.papers, 1)
    )
    DossierFile.objects.bulk_create(
        DossierFile(document=document, added_by=by, added_at=now, **asdict(scan))
        for document, scans in zip(documents, stored, strict=True)
        for scan in scans
    )


def _event(dossier, kind, *, by, now, reason="", data=None):
    return DossierEvent(dossier=dossier, kind=kind, at=now, by=by, state=dossier.state, reason=reason, data=data or {})


def _move(dossier, verb, kind, *, by, now, reason="", data=None):
    """Lock the dossier, check the table of lawful moves against the state it is in by now, write the event."""
    dossier = _lock(dossier, verb)
    dossier.state = MOVES[verb].target
    _event(dossier, kind, by=by, now=now, reason=reason, data=data).save(force_insert=True)
    return dossier


def _lock(dossier, verb):
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if dossier.state not in MOVES[verb].sources:
        raise MoveNotAllowed(dossier, verb)
    return dossier


def _text(moment):
    return timezone.localtime(moment).isoformat()


def _pause(dossier, reason, by, now, **asked):
    Pause.objects.create(
        dossier=dossier,
        state=dossier.state,
        round=dossier.pauses.filter(state=dossier.state).count() + 1,
        reason=reason,
        begun_at=now,
        begun_by=by,
        due_before=dossier.due_at,
        **asked,
    )
    dossier.paused_at = now
    dossier.handled_by = dossier.handled_by or by
    dossier.save(update_fields=["state", "paused_at", "handled_by"])
    return dossier


def _next_slip_number(dossier, kind, now):
    """`07/HDHS`"""
    number = next_on_slips(dossier.receiving_desk.unit.committee, kind, timezone.localdate(now))
    return "/".join(filter(None, [f"{number:02d}", dossier.form_set.form(kind).suffix]))


def _ended_pauses(dossier):
    return [_stretch(pause) for pause in dossier.pauses.exclude(ended_at=None).order_by("begun_at")]


def _stretch(pause):
    return deadlines.Pause(pause.begun_at, pause.ended_at, restarts=pause.restarts)


def _finish(dossier, verb, outcome, *, by, now, reason="", result_number=""):
    kind = {
        Verb.RESOLVE: EventKind.RESOLVED,
        Verb.DENY: EventKind.DENIED,
        Verb.WITHDRAW: EventKind.WITHDRAWN,
        Verb.STOP: EventKind.STOPPED,
    }[verb]
    data = {"result_number": result_number} if result_number else None
    dossier = _move(dossier, verb, kind, by=by, now=now, reason=reason, data=data)
    if dossier.paused_at:
        dossier.pauses.filter(ended_at=None).update(ended_at=now, ended_by=by, due_after=F("due_before"))
    dossier.finished_at, dossier.outcome = now, outcome
    dossier.result_number = result_number
    dossier.handled_by = dossier.handled_by or (by if verb != Verb.WITHDRAW else None)
    dossier.save(update_fields=["state", "finished_at", "outcome", "result_number", "handled_by"])
    return dossier
