"""Dossiers from elsewhere, row by row out of a table: all of them or none, however many there are.

A row is compared with what was first imported under its code, by a digest; what became of the dossier since, not.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain, islice

from django.db import connection, transaction

from dossiers.bulk import check_constraints_now, copy_rows, reserve_ids
from dossiers.import_rows import Entry, Reader
from dossiers.models import Dossier, DossierCounter, DossierEvent
from units.tables import Counts, Progress, Row, read_table

COLUMNS = (
    "code",
    "receiving_unit",
    "competent_unit",
    "procedure_code",
    "channel",
    "applicant_name",
    "applicant_id",
    "applicant_phone",
    "applicant_address",
    "received_at",
    "due_at",
    "finished_at",
    "returned_at",
    "outcome",
)
BATCH = 2000  # rows
TAKEN_OVER = tuple(name for name in Entry.__slots__ if name not in ("number", "counter"))
DOSSIER_FIELDS = ("id", "is_imported", "returning_desk_id", "first_due_at", "state", *TAKEN_OVER)
EVENT_FIELDS = ("dossier_id", "kind", "at", "state", "data")


def import_dossiers(path, *, now: datetime, dry_run: bool = False, progress: Progress | None = None) -> Counts:
    """Add the dossiers in the table at `path`. Raises TableFaults, OSError."""
    rows = (progress or Progress()).over(read_table(path, columns=COLUMNS))
    return add_dossiers(rows, now=now, dry_run=dry_run)


def add_dossiers(rows: Iterable[Row], *, now: datetime, dry_run: bool = False) -> Counts:
    """Add the dossiers that are not here yet; TableFaults, and nothing written, when any row is at fault.

    `rows` are read by another thread: they may not ask the database for anything.
    """
    reader = Reader(now)
    counts = Counts(changed=None)
    with transaction.atomic():
        # One import at a time: two of the same file would wait for each other's codes and then fail on them.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import_dossiers'))")
        for batch in _one_ahead(_batches(chain(reader.entries(rows), reader.waiting))):
            new = _save(batch, reader)
            counts.added += new
            counts.unchanged += len(batch) - new
        reader.faults.raise_if_any()
        transaction.set_rollback(dry_run)
    return counts


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(entries, BATCH)):
        yield batch


def _one_ahead(batches):
    """`batches`, the next one read by a thread of its own while PostgreSQL takes in the one before."""
    with ThreadPoolExecutor(1) as reading:
        upcoming = reading.submit(next, batches, None)
        while batch := upcoming.result():
            upcoming = reading.submit(next, batches, None)
            yield batch


def _save(batch: list[Entry], reader: Reader) -> int:
    """Write what is new in `batch` and say how much that is.

    Counters first: from then on no desk gives the numbers they pass (it waits for the end of the import), and those
    that it gave just before are seen.
    """
    _move_counters(batch)
    known = _known(entry.code for entry in batch)
    new = {}
    for entry in batch:
        if entry.code not in known:
            known[entry.code] = entry.digest
            new[entry.code] = entry
        elif known[entry.code] is None:
            reader.faults.add(entry.number, "code", f"{entry.code} was given to another dossier by this system")
        elif known[entry.code] != entry.digest:
            reader.faults.add(entry.number, "code", f"{entry.code} was imported before with other content")
    if new:
        pks = reserve_ids(Dossier, len(new))
        numbered = list(zip(pks, new.values(), strict=True))
        copy_rows(Dossier, DOSSIER_FIELDS, (_columns(pk, entry) for pk, entry in numbered))
        copy_rows(DossierEvent, EVENT_FIELDS, (event for pk, entry in numbered for event in entry.events(pk)))
        check_constraints_now()
    return len(new)


def _columns(pk, entry):
    taken_over = (getattr(entry, name) for name in TAKEN_OVER)
    return (pk, True, entry.receiving_desk_id, entry.due_at, entry.state, *taken_over)


def _known(codes):
    """The codes that are here already, each with the digest of its first import; None for one given here."""
    found = Dossier.objects.filter(code__in=list(codes)).values_list("code", "is_imported", "digest")
    return {code: digest if is_imported else None for code, is_imported, digest in found}


def _move_counters(batch):
    """Numbers that the imported codes use up are not given again: the counters go on after them, never back."""
    highest = {}
    for agency, day, number in filter(None, (entry.counter for entry in batch)):
        highest[agency, day] = max(number, highest.get((agency, day), 0))
    if not highest:
        return
    rows = [(agency, day, number) for (agency, day), number in sorted(highest.items())]
    table = connection.ops.quote_name(DossierCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS counter (agency_id, day, last) SELECT * FROM unnest(%s::bigint[], %s::date[], "
            "%s::smallint[]) ON CONFLICT (agency_id, day) DO UPDATE SET last = GREATEST(counter.last, EXCLUDED.last)",
            [list(column) for column in zip(*rows, strict=True)],
        )
