"""Receiving a dossier, once for each form: the due date is fixed, the code is given, the history begins."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Subquery
from django.utils import timezone

from dossiers import due, files
from dossiers.actions.enquiries import AlreadyReceived, become
from dossiers.actions.fees import ReceiptRecorded, is_of_receipt, opening_entry
from dossiers.actions.history import event_of
from dossiers.actions.moves import Collection
from dossiers.models import (
    SLIP_OF,
    Delivery,
    Dossier,
    DossierDocument,
    DossierEvent,
    DossierFile,
    EventKind,
    ExemptionGround,
    FeeStatus,
)
from dossiers.numbering import code_of, next_numbers
from dossiers.states import DossierState, Outcome
from procedures.models import Channel, ProcedureVersion, Process, RequiredDocument
from units.models import AgencyCode, FormSet, RuleSet

OF_LEDGER = {"fee_ground", "fee_words", "receipt_book", "receipt_serial"}
SECRET_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are mistaken for one another on paper


class KeyReused(Exception):
    """The form's key has received other content already; `dossier` is what it received first."""

    def __init__(self, dossier):
        super().__init__(dossier.code)
        self.dossier = dossier


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
    fee_ground: str = ExemptionGround.UNRECORDED  # of an exemption
    fee_words: str = ""
    receipt_book: str = ""  # of the legal receipt, where it is paid now
    receipt_serial: str = ""
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
        left_out = {"version", "papers", "due_on", "missing_reason"} | OF_LEDGER
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in left_out}


def receive(*, desk, intake, key, by, now, enquiry=None):
    """Accept the papers: fix the due date, give the code, open the history. Returns (dossier, whether it is new).

    `enquiry` is the one it began as; AlreadyReceived when that has become another dossier meanwhile.
    The same key with the same content gives the first dossier again; with other content KeyReused.
    NumbersExhausted when the agency has given its 9,999 numbers today; ReceiptRecorded where the legal receipt typed
    belongs to another payment.
    """
    return receive_once(desk=desk, intake=intake, key=key, by=by, now=now, enquiry=enquiry)


def receive_and_hand_back(*, desk, intake, key, by, now, result_number="", enquiry=None):
    """The fast lane: receive, resolve and hand back in one press (no form 01 for results given at once)."""
    at_once = {"at_once": True, "result_number": result_number}
    return receive_once(desk=desk, intake=intake, key=key, by=by, now=now, enquiry=enquiry, **at_once)


def receive_once(*, desk, intake, key, by, now, enquiry=None, at_once=False, result_number="", on_paper=None):
    """`on_paper` says of what is typed in later when it was received, and where that stands."""
    content = f"{desk.pk} {at_once} {result_number} {intake.digest}"
    if on_paper:
        content += f" {on_paper.digest}"
    digest = hashlib.sha256(content.encode()).hexdigest()
    if first := _saved_first(desk, key, on_paper):
        return _first_again(first, digest)
    stored = []
    try:
        for paper in intake.papers:
            stored.append([files.store(scan) for scan in paper.scans])
        with transaction.atomic():
            dossier = _insert(desk, intake, stored, key, digest, by, now, enquiry, at_once, result_number, on_paper)
    except BaseException as error:
        for scan in sum(stored, []):
            files.remove(scan)
        if isinstance(error, IntegrityError | AlreadyReceived) and (first := _saved_first(desk, key, on_paper)):
            return _first_again(first, digest)  # sent twice at the same time: the other one was quicker
        if isinstance(error, IntegrityError) and is_of_receipt(error):
            raise ReceiptRecorded from error
        raise
    return dossier, True


def _saved_first(desk, key, on_paper):
    """What was saved under the key, or under that number of the desk's paper book of the year; None if nothing was."""
    by_key = Dossier.objects.filter(key=key).first()
    if by_key or not on_paper:
        return by_key
    of_that_year = Dossier.objects.filter(numbered_on__year=timezone.localdate(on_paper.received_at).year)
    return of_that_year.filter(receiving_desk=desk, paper_number=on_paper.number).first()


def _first_again(dossier, digest):
    if dossier.digest != digest:
        raise KeyReused(dossier)
    return dossier, False


def _insert(desk, intake, stored, key, digest, by, now, enquiry, at_once, result_number, on_paper):
    """Papers and events first, the number and the dossier last: the counter row is locked but for a moment."""
    entered_at, now = now, on_paper.received_at if on_paper else now
    today = timezone.localdate(now)
    prefix = AgencyCode.objects.of_committee(desk.unit, today)
    rule_set = rules_on(today, intake.version.procedure_id)
    due_at, due_steps = first_due(intake, desk.unit, now, rule_set, at_once)
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
        process_id=rule_set.process,
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
    data = {"channel": intake.channel, "missing_reason": intake.missing_reason} | _began_as(enquiry)
    reason = ""
    if on_paper:
        dossier.entered_from_book_at, dossier.paper_number = entered_at, on_paper.number
        data, reason = data | on_paper.event_data(entered_at), on_paper.reason
    events = [event_of(dossier, EventKind.RECEIVED, by=by, now=now, reason=reason, data=data)]
    if at_once:
        dossier.handled_by, dossier.finished_at, dossier.returned_at = by, now, now
        dossier.outcome, dossier.result_number = Outcome.RESOLVED, result_number
        dossier.state = DossierState.RESOLVED
        events.append(event_of(dossier, EventKind.RESOLVED, by=by, now=now, data={"result_number": result_number}))
        dossier.state = DossierState.HANDED_BACK
        data = asdict(Collection(paper_shown="none", fee_collected=intake.fee_status == FeeStatus.PAID))
        events.append(event_of(dossier, EventKind.HANDED_BACK, by=by, now=now, data=data))
    _insert_papers(dossier, intake, stored, by, now)
    if enquiry:
        become(enquiry, dossier)
    DossierEvent.objects.bulk_create(events)
    entry = opening_entry(dossier, intake, by, now, prefix.agency)
    slip = entry and SLIP_OF.get(entry.kind)
    dossier.numbering_agency, dossier.numbered_on = prefix.agency, today
    numbers = next_numbers(prefix.agency, today, desk, dossier.book, slip)
    dossier.number, dossier.number_in_book, on_slip = numbers
    dossier.code = code_of(prefix.code, today, dossier.number)
    dossier.save(force_insert=True)
    if entry:
        entry.year, entry.number = (today.year if slip else None), on_slip
        entry.save(force_insert=True)
    return dossier


def rules_on(day, procedure_id):
    """What holds on `day`, in one statement: the rule set, and the keys of form set and internal process."""
    process = Process.objects.in_force_on(day).filter(procedure=procedure_id).values("pk")
    rules = RuleSet.objects.annotate(form_set=FormSet.objects.key_on(day), process=Subquery(process))
    return rules.in_force_on(day)


def _began_as(enquiry):
    """What the history says of it."""
    if enquiry is None:
        return {}
    return {"enquiry": enquiry.number, "enquired_at": timezone.localtime(enquiry.made_at).isoformat()}


def _next_pk():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Dossier._meta.db_table])
        return cursor.fetchone()[0]


def first_due(intake, unit, now, rule_set, at_once):
    """What is promised at reception, with its derivation; without one where the clerk gave the day himself."""
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
