"""Correcting what was taken down wrongly at reception: recorded first, told in the history and on the next receipt."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from dossiers.actions import custody
from dossiers.actions.history import event_of, locked
from dossiers.actions.intake import Intake
from dossiers.actions.reception import first_due, rules_on
from dossiers.clocks import due_after, stretches_of
from dossiers.models import Correction, Dossier, DossierDocument, DueCause, EventKind, SlipKind
from dossiers.models.dossier_table import FOLLOWS, RECEPTION, WHO
from dossiers.permissions import corrects_himself
from dossiers.queries import papers_at_reception
from dossiers.states import WORKED_ON, DossierState, Verb

UNDERTAKEN = ("delivery",)  # with RECEPTION; other work may change it too
OF_THE_RESULT = ("result_number",)
RECORDED = (*WHO, *RECEPTION, *UNDERTAKEN, *OF_THE_RESULT, *FOLLOWS, "due_at", "due_steps")
PROMISE = ("version_id", "case_id", "received_at", "due_reason")
NOT_PRINTED = {
    "applicant_id_number",
    "applicant_birth_date",
    "representative_id_number",
    "channel",
    "note",
    "copies",
    "result_number",
}


class NothingToCorrect(Exception):
    """What is said to be right is what is recorded."""


class ReasonMissing(Exception):
    """Later than a few minutes, or of somebody else's reception, a correction says why."""


class ChangedMeanwhile(Exception):
    """The dossier is no more as it was when it was shown what would change; nothing was written."""


@dataclass(frozen=True)
class Change:
    """What a correction changes: columns as the database writes them, and papers struck and added."""

    before: dict
    after: dict
    struck: tuple = ()
    added: tuple = ()

    def __bool__(self):
        return bool(self.after)

    @property
    def digest(self):
        """To tell whether what is saved is what was shown."""
        return hashlib.sha256(json.dumps([self.before, self.after]).encode()).hexdigest()


def undertaking_is_open(dossier):
    """Whether procedure, papers, counts, fee and due date may be corrected: while the office works on it.

    Later the outcome belongs to them; but what was given at once promised nothing to anybody.
    """
    return dossier.state in WORKED_ON or dossier.was_at_once


def promise_is_open(dossier):
    """Whether procedure, reception and due date may be.

    Not once its time was extended, since the extension is of the procedure; nor after it was rated, since the answer
    is (satisfaction's roll).
    """
    return (
        undertaking_is_open(dossier)
        and not dossier.due_moves.filter(cause=DueCause.EXTENSION).exists()
        and not hasattr(dossier, "survey")
    )


def reception_is_open(dossier):
    """Whether the time of reception may be: of what was typed in later than it was received, and lies at the desk."""
    return dossier.is_from_book and promise_is_open(dossier) and not (dossier.was_at_once or dossier.steps.exists())


def has_result(dossier):
    return dossier.state in (DossierState.RESOLVED, DossierState.HANDED_BACK)


def change_of(dossier, right: Intake, *, received_at=None, result_number=None) -> Change:
    """What would change if `right` were recorded; the columns of `dossier`, as far as in memory, do.

    Papers None, and what may no more be corrected in the state that the dossier is in, stay as they are. A procedure or
    reception put right has the due date reckoned anew from the reception, by the rules of that day, pauses included.
    """
    recorded, procedure, case = _recorded(dossier), dossier.version, dossier.case
    _take_over(dossier, right, received_at, result_number)
    struck, added = _papers(dossier, right) if undertaking_is_open(dossier) else ((), ())
    if any(recorded[column] != getattr(dossier, column) for column in PROMISE) or _is_due_elsewhen(dossier, right):
        _promise_anew(dossier, right)
    before = {column: old for column, old in recorded.items() if old != getattr(dossier, column)}
    if not (before or struck or added):
        return Change({}, {})
    if (struck or added or not NOT_PRINTED.issuperset(before)) and _is_printed(dossier):
        before["receipt_version"] = dossier.receipt_version
        dossier.receipt_version += 1
    before["revision"] = dossier.revision
    dossier.revision += 1
    after = {column: getattr(dossier, column) for column in before}
    if procedure != dossier.version:
        before["procedure"], after["procedure"] = procedure.name, dossier.version.name
    if case != dossier.case:
        before["case"], after["case"] = str(case or ""), str(dossier.case or "")
    if struck or added:
        before["papers"], after["papers"] = _told(struck), _told(added)
    return Change(_as_json(before), _as_json(after), tuple(struck), tuple(added))


@transaction.atomic
def correct(*, dossier, right, by, now, reason="", received_at=None, result_number=None, seen=None):
    """Record `right` (an Intake) over what was taken down; code, key, secret and numbers stay.

    A clerk needs no reason for his own reception of a few minutes ago; who may correct is `permissions.may_correct`.
    `seen` is the digest of the change that was shown. Raises ReasonMissing, NothingToCorrect, ChangedMeanwhile.
    """
    dossier = locked(dossier, Verb.CORRECT)
    due_before = dossier.due_at
    if not reason and not corrects_himself(by, dossier, now):
        raise ReasonMissing
    change = change_of(dossier, right, received_at=received_at, result_number=result_number)
    if seen not in (None, change.digest):
        raise ChangedMeanwhile
    if not change:
        raise NothingToCorrect
    correction = Correction.objects.create(
        dossier=dossier,
        round=dossier.revision,
        reason=reason,
        before=change.before,
        after=change.after,
        made_at=now,
        made_by=by,
    )
    dossier.save(update_fields=[name for name in RECORDED if _column(name) in change.after])
    custody.due_moved(dossier, due_before=due_before)
    _correct_papers(dossier, correction, change)
    event_of(dossier, EventKind.CORRECTED, by=by, now=now, reason=reason, data={"round": correction.round}).save(
        force_insert=True
    )
    return dossier


def _take_over(dossier, right, received_at, result_number):
    columns = right.person() | {"version": right.version, "case": right.case, "result_number": result_number}
    names = [*WHO]
    if has_result(dossier) and result_number is not None:
        names += OF_THE_RESULT
    if undertaking_is_open(dossier):
        names += ["sets", "copies", *UNDERTAKEN]
    if promise_is_open(dossier):
        names += ["version", "case", *([] if dossier.is_imported else ["due_reason"])]
    for name in names:
        setattr(dossier, name, columns[name])
    if received_at and reception_is_open(dossier):
        dossier.received_at = received_at
        version = dossier.procedure.version_on(timezone.localdate(received_at)) or dossier.version
        if version != dossier.version:
            dossier.version, dossier.case = version, _case_named_as(dossier.case, version)


def _case_named_as(case, version):
    """Another version's case of the same name, or none."""
    return version.cases.filter(name=case.name).first() if case else None


def _is_due_elsewhen(dossier, right):
    """Whether another day is given where no time limit is published."""
    if dossier.limit is not None or right.due_on is None or not promise_is_open(dossier):
        return False
    return right.due_on != timezone.localdate(dossier.first_due_at)


def _promise_anew(dossier, right):
    """What follows from the reception as it is now recorded; what came with an import keeps its due date.

    A dossier that was handed on goes on by the process that it began with.
    """
    received_on = timezone.localdate(dossier.received_at)
    rules = rules_on(received_on, dossier.version.procedure_id)
    if not dossier.steps.exists():
        dossier.process_id = rules.process
    dossier.is_version_assumed = False
    if dossier.is_imported:
        return
    dossier.rule_set, dossier.form_set_id = rules, rules.form_set
    unit = dossier.receiving_desk.unit
    right = replace(right, version=dossier.version, case=dossier.case)
    due_at, steps = first_due(right, unit, dossier.received_at, rules, dossier.was_at_once)
    dossier.first_due_at, dossier.due_at, dossier.due_steps = due_at, due_at, steps
    stretches = stretches_of(dossier)
    for number in range(1, len(stretches) + 1):
        dossier.due_at, dossier.due_steps = due_after(dossier, stretches[:number])


def _is_printed(dossier):
    return dossier.slips.filter(kind=SlipKind.RECEIPT, version=dossier.receipt_version).exists()


def _papers(dossier, right):
    """The papers to strike and those to add; of what is recorded rightly already, neither."""
    if right.papers is None:
        return (), ()
    wanted, struck = list(right.papers), []
    for paper in papers_at_reception(dossier):
        same = next((other for other in wanted if _counted(other) == _counted(paper)), None)
        if same is None:
            struck.append(paper)
        else:
            wanted.remove(same)
    return struck, wanted


def _correct_papers(dossier, correction, change):
    DossierDocument.objects.filter(pk__in=[paper.pk for paper in change.struck]).update(struck_by=correction)
    position = dossier.documents.count()
    DossierDocument.objects.bulk_create(
        DossierDocument(
            dossier=dossier,
            added_by=correction,
            required=paper.required,
            position=position + number,
            name=paper.name,
            originals=paper.originals,
            certified_copies=paper.certified_copies,
            photocopies=paper.photocopies,
        )
        for number, paper in enumerate(change.added, 1)
    )


def _counted(paper):
    return paper.name, paper.originals, paper.certified_copies, paper.photocopies


def _told(papers):
    return ["{} ({}+{}+{})".format(*_counted(paper)) for paper in papers]


def _column(name):
    return Dossier._meta.get_field(name).column


def _recorded(dossier):
    return {column: getattr(dossier, column) for column in map(_column, RECORDED)}


def _as_json(values):
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
