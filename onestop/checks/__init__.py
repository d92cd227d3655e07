"""What must hold of the dossiers, counted again from the rows: the checks that `verify` runs."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Case, CharField, F, Max, Min, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from dossiers.models import Dossier, DossierFile, SignedScan
from onestop.checks.answers import ANSWERS_ASTRAY
from onestop.checks.catalogue import CASES_ASTRAY, POSTED_WRONGLY, VERSIONS_AT_ONCE
from onestop.checks.exports import exports_astray
from onestop.checks.feedback import HISTORY_DIFFERS as FEEDBACK_DIFFERS
from onestop.checks.feedback import telling_who
from onestop.checks.fees import FEES_DIFFER
from onestop.checks.histories import (
    CORRECTIONS_ASTRAY,
    DUE_DATES_MOVED,
    ENQUIRIES_ASTRAY,
    HISTORY_DIFFERS,
    STEPS_ASTRAY,
    WITHOUT_AGENCY,
)
from onestop.checks.numbers import COUNTERS_BEHIND, FROM_BOOK_WRONG, GAPS, ILL_FORMED
from onestop.checks.papers import HANDOVER_LISTS_ASTRAY, MAILS_WITHOUT_A_JOB, SLIPS_CHANGED
from onestop.checks.submissions import touched_reports
from onestop.checks.tallies import TALLIES_ASTRAY
from procedures.models import DecisionLine, DecisionState, FormFile, PostingPhoto
from procedures.stored import FORMS_FOLDER
from reports.results import Result, count
from units import files
from units.models import AdministrativeUnit
from units.worktime import VIETNAM


@dataclass(frozen=True)
class Check:
    """`count` says how many `things` there are to look at; `faults` yields what is wrong, with the dossier's code."""

    name: str
    things: str
    count: Callable[[], int]
    faults: Callable[[], Iterator[str]]


def lines_of(sql: str) -> Callable[[], Iterator[str]]:
    def lines():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            yield from (line for (line,) in cursor)

    return lines


def number_of(table: str, condition: str = "true") -> Callable[[], int]:
    def number():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}")
            return cursor.fetchone()[0]

    return number


STORED = (DossierFile, SignedScan, FormFile, PostingPhoto)


def number_of_files() -> int:
    return sum(scans.objects.count() for scans in STORED) + sum(1 for _ in forms_of_drafts())


def unsound_files() -> Iterator[str]:
    yield from changed_files()
    yield from stray_files()


def changed_files() -> Iterator[str]:
    papers = DossierFile.objects.annotate(code=F("document__dossier__code"))
    of_enquiry = Concat(Value("enquiry "), Cast("slip__enquiry", CharField()))
    of_list = Concat(Value("hand-over list "), Cast("handover", CharField()))
    signed = SignedScan.objects.annotate(
        code=Case(
            When(handover__isnull=False, then=of_list),
            When(slip__enquiry__isnull=False, then=of_enquiry),
            default=F("slip__dossier__code"),
        )
    )
    forms = FormFile.objects.annotate(code=F("version__procedure__code"))
    unit = Coalesce("round__desk__unit__code", "check_made__desk__unit__code")
    photos = PostingPhoto.objects.annotate(code=Concat(Value("board of "), unit))
    kept = (rows.values_list("code", "path", "sha256") for rows in (papers, signed, forms, photos))
    for code, path, sha256 in chain(*(rows.iterator(chunk_size=1000) for rows in kept), forms_of_drafts()):
        try:
            with files.open_stored(path) as stored:
                if hashlib.file_digest(stored, "sha256").hexdigest() != sha256:
                    yield f"{code}: file {path} differs from its sha256"
        except OSError:
            yield f"{code}: file {path} is missing"


def forms_of_drafts() -> Iterator[tuple[str, str, str]]:
    """Code, path and sha256 of the forms to fill in that no version names yet, each once."""
    known = set(FormFile.objects.values_list("path", flat=True))
    lines = DecisionLine.objects.filter(decision__state=DecisionState.DRAFT).exclude(draft=None)
    for line in lines.iterator(chunk_size=1000):
        for form in line.content.forms:
            if form.path not in known:
                known.add(form.path)
                yield line.code or line.content.name, form.path, form.sha256


def stray_files() -> Iterator[str]:
    """Those in MEDIA_ROOT that no row names. One of today may be of a form that is being saved just now.

    A blank form to fill in stays, named or not: a draft may name it.
    """
    old = time.time() - 24 * 60 * 60  # of the machine, as the files' own times are
    found = (Path(folder, name) for folder, _, names in os.walk(settings.MEDIA_ROOT) for name in names)
    blank = settings.MEDIA_ROOT / FORMS_FOLDER
    paths = (path for path in found if blank not in path.parents and written_at(path) < old)
    while batch := {str(path.relative_to(settings.MEDIA_ROOT)) for path in islice(paths, 1000)}:
        named = (scans.objects.filter(path__in=batch).values_list("path", flat=True) for scans in STORED)
        yield from (f"stray file {path}" for path in sorted(batch.difference(*named)))


def written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # removed since it was listed
        return time.time()


def unsound_reports() -> Iterator[str]:
    """Each unit's figures of each month: the identities of the form, and what is carried over from the month before."""
    names = {unit.pk: f"{unit.name} ({unit.code})" for unit in AdministrativeUnit.objects.all()}
    pending = dict.fromkeys(names, 0)
    for first, last in months():
        figures = count(units=names, first=first, last=last, by="unit")
        for unit, name in names.items():
            line = Result(name, **figures.get(unit, {}))
            if not line.holds:
                yield f"{name}: the figures of {first:%m/%Y} do not add up"
            if line.carried_over != pending[unit]:
                yield f"{name}: {line.carried_over} carried over into {first:%m/%Y}, {pending[unit]} were pending"
            pending[unit] = line.pending_total


def months() -> list[tuple[date, date]]:
    """The first and last day of each month from the first reception to the last reception or finish."""
    ends = Dossier.objects.aggregate(first=Min("received_at"), received=Max("received_at"), finished=Max("finished_at"))
    if ends["first"] is None:
        return []
    day = timezone.localdate(ends["first"], VIETNAM).replace(day=1)
    until = timezone.localdate(max(filter(None, (ends["received"], ends["finished"]))), VIETNAM)
    found = []
    while day <= until:
        following = (day + timedelta(days=31)).replace(day=1)
        found.append((day, following - timedelta(days=1)))
        day = following
    return found


DOSSIERS = number_of("dossiers_dossier")
CHECKS = (
    Check("codes", "dossiers", DOSSIERS, lines_of(ILL_FORMED)),
    Check("numbers", "dossiers numbered here", number_of("dossiers_dossier", "NOT is_imported"), lines_of(GAPS)),
    Check("counters", "counters", number_of("dossiers_dossiercounter"), lines_of(COUNTERS_BEHIND)),
    Check("history", "events", number_of("dossiers_dossierevent"), lines_of(HISTORY_DIFFERS)),
    Check("due dates", "dossiers", DOSSIERS, lines_of(DUE_DATES_MOVED)),
    Check("steps", "steps", number_of("dossiers_step"), lines_of(STEPS_ASTRAY)),
    Check("fees", "fee entries", number_of("dossiers_feeentry"), lines_of(FEES_DIFFER)),
    Check(
        "paper book",
        "dossiers entered from it",
        number_of("dossiers_dossier", "entered_from_book_at IS NOT NULL"),
        lines_of(FROM_BOOK_WRONG),
    ),
    Check("corrections", "corrections", number_of("dossiers_correction"), lines_of(CORRECTIONS_ASTRAY)),
    Check("slips", "slips", number_of("dossiers_slip"), lines_of(SLIPS_CHANGED)),
    Check("enquiries", "enquiries", number_of("dossiers_enquiry"), lines_of(ENQUIRIES_ASTRAY)),
    Check("hand-over lists", "lists", number_of("dossiers_handoverlist"), lines_of(HANDOVER_LISTS_ASTRAY)),
    Check("files", "files", number_of_files, unsound_files),
    Check("versions", "versions", number_of("procedures_procedureversion"), lines_of(VERSIONS_AT_ONCE)),
    Check(
        "cases",
        "dossiers in a case",
        number_of("dossiers_dossier", "case_id IS NOT NULL"),
        lines_of(CASES_ASTRAY),
    ),
    Check("postings", "postings", number_of("procedures_posting"), lines_of(POSTED_WRONGLY)),
    Check("feedback", "feedback on procedures", number_of("procedures_feedback"), lines_of(FEEDBACK_DIFFERS)),
    Check(
        "published feedback",
        "published",
        number_of("procedures_feedback", "published_at IS NOT NULL"),
        telling_who,
    ),
    Check(
        "competent agencies",
        "open dossiers",
        number_of("dossiers_dossier", "finished_at IS NULL"),
        lines_of(WITHOUT_AGENCY),
    ),
    Check("answers", "answers", number_of("satisfaction_answer"), lines_of(ANSWERS_ASTRAY)),
    Check("mail", "mails", number_of("jobs_mail"), lines_of(MAILS_WITHOUT_A_JOB)),
    Check("exports", "exports", number_of("dossiers_export"), exports_astray),
    Check("tallies", "tallies", number_of("reports_tallied"), lines_of(TALLIES_ASTRAY)),
    Check("submitted reports", "reports", number_of("reports_submission"), touched_reports),
    Check("reports", "months", lambda: len(months()), unsound_reports),
)
