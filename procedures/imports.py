"""Taking over the catalogue of procedures from a table, as often as one likes: only what differs is written."""

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from procedures.catalogue import COLUMNS, tidy
from procedures.content import over, with_decision_of
from procedures.import_rows import entries_of
from procedures.matching import Catalogue
from procedures.models import Fee, FeeKind, Procedure, ProcedureVersion
from procedures.stored import COLUMNS as VERSION_COLUMNS
from procedures.stored import WHOLE, Parts, content_of, fill
from units.imports import lock_table
from units.tables import Counts, Faults, Progress, read_table

BATCH = 200  # rows; their papers are what memory is needed for
ONE_DAY = timedelta(days=1)


def import_procedures(path, *, today: date, dry_run=False, progress=None) -> Counts:
    """Take over a table with the columns of the catalogue; all of it or nothing.

    A procedure is known by level and code, or by level and name where the row has no code or the procedure none but a
    local one. A row is compared with the version in force on its effective_from, or `today`. If it differs, a version
    starts that day and lasts until the next one's start; one that starts that very day is amended unless dossiers use
    it, else the change begins the next day. A fee that differs alone is dated itself. What the table has no column for
    (`content.over`) is kept. Raises TableFaults, OSError.
    """
    rows = (progress or Progress()).over(read_table(path, columns=COLUMNS))
    with transaction.atomic():
        lock_table(Procedure)
        faults, counts = Faults(), Counts()
        catalogue = Catalogue(faults)
        entries = entries_of(faults.within(rows), faults)
        while batch := list(itertools.islice(entries, BATCH)):
            _take(batch, catalogue, today, faults, counts)
        faults.raise_if_any()
        transaction.set_rollback(dry_run)
    return counts


@dataclass
class _Writes:
    """What a batch writes, in the order in which it can be written."""

    procedures: list = field(default_factory=list)
    coded: list = field(default_factory=list)
    shortened: list = field(default_factory=list)
    amended: list = field(default_factory=list)
    noted: list = field(default_factory=list)  # only their provenance differs
    versions: list = field(default_factory=list)
    parts: Parts = field(default_factory=Parts)
    shortened_fees: list = field(default_factory=list)
    amended_fees: list = field(default_factory=list)
    fees: list = field(default_factory=list)

    def save(self):
        Procedure.objects.bulk_create(self.procedures)
        Procedure.objects.bulk_update(self.coded, ["code", "local_code"])
        ProcedureVersion.objects.bulk_update(self.shortened, ["valid_to"])
        ProcedureVersion.objects.bulk_update(self.amended, [*VERSION_COLUMNS, "sector", "decision", "provenance"])
        ProcedureVersion.objects.bulk_update(self.noted, ["provenance"])
        ProcedureVersion.objects.bulk_create(self.versions)
        self.parts.save(in_place_of=[version.pk for version in self.amended])
        Fee.objects.bulk_update(self.shortened_fees, ["valid_to"])
        Fee.objects.bulk_update(self.amended_fees, ["amount"])
        Fee.objects.bulk_create(self.fees)


def _take(batch, catalogue, today, faults, counts):
    for entry in batch:
        catalogue.look_at_decision(entry)
    met = [(entry, known) for entry in batch for known, is_first in catalogue.procedures_of(entry) if is_first]
    if faults:
        return  # the rest is only looked through for more
    stored = _stored(known.pk for _, known in met if known.pk)
    writes, new = _Writes(), []
    for entry, known in met:
        procedure = stored.get(known.pk)
        if procedure is None:
            new.append((known, _add(entry, known, catalogue, writes)))
            entry.outcomes.add("added")
            continue
        changes = _change(entry, known, procedure, catalogue, today, faults, writes)
        entry.outcomes.add("changed" if changes else "unchanged")
    if faults:
        return
    writes.save()
    for known, procedure in new:
        known.pk = procedure.pk
    for entry in batch:
        _count(entry, counts)


def _stored(pks):
    procedures = Procedure.objects.prefetch_related("fees", *(f"versions__{part}" for part in WHOLE))
    return procedures.in_bulk(list(pks))


def _count(entry, counts):
    """A row counts once: as added if all its procedures are new, as unchanged if nothing became of any."""
    if entry.outcomes == {"added"}:
        counts.added += 1
    elif entry.outcomes <= {"unchanged"}:
        counts.unchanged += 1
    else:
        counts.changed += 1


def _add(entry, known, catalogue, writes):
    procedure = Procedure(level=known.level, code=known.code)
    writes.procedures.append(procedure)
    version = ProcedureVersion(procedure=procedure, valid_from=entry.effective_from)
    _write(version, entry.content, entry, catalogue, writes.versions, writes)
    writes.fees.append(Fee(procedure=procedure, amount=entry.fee, valid_from=entry.effective_from))
    return procedure


def _change(entry, known, procedure, catalogue, today, faults, writes):
    """Whether the row makes any difference to `procedure`."""
    is_coded = entry.code not in ("", known.code, known.local_code)
    if is_coded:
        catalogue.give_code(known, entry.code)
        procedure.code, procedure.local_code = known.code, known.local_code
        writes.coded.append(procedure)
    day = entry.effective_from or today
    day, is_changed = _change_version(entry, procedure, day, catalogue, writes)
    is_fee_changed = _change_fee(entry, procedure, day, faults, writes)
    return is_coded or is_changed or is_fee_changed


def _change_version(entry, procedure, day, catalogue, writes):
    """The day on which the row's content is in force, and whether anything had to be written for that."""
    versions, content = list(procedure.versions.all()), entry.content
    while current := _in_force(versions, day):
        known = content_of(current)
        content = over(known, entry.content)
        if with_decision_of(known, content) == known:
            return day, _note_provenance(current, entry, writes)
        if current.valid_from != day:
            break
        if not _is_used(current):
            _write(current, content, entry, catalogue, writes.amended, writes)
            return day, True
        day += ONE_DAY
    if current:
        current.valid_to = day - ONE_DAY
        writes.shortened.append(current)
    version = ProcedureVersion(procedure=procedure, valid_from=day, valid_to=_day_before_next(versions, day))
    _write(version, content, entry, catalogue, writes.versions, writes)
    return day, True


def _in_force(rows, day):
    return next((row for row in rows if row.is_in_force_on(day)), None)


def _day_before_next(rows, day):
    later = [row.valid_from for row in rows if row.valid_from and row.valid_from > day]
    return min(later) - ONE_DAY if later else None


def _is_used(version):
    """Whether dossiers were received with it. The lock keeps new ones out until this import is through."""
    ProcedureVersion.objects.select_for_update().get(pk=version.pk)
    return version.dossiers.exists()


def _note_provenance(version, entry, writes):
    """Where the data are from is no matter of law: it is noted without a new version."""
    if tidy(version.provenance) == entry.provenance:
        return False
    version.provenance = entry.provenance
    writes.noted.append(version)
    return True


def _write(version, content, entry, catalogue, among, writes):
    """`version` begins with `content`, or what it had is amended, as `among` says."""
    fill(version, content, catalogue.pointed)
    version.provenance = entry.provenance
    among.append(version)
    writes.parts.add(version, content)


def _change_fee(entry, procedure, day, faults, writes):
    fees = [fee for fee in procedure.fees.all() if not fee.channel]
    current = [fee for fee in fees if fee.is_in_force_on(day)]
    if procedure.fee_on(day) == entry.fee:
        return False
    if len(current) > 1:
        what = _("this procedure has both a fee and a charge; change them in the administration pages")
        faults.add(entry.number, "fee_vnd", what)
        return False
    [fee] = current or [None]
    if fee and fee.valid_from == day:
        fee.amount = entry.fee
        writes.amended_fees.append(fee)
        return True
    if fee:
        fee.valid_to = day - ONE_DAY
        writes.shortened_fees.append(fee)
    kind = fee.kind if fee else FeeKind.CHARGE
    same_kind = [other for other in fees if other.kind == kind]
    valid_to = _day_before_next(same_kind, day)
    writes.fees.append(Fee(procedure=procedure, kind=kind, amount=entry.fee, valid_from=day, valid_to=valid_to))
    return True
