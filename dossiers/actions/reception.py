"""Receiving a dossier, once for each form: the due date is fixed, the code is given, the history begins."""

from dataclasses import asdict

from django.db import IntegrityError, connection, transaction
from django.db.models import Subquery
from django.utils import timezone

from dossiers import due
from dossiers.actions.enquiries import AlreadyReceived, become
from dossiers.actions.fees import ReceiptRecorded, is_of_receipt, opening_entry
from dossiers.actions.history import event_of
from dossiers.actions.intake import Press
from dossiers.actions.moves import Collection
from dossiers.models import (
    SLIP_OF,
    Dossier,
    DossierDocument,
    DossierEvent,
    DossierFile,
    EventKind,
    FeeStatus,
)
from dossiers.numbering import code_of, next_numbers
from dossiers.states import DossierState, Outcome
from procedures.models import ProcedureVersion, Process
from units import files
from units.models import AgencyCode, FormSet, RuleSet
from units.typed import new_secret


class KeyReused(Exception):
    """The form's key has received other content already; `dossier` is what it received first."""

    def __init__(self, dossier):
        super().__init__(dossier.code)
        self.dossier = dossier


class VersionGone(Exception):
    """The decision that brought the version was taken back while the dossier was being received: nothing is saved."""


def receive(*, desk, intake, key, by, now, enquiry=None):
    """Accept the papers: fix the due date, give the code, open the history. Returns (dossier, whether it is new).

    `enquiry` is the one it began as; AlreadyReceived when that has become another dossier meanwhile.
    The same key with the same content gives the first dossier again; with other content KeyReused.
    NumbersExhausted when the agency has given its 9,999 numbers today; ReceiptRecorded where the legal receipt typed
    belongs to another payment; VersionGone.
    """
    return receive_once(Press(desk=desk, intake=intake, key=key, by=by, now=now, enquiry=enquiry))


def receive_and_hand_back(*, desk, intake, key, by, now, result_number="", enquiry=None):
    """The fast lane: receive, resolve and hand back in one press (no form 01 for results given at once)."""
    at_once = {"at_once": True, "result_number": result_number}
    return receive_once(Press(desk=desk, intake=intake, key=key, by=by, now=now, enquiry=enquiry, **at_once))


def enter_from_paper_book(*, desk, intake, on_paper, key, by, now, at_once=False, result_number=""):
    """Nhập bù từ sổ giấy: receive as of the moment in the paper book, by the rules, version and calendar of that day.

    The code is the next of that day (docs/decisions/0015); the event and the dossier say that it was entered later.
    Returns (dossier, whether it is new): the same key, or the same number of the desk's book in that year, gives the
    first dossier again; with other content KeyReused. NumbersExhausted as `receive`.
    """
    at_once = {"at_once": at_once, "result_number": result_number}
    return receive_once(Press(desk=desk, intake=intake, key=key, by=by, now=now, on_paper=on_paper, **at_once))


def receive_once(press):
    """Receive what `press` says, once for its key; like `receive`."""
    if first := _saved_first(press):
        return _first_again(first, press)
    stored = []
    try:
        for paper in press.intake.papers:
            stored.append([files.store(scan) for scan in paper.scans])
        with transaction.atomic():
            dossier = _insert(press, stored)
    except BaseException as error:
        for scan in sum(stored, []):
            files.remove(scan)
        if isinstance(error, IntegrityError | AlreadyReceived) and (first := _saved_first(press)):
            return _first_again(first, press)  # sent twice at the same time: the other one was quicker
        if isinstance(error, IntegrityError) and is_of_receipt(error):
            raise ReceiptRecorded from error
        if isinstance(error, IntegrityError) and not _is_there(press.intake.version):
            raise VersionGone from error
        raise
    return dossier, True


def _is_there(version):
    return ProcedureVersion.objects.filter(pk=version.pk).exists()


def _saved_first(press):
    """What was saved under the key, or under that number of the desk's paper book of the year; None if nothing was."""
    by_key = Dossier.objects.filter(key=press.key).first()
    if by_key or not press.on_paper:
        return by_key
    of_that_year = Dossier.objects.filter(numbered_on__year=timezone.localdate(press.received_at).year)
    return of_that_year.filter(receiving_desk=press.desk, paper_number=press.on_paper.number).first()


def _first_again(dossier, press):
    if dossier.digest != press.digest:
        raise KeyReused(dossier)
    return dossier, False


def _insert(press, stored):
    """Papers and events first, the number and the dossier last: the counter row is locked but for a moment."""
    desk, intake, by, now = press.desk, press.intake, press.by, press.received_at
    today = timezone.localdate(now)
    prefix = AgencyCode.objects.of_committee(desk.unit, today)
    dossier = _dossier(press, today, prefix)
    events = list(_events(dossier, press))
    _insert_papers(dossier, intake, stored, by, now)
    if press.enquiry:
        become(press.enquiry, dossier)
    DossierEvent.objects.bulk_create(events)
    entry = opening_entry(dossier, intake, by, now, prefix.agency)
    slip = entry and SLIP_OF.get(entry.kind)
    numbers = next_numbers(prefix.agency, today, desk, dossier.book, slip)
    dossier.number, dossier.number_in_book, on_slip = numbers
    dossier.code = code_of(prefix.code, today, dossier.number)
    dossier.save(force_insert=True)
    if entry:
        entry.year, entry.number = (today.year if slip else None), on_slip
        entry.save(force_insert=True)
    return dossier


def _dossier(press, today, prefix):
    """As it is received on that day, still without its number."""
    desk, intake, now = press.desk, press.intake, press.received_at
    rule_set = rules_on(today, intake.version.procedure_id)
    due_at, due_steps = first_due(intake, desk.unit, now, rule_set, press.at_once)
    return Dossier(
        pk=_next_pk(),
        key=press.key,
        digest=press.digest,
        numbering_agency=prefix.agency,
        numbered_on=today,
        receiving_desk=desk,
        competent_agency=prefix.agency,
        returning_desk=intake.returning_desk or desk,
        version=intake.version,
        case=intake.case,
        rule_set=rule_set,
        form_set_id=rule_set.form_set,
        process_id=rule_set.process,
        state=DossierState.RECEIVED,
        received_at=now,
        received_by=press.by,
        due_at=due_at,
        first_due_at=due_at,
        due_steps=due_steps,
        secret=new_secret(),
        book=f"{intake.version.sector.name} {today.year}",
        entered_from_book_at=press.now if press.on_paper else None,
        paper_number=press.on_paper.number if press.on_paper else "",
        **intake.person(),
    )


def _events(dossier, press):
    """Its history so far; what is given at once brings `dossier` to its end."""
    by, now, on_paper = press.by, press.received_at, press.on_paper
    data = {"channel": press.intake.channel, "missing_reason": press.intake.missing_reason} | _began_as(press.enquiry)
    data |= on_paper.event_data(press.now) if on_paper else {}
    reason = on_paper.reason if on_paper else ""
    yield event_of(dossier, EventKind.RECEIVED, by=by, now=now, reason=reason, data=data)
    if press.at_once:
        dossier.handled_by, dossier.finished_at, dossier.returned_at = by, now, now
        dossier.outcome, dossier.result_number = Outcome.RESOLVED, press.result_number
        dossier.state = DossierState.RESOLVED
        yield event_of(dossier, EventKind.RESOLVED, by=by, now=now, data={"result_number": press.result_number})
        dossier.state = DossierState.HANDED_BACK
        collection = Collection(paper_shown="none", fee_collected=press.intake.fee_status == FeeStatus.PAID)
        yield event_of(dossier, EventKind.HANDED_BACK, by=by, now=now, data=asdict(collection))


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
    if intake.limit is None:
        due_on = timezone.localdate(now) if at_once else intake.due_on
        return due.end_of_office_day(due_on, unit), None
    reckoned = due.due(limit=intake.limit, unit=unit, received_at=now, rule_set=rule_set)
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
