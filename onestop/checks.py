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
from django.db.models import F, Max, Min
from django.utils import timezone

from dossiers import files
from dossiers.models import Dossier, DossierFile, SignedScan
from dossiers.models.dossier import WHO
from onestop.fee_checks import FEES_DIFFER
from procedures.actions import POSTED_AHEAD
from reports.results import Result, count
from units.models import AdministrativeUnit
from units.worktime import VIETNAM


@dataclass(frozen=True)
class Check:
    """`count` says how many `things` there are to look at; `faults` yields what is wrong, with the dossier's code."""

    name: str
    things: str
    count: Callable[[], int]
    faults: Callable[[], Iterator[str]]


# A number taken: by a code given here, or by an imported one that reads like one of ours.
TAKEN = r"""
WITH read AS MATERIALIZED (
    SELECT code, left(code, -12) AS prefix, substr(right(code, 12), 2, 6) AS written, right(code, 4)::int AS number
    FROM dossiers_dossier
    WHERE is_imported AND right(code, 12) ~ '^-\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-\d{4}$'
), dated AS (
    SELECT *, make_date(2000 + left(written, 2)::int, substr(written, 3, 2)::int, 1) + right(written, 2)::int - 1 AS day
    FROM read
), taken AS (
    SELECT code, numbering_agency_id AS agency_id, numbered_on AS day, number, false AS is_imported
    FROM dossiers_dossier WHERE NOT is_imported
    UNION ALL
    SELECT dated.code, agency_code.agency_id, dated.day, dated.number, true
    FROM dated JOIN units_agencycode agency_code ON agency_code.code = dated.prefix
     AND dated.day BETWEEN coalesce(agency_code.valid_from, '-infinity') AND coalesce(agency_code.valid_to, 'infinity')
    WHERE dated.number > 0 AND to_char(dated.day, 'YYMMDD') = dated.written
)
"""

ILL_FORMED = r"""
SELECT code || ': is not well formed' FROM dossiers_dossier WHERE code !~ '^[A-Za-z0-9.-]{1,64}$'
UNION ALL
SELECT code || ': does not end in the day and number it was given' FROM dossiers_dossier
WHERE NOT is_imported AND (
    right(code, 12) IS DISTINCT FROM to_char(numbered_on, '-YYMMDD-') || to_char(number, 'FM0000')
    OR numbered_on <> (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    AND NOT EXISTS (
        SELECT FROM dossiers_correction WHERE dossier_id = dossiers_dossier.id AND after ? 'received_at'
    )
)
UNION ALL
SELECT code || ': stands ' || count(*) || ' times' FROM dossiers_dossier GROUP BY code HAVING count(*) > 1
"""

# The counter goes on after what was imported, so the number before one given here is always somebody's.
GAPS = f"""{TAKEN}
SELECT code || ': nobody has the number ' || number - 1 || ' of that day'
FROM (
    SELECT *, max(number) OVER (
        PARTITION BY agency_id, day ORDER BY number RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM taken
) following
WHERE NOT is_imported AND coalesce(before, 0) < number - 1
"""

COUNTERS_BEHIND = f"""{TAKEN}
SELECT max(taken.code) || ': the counter of that day stands at ' || coalesce(max(counter.last), 0)
FROM taken LEFT JOIN dossiers_dossiercounter counter USING (agency_id, day)
GROUP BY agency_id, day HAVING max(taken.number) > coalesce(max(counter.last), 0)
"""

# In the order in which the events were written: several stand at one time. What moves no state, such as a look at the
# identity number, says nothing of it; a finish is the last of its kind.
HISTORY_DIFFERS = """
WITH history AS (
    SELECT dossier_id,
           count(*) FILTER (WHERE kind = 'received') AS receptions,
           max(at) FILTER (WHERE kind = 'received') AS received_at,
           (array_agg(at ORDER BY id DESC) FILTER (WHERE finishes))[1] AS finished_at,
           (array_agg(kind ORDER BY id DESC) FILTER (WHERE finishes))[1] AS outcome,
           (array_agg(at ORDER BY id DESC) FILTER (WHERE kind = 'handed_back'))[1] AS returned_at,
           (array_agg(state ORDER BY id DESC) FILTER (WHERE kind <> 'unmasked'))[1] AS state
    FROM dossiers_dossierevent CROSS JOIN LATERAL (
        SELECT kind IN ('resolved', 'denied', 'withdrawn', 'stopped') AS finishes
    ) _
    GROUP BY dossier_id
), differences AS (
    SELECT dossier.code, concat_ws(', ',
        CASE WHEN history.receptions IS DISTINCT FROM 1
             THEN coalesce(history.receptions, 0) || ' events of reception' END,
        CASE WHEN history.received_at <> coalesce(received_first, dossier.received_at)
             THEN 'received_at differs from the event' END,
        CASE WHEN history.state <> dossier.state
             THEN 'state ' || dossier.state || ', last event ' || history.state END,
        CASE WHEN history.finished_at IS DISTINCT FROM dossier.finished_at
             THEN 'finished_at differs from the event' END,
        CASE WHEN coalesce(history.outcome, '') <> dossier.outcome
             THEN 'outcome "' || dossier.outcome || '", event "' || coalesce(history.outcome, '') || '"' END,
        CASE WHEN history.returned_at IS DISTINCT FROM dossier.returned_at
             THEN 'returned_at differs from the event' END) AS difference
    FROM dossiers_dossier dossier LEFT JOIN history ON history.dossier_id = dossier.id
    LEFT JOIN (
        SELECT DISTINCT ON (dossier_id) dossier_id, (before ->> 'received_at')::timestamptz AS received_first
        FROM dossiers_correction WHERE before ? 'received_at' ORDER BY dossier_id, round
    ) corrected ON corrected.dossier_id = dossier.id
)
SELECT code || ': ' || difference FROM differences WHERE difference <> ''
"""

# What was corrected is as its last correction says, and each one is told in the history; papers were struck and added
# by corrections of their own dossier, and a receipt was replaced only after it was printed.
CORRECTIONS_ASTRAY = f"""
WITH latest AS (
    SELECT DISTINCT ON (dossier_id, key) dossier_id, key, value
    FROM dossiers_correction, jsonb_each_text(after) ORDER BY dossier_id, key, round DESC
), counted AS (
    SELECT dossier_id, count(*) AS corrections, max(round) AS last FROM dossiers_correction GROUP BY dossier_id
), told AS (
    SELECT dossier_id, count(*) AS events FROM dossiers_dossierevent WHERE kind = 'corrected' GROUP BY dossier_id
)
SELECT code || ': corrected ' || revision || ' times, ' || coalesce(corrections, 0) || ' corrections recorded, '
       || coalesce(events, 0) || ' told in the history'
FROM dossiers_dossier dossier
LEFT JOIN counted ON counted.dossier_id = dossier.id LEFT JOIN told ON told.dossier_id = dossier.id
WHERE revision <> coalesce(corrections, 0) OR revision <> coalesce(last, 0) OR revision <> coalesce(events, 0)
UNION ALL
SELECT code || ': ' || latest.key || ' is not what its last correction says' FROM dossiers_dossier dossier
JOIN latest ON latest.dossier_id = dossier.id
WHERE latest.key IN ({", ".join(f"'{name}'" for name in (*WHO, "version_id", "sets", "copies", "receipt_version"))})
  AND to_jsonb(dossier) ->> latest.key IS DISTINCT FROM latest.value
UNION ALL
SELECT code || ': paper ' || position || ' was struck or added by a correction of another dossier'
FROM dossiers_dossierdocument document JOIN dossiers_dossier dossier ON dossier.id = document.dossier_id
JOIN dossiers_correction correction ON correction.id IN (document.struck_by_id, document.added_by_id)
WHERE correction.dossier_id <> document.dossier_id
UNION ALL
SELECT code || ': receipt ' || earlier || ' was replaced, but nobody printed it'
FROM dossiers_dossier dossier CROSS JOIN LATERAL generate_series(1, receipt_version - 1) earlier
WHERE receipt_version > 1 AND NOT EXISTS (
    SELECT FROM dossiers_slip WHERE dossier_id = dossier.id AND kind = 'receipt' AND version = earlier
)
"""

# A due date moves, later only, where the clock stood still or a DueMove says so; a correction reckons it anew.
DUE_DATES_MOVED = """
WITH last AS (
    SELECT DISTINCT ON (dossier_id) dossier_id, begun_at, due_after
    FROM dossiers_pause ORDER BY dossier_id, begun_at DESC, id DESC
), reckoned AS (
    SELECT DISTINCT ON (dossier_id) dossier_id, made_at AS reckoned_at, (after ->> 'due_at')::timestamptz AS due_anew
    FROM dossiers_correction WHERE after ? 'due_at' ORDER BY dossier_id, round DESC
), moved AS (
    SELECT dossier_id, max(due_after) AS due_after
    FROM (
        SELECT dossier_id, ended_at AS at, false AS is_anew, due_after FROM dossiers_pause WHERE ended_at IS NOT NULL
        UNION ALL
        SELECT dossier_id, made_at, false, due_after FROM dossiers_duemove
        UNION ALL
        SELECT dossier_id, reckoned_at, true, due_anew FROM reckoned
    ) _ LEFT JOIN reckoned USING (dossier_id)
    WHERE reckoned_at IS NULL OR at > reckoned_at OR is_anew
    GROUP BY dossier_id
)
SELECT code || ': due_at is not what was first promised' FROM dossiers_dossier dossier
LEFT JOIN moved ON moved.dossier_id = dossier.id WHERE moved IS NULL AND due_at <> first_due_at
UNION ALL
SELECT code || ': due_at is not what moved it last says' FROM dossiers_dossier dossier
JOIN moved ON moved.dossier_id = dossier.id WHERE due_at <> due_after
UNION ALL
SELECT code || ': its due date moved without an event' FROM dossiers_dossier dossier
JOIN dossiers_duemove move ON move.dossier_id = dossier.id
WHERE NOT EXISTS (
    SELECT FROM dossiers_dossierevent event
    WHERE event.dossier_id = dossier.id AND event.kind IN ('extended', 'recalculated') AND event.at = move.made_at
)
UNION ALL
SELECT code || ': its clock does not stand as its pauses say' FROM dossiers_dossier dossier
LEFT JOIN last ON last.dossier_id = dossier.id
WHERE paused_at IS NOT NULL AND paused_at IS DISTINCT FROM last.begun_at
   OR paused_at IS NULL AND last.dossier_id IS NOT NULL AND last.due_after IS NULL
UNION ALL
SELECT code || ': promised_at is not what its last apology says' FROM dossiers_dossier dossier
LEFT JOIN (
    SELECT dossier_id, max(promised_at) AS promised_at FROM dossiers_apology GROUP BY dossier_id
) apology ON apology.dossier_id = dossier.id
WHERE dossier.promised_at IS DISTINCT FROM apology.promised_at
UNION ALL
SELECT code || ': due before the day of reception' FROM dossiers_dossier
WHERE (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
"""

# One step after another without a gap, and the last one says where the dossier lies.
STEPS_ASTRAY = """
WITH step AS (
    SELECT *, lag(position, 1, 0::smallint) OVER way AS position_before, lag(ended_at) OVER way AS ended_before,
           lead(position) OVER way IS NULL AS is_last
    FROM dossiers_step WINDOW way AS (PARTITION BY dossier_id ORDER BY position)
)
SELECT dossier.code || ', step ' || position || ': ' || fault
FROM step JOIN dossiers_dossier dossier ON dossier.id = dossier_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN position <> position_before + 1 THEN 'the one before it is missing' END),
    (CASE WHEN position > 1 AND begun_at IS DISTINCT FROM ended_before
        THEN 'does not begin when the one before it ends' END),
    (CASE WHEN position = 1 AND begun_at <> received_at THEN 'does not begin with the reception' END),
    (CASE WHEN is_last AND agency_id IS DISTINCT FROM holding_agency_id AND ended_at IS NULL
        THEN 'another agency holds the dossier' END),
    (CASE WHEN is_last AND (ended_at IS NULL) <> (state NOT IN ('handed_back', 'withdrawn', 'stopped'))
        THEN 'has not ended as the dossier has' END)
) faults (fault) WHERE fault IS NOT NULL
UNION ALL
SELECT code || ': held by an agency without a step' FROM dossiers_dossier dossier
WHERE holding_agency_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM dossiers_step step WHERE step.dossier_id = dossier.id AND step.ended_at IS NULL)
"""

# What was received on paper was typed in later, and its one event of reception says the same.
FROM_BOOK_WRONG = """
SELECT code || ': entered from the paper book before it was received' FROM dossiers_dossier
WHERE entered_from_book_at < received_at
UNION ALL
SELECT code || ': number ' || paper_number || ' of the paper book, its event says otherwise'
FROM dossiers_dossier dossier
WHERE entered_from_book_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM dossiers_dossierevent event
    WHERE event.dossier_id = dossier.id AND event.kind = 'received'
      AND event.data ->> 'paper_number' = dossier.paper_number
      AND (event.data ->> 'entered_at')::timestamptz = dossier.entered_from_book_at
)
"""

SLIPS_CHANGED = """
SELECT coalesce(dossier.code, 'enquiry ' || slip.enquiry_id) || ': slip ' || slip.kind || ' ' || slip.version
    || ' differs from its sha256'
FROM dossiers_slip slip LEFT JOIN dossiers_dossier dossier ON dossier.id = slip.dossier_id
WHERE encode(sha256(slip.content), 'hex') <> slip.sha256
"""

# What an enquiry became was received at its desk, not before it, and says so in its history.
ENQUIRIES_ASTRAY = """
SELECT 'enquiry ' || enquiry.id || ': became ' || dossier.code || ', ' || fault
FROM dossiers_enquiry enquiry
JOIN dossiers_dossier dossier ON dossier.id = enquiry.dossier_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN dossier.receiving_desk_id <> enquiry.desk_id THEN 'received at another desk' END),
    (CASE WHEN dossier.received_at < enquiry.made_at THEN 'received before it' END),
    (CASE WHEN NOT EXISTS (
        SELECT FROM dossiers_dossierevent event WHERE event.dossier_id = dossier.id
        AND event.kind = 'received' AND event.data ->> 'enquiry' = enquiry.number
    ) THEN 'whose history does not say so' END)
) faults (fault) WHERE fault IS NOT NULL
"""

# What is printed on them came from one office to one desk, and stays as it was printed.
HANDOVER_LISTS_ASTRAY = """
SELECT unit.name || ' (' || unit.code || '), ' || list.number || '/' || list.year || ': ' || fault
FROM dossiers_handoverlist list JOIN units_administrativeunit unit ON unit.id = list.unit_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN encode(sha256(list.content), 'hex') <> list.sha256 THEN 'differs from its sha256' END),
    (CASE WHEN list.number > 1 AND NOT EXISTS (
        SELECT FROM dossiers_handoverlist before
        WHERE before.unit_id = list.unit_id AND before.year = list.year AND before.number = list.number - 1
    ) THEN 'nobody has the number before it' END),
    (CASE WHEN NOT EXISTS (SELECT FROM dossiers_handoverentry WHERE list_id = list.id) THEN 'is empty' END),
    (CASE WHEN EXISTS (
        SELECT FROM dossiers_handoverentry entry JOIN dossiers_step step ON step.id = entry.step_id
        LEFT JOIN dossiers_step before
            ON before.dossier_id = step.dossier_id AND before.position = step.position - 1
        WHERE entry.list_id = list.id
          AND (step.desk_id IS DISTINCT FROM list.desk_id OR before.agency_id IS DISTINCT FROM list.agency_id)
    ) THEN 'names a result that went another way' END)
) faults (fault) WHERE fault IS NOT NULL
"""

VERSIONS_AT_ONCE = """
SELECT procedure.code || ': two versions in force at once, ' || one.id || ' and ' || other.id
FROM procedures_procedureversion one
JOIN procedures_procedureversion other ON other.procedure_id = one.procedure_id AND other.id > one.id
 AND daterange(one.valid_from, one.valid_to, '[]') && daterange(other.valid_from, other.valid_to, '[]')
JOIN procedures_procedure procedure ON procedure.id = one.procedure_id
"""

# That its version ended before it was put up is no fault: decisions are often published after the day they hold from.
POSTED_WRONGLY = f"""
SELECT procedure.code || ' at ' || unit.name || ' (' || unit.code || '): ' || fault
FROM procedures_posting posting
JOIN procedures_procedureversion version ON version.id = posting.version_id
JOIN procedures_procedure procedure ON procedure.id = version.procedure_id
JOIN units_servicedesk desk ON desk.id = posting.desk_id
JOIN units_administrativeunit unit ON unit.id = desk.unit_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN posting.place = 'board' AND procedure.level <>
        CASE WHEN unit.kind IN ('province', 'district') THEN unit.kind ELSE 'commune' END
        THEN 'hangs at a desk of another level' END),
    (CASE WHEN posting.posted_on < version.valid_from - {POSTED_AHEAD.days}
        THEN 'posted long before its version is in force' END),
    (CASE WHEN NOT daterange(unit.valid_from, unit.valid_to, '[]') @> posting.posted_on
        THEN 'posted when there was no such unit' END)
) faults (fault) WHERE fault IS NOT NULL
"""

# The roll and the ballot box know nothing of each other, but they hold as many. A card need not name a dossier.
ANSWERS_ASTRAY = """
WITH rated AS (
    SELECT dossier.returning_desk_id AS desk_id, version.procedure_id,
           date_trunc('month', dossier.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month, count(*) AS surveys
    FROM satisfaction_survey survey
    JOIN dossiers_dossier dossier ON dossier.id = survey.dossier_id
    JOIN procedures_procedureversion version ON version.id = dossier.version_id
    GROUP BY 1, 2, 3
), answered AS (
    SELECT desk_id, procedure_id, month, count(*) AS answers
    FROM satisfaction_answer WHERE is_of_dossier GROUP BY 1, 2, 3
), batch AS (
    SELECT batch.*, (SELECT count(*) FROM satisfaction_answer WHERE batch_id = batch.id) AS answers,
           (SELECT count(*) FROM satisfaction_card WHERE batch_id = batch.id) AS cards
    FROM satisfaction_cardbatch batch
), astray AS (
    SELECT desk_id, procedure.code || ' of ' || to_char(month, 'MM/YYYY') || ': ' || coalesce(surveys, 0)
           || ' dossiers rated, ' || coalesce(answers, 0) || ' answers' AS fault
    FROM rated FULL JOIN answered USING (desk_id, procedure_id, month)
    JOIN procedures_procedure procedure ON procedure.id = procedure_id
    WHERE surveys IS DISTINCT FROM answers
    UNION ALL
    SELECT desk_id, 'envelope "' || label || '": ' || card_count || ' cards, ' || answers || ' answers, no reason given'
    FROM batch WHERE sealed_at IS NOT NULL AND card_count <> answers AND difference = ''
    UNION ALL
    SELECT desk_id, 'envelope "' || label || '": sealed, but ' || cards || ' cards are left in it'
    FROM batch WHERE sealed_at IS NOT NULL AND cards > 0
    UNION ALL
    SELECT desk_id, 'envelope "' || label || '": not sealed, but ' || answers || ' answers came out of it'
    FROM batch WHERE sealed_at IS NULL AND answers > 0
)
SELECT unit.name || ' (' || unit.code || '): ' || fault
FROM astray
JOIN units_servicedesk desk ON desk.id = desk_id
JOIN units_administrativeunit unit ON unit.id = desk.unit_id
"""

# A mail is written together with the job that sends it.
MAILS_WITHOUT_A_JOB = """
SELECT 'mail ' || mail.id || ' (' || mail.key || '): not sent, and no job will' FROM jobs_mail mail
WHERE mail.sent_at IS NULL AND NOT EXISTS (
    SELECT FROM django_tasks_database_dbtaskresult job
    WHERE job.task_path = 'jobs.outbox.send' AND job.finished_at IS NULL
      AND job.args_kwargs -> 'args' ->> 0 = mail.id::text
)
"""

WITHOUT_AGENCY = """
SELECT dossier.code || ': no agency is competent' FROM dossiers_dossier dossier
LEFT JOIN units_agency agency ON agency.id = dossier.competent_agency_id AND agency.kind = 'committee'
WHERE dossier.finished_at IS NULL AND agency.id IS NULL
"""


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


STORED = (DossierFile, SignedScan)


def number_of_files() -> int:
    return sum(scans.objects.count() for scans in STORED)


def unsound_files() -> Iterator[str]:
    yield from changed_files()
    yield from stray_files()


def changed_files() -> Iterator[str]:
    papers = DossierFile.objects.annotate(code=F("document__dossier__code"))
    signed = SignedScan.objects.annotate(code=F("slip__dossier__code"))
    for file in chain(papers.iterator(chunk_size=1000), signed.iterator(chunk_size=1000)):
        code = file.code
        try:
            with files.open_stored(file.path) as stored:
                if hashlib.file_digest(stored, "sha256").hexdigest() != file.sha256:
                    yield f"{code}: file {file.path} differs from its sha256"
        except OSError:
            yield f"{code}: file {file.path} is missing"


def stray_files() -> Iterator[str]:
    """Those in MEDIA_ROOT that no row names. One of today may be of a form that is being saved just now."""
    old = time.time() - 24 * 60 * 60  # of the machine, as the files' own times are
    found = (Path(folder, name) for folder, _, names in os.walk(settings.MEDIA_ROOT) for name in names)
    paths = (path for path in found if written_at(path) < old)
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
    Check("postings", "postings", number_of("procedures_posting"), lines_of(POSTED_WRONGLY)),
    Check(
        "competent agencies",
        "open dossiers",
        number_of("dossiers_dossier", "finished_at IS NULL"),
        lines_of(WITHOUT_AGENCY),
    ),
    Check("answers", "answers", number_of("satisfaction_answer"), lines_of(ANSWERS_ASTRAY)),
    Check("mail", "mails", number_of("jobs_mail"), lines_of(MAILS_WITHOUT_A_JOB)),
    Check("reports", "months", lambda: len(months()), unsound_reports),
)
