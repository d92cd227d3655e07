"""Taking over units, what became of them, and their offices, from the tables under `data/` or the like."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection, transaction

from units.models import (
    AdministrativeUnit,
    Agency,
    AgencyCode,
    AgencyKind,
    DeskKind,
    Level,
    ServiceDesk,
    UnitEvent,
    UnitEventKind,
    UnitKind,
)
from units.tables import FILE, Cells, Counts, Fault, Faults, Progress, TableFaults, read_header, read_table, shown
from units.text import normalise

UNITS = ("code", "name", "kind", "parent_code", "agency_code", "valid_from", "valid_to", "note")
EVENTS = ("effective", "event", "from_codes", "to_codes", "description", "source")
OFFICES = ("unit_code", "kind", "name")
TIERS = {Level.PROVINCE: 1, Level.DISTRICT: 2, Level.COMMUNE: 3}
# The commune's centre came with the two tiers: NĐ 118/2025/NĐ-CP.
COMMUNES_HAVE_CENTRES_FROM = date(2025, 7, 1)


def import_units(path, *, dry_run=False, progress=None) -> Counts:
    """Take over a table of units, of unit events or of offices, told apart by its header; all of it or nothing.

    A unit is known by code and valid_from and gets its committee, desk and agency code; an event by day, kind and
    description; an office by its unit and name. Raises TableFaults, OSError.
    """
    kinds = ((UNITS, _take_units), (EVENTS, _take_events), (OFFICES, _take_offices))
    header = set(read_header(path))
    take, columns = next(((take, columns) for columns, take in kinds if columns[0] in header), (None, None))
    if take is None:
        names = " nor ".join(columns[0] for columns, _ in kinds)
        what = f"is no table of units, unit events or offices: it has no column {names}"
        raise TableFaults([Fault(1, FILE, what)])
    optional = ("valid_from",) if take is _take_offices else ()
    rows = (progress or Progress()).over(read_table(path, columns=columns, optional=optional))
    with transaction.atomic():
        lock_table(AdministrativeUnit)
        faults, counts = Faults(), Counts()
        take(faults.within(rows), faults, counts)
        faults.raise_if_any()
        transaction.set_rollback(dry_run)
    return counts


def lock_table(model):
    """One import at a time: what is compared here must not change meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _save(instance, **values):
    """Whether `instance` had other `values` than these; they are saved."""
    changed = [name for name, value in values.items() if getattr(instance, name) != value]
    for name in changed:
        setattr(instance, name, values[name])
    if changed:
        instance.save(update_fields=changed)
    return bool(changed)


# Units


@dataclass
class _Draft:
    """A row of the table of units."""

    number: int
    code: str
    name: str
    kind: UnitKind
    parent_code: str
    agency_code: str
    valid_from: date | None
    valid_to: date | None
    note: str
    unit: AdministrativeUnit | None = field(default=None, compare=False)
    was_added: bool = field(default=False, compare=False)
    was_changed: bool = field(default=False, compare=False)

    @property
    def key(self):
        return self.code, self.valid_from

    @property
    def content(self):
        return self.name, self.kind, self.parent_code, self.agency_code, self.valid_to, self.note

    def fault(self, faults, column, text):
        faults.add(self.number, column, text)


def _take_units(rows, faults, counts):
    drafts = _unit_drafts(rows, faults, counts)
    known = {(unit.code, unit.valid_from): unit for unit in AdministrativeUnit.objects.select_related("parent")}
    faults.raise_if_any()
    _check_periods(drafts, known, faults)
    faults.raise_if_any()
    _save_units(drafts, known)
    _set_parents(drafts, faults)
    _set_agency_codes(drafts, faults)
    for draft in drafts:
        counts.added += draft.was_added
        counts.changed += draft.was_changed and not draft.was_added
        counts.unchanged += not (draft.was_changed or draft.was_added)


def _unit_drafts(rows, faults, counts):
    drafts = {}
    for row in rows:
        cells = Cells(row, faults)
        draft = _Draft(
            number=row.number,
            code=cells.text("code", longest=10, required=True),
            name=normalise(cells.text("name", longest=100, required=True)),
            kind=cells.choice("kind", UnitKind, required=True),
            parent_code=cells.text("parent_code"),
            agency_code=cells.text("agency_code", longest=35, required=True),
            valid_from=cells.date("valid_from"),
            valid_to=cells.date("valid_to"),
            note=cells.text("note", longest=200),
        )
        if draft.valid_from and draft.valid_to and draft.valid_to < draft.valid_from:
            draft.fault(faults, "valid_to", "lies before valid_from")
        first = drafts.setdefault(draft.key, draft)
        if first is not draft and first.content == draft.content:
            counts.unchanged += 1
        elif first is not draft:
            draft.fault(faults, "code", f"is the same unit as row {first.number}, with other content")
    return list(drafts.values())


def _check_periods(drafts, known, faults):
    """No two units may share a code, nor two committees an agency code, on one day."""
    in_file = {draft.key for draft in drafts}
    others = [unit for key, unit in known.items() if key not in in_file]
    by_code, by_agency_code = defaultdict(list), defaultdict(list)
    for unit in others:
        by_code[unit.code].append((unit.valid_from, unit.valid_to, f"{unit} known already"))
    agency_codes = AgencyCode.objects.exclude(agency__unit__in=[unit for key, unit in known.items() if key in in_file])
    for code in agency_codes.select_related("agency"):
        by_agency_code[code.code].append((code.valid_from, code.valid_to, f"{code.agency} known already"))
    for draft in drafts:
        for column, periods in (("code", by_code), ("agency_code", by_agency_code)):
            value = getattr(draft, column)
            for start, end, whose in periods[value]:
                if _overlap(draft.valid_from, draft.valid_to, start, end):
                    draft.fault(faults, column, f"{value} is in force in the same days for {whose}")
            periods[value].append((draft.valid_from, draft.valid_to, f"row {draft.number}"))


def _overlap(start, end, other_start, other_end):
    return (start is None or other_end is None or start <= other_end) and (
        other_start is None or end is None or other_start <= end
    )


def _save_units(drafts, known):
    """Shortened periods first, so that no two overlap on the way."""

    def lengthens(draft):
        unit = known.get(draft.key)
        return unit is None, unit is not None and (draft.valid_to or date.max) > (unit.valid_to or date.max)

    for draft in sorted(drafts, key=lengthens):
        values = {"name": draft.name, "kind": draft.kind, "valid_to": draft.valid_to, "note": draft.note}
        draft.unit = known.get(draft.key)
        if draft.unit is None:
            draft.unit = AdministrativeUnit.objects.create(code=draft.code, valid_from=draft.valid_from, **values)
            _open(draft.unit)
            draft.was_added = True
        else:
            draft.was_changed = _save(draft.unit, **values)
            _save(draft.unit.committee, name=committee_name(draft.unit))


def committee_name(unit):
    """Ủy ban nhân dân huyện Kim Sơn, xã Kim Định."""
    return f"Ủy ban nhân dân {unit.name[0].lower()}{unit.name[1:]}"


def _open(unit):
    """A new unit has its committee and its desk."""
    Agency.objects.create(unit=unit, kind=AgencyKind.COMMITTEE, name=committee_name(unit))
    if unit.level != Level.COMMUNE:
        ServiceDesk.objects.create(unit=unit, kind=DeskKind.CENTER, name="Trung tâm một cửa liên thông")
    elif unit.valid_from and unit.valid_from >= COMMUNES_HAVE_CENTRES_FROM:
        ServiceDesk.objects.create(unit=unit, kind=DeskKind.CENTER, name="Trung tâm Phục vụ hành chính công")
    else:
        ServiceDesk.objects.create(unit=unit, kind=DeskKind.DESK, name="Bộ phận Tiếp nhận và Trả kết quả")


def _set_parents(drafts, faults):
    """After all are saved: the table need not name parents before their children."""
    for draft in drafts:
        parent = _parent_of(draft) if draft.parent_code else None
        if draft.parent_code and parent is None:
            when = f"on {draft.valid_from}" if draft.valid_from else "in the days of this unit"
            draft.fault(faults, "parent_code", f"no unit {shown(draft.parent_code)} is in force {when}")
        elif parent and TIERS[parent.level] >= TIERS[draft.unit.level]:
            draft.fault(faults, "parent_code", f"{parent} is not of a higher level than {draft.name}")
        elif _save(draft.unit, parent=parent):
            draft.was_changed = True


def _parent_of(draft):
    """The unit with that code in force at the start; if it is since ever, the first in force in its days."""
    candidates = AdministrativeUnit.objects.filter(code=draft.parent_code)
    if draft.valid_from:
        return candidates.in_force_on(draft.valid_from).first()
    in_its_days = (unit for unit in candidates if _overlap(None, draft.valid_to, unit.valid_from, unit.valid_to))
    return min(in_its_days, key=lambda unit: unit.valid_from or date.min, default=None)


def _set_agency_codes(drafts, faults):
    """The committee's code in the unit's days; codes that administrators have split into periods are left alone."""
    changes = []
    for draft in drafts:
        codes = list(draft.unit.committee.codes.all())
        wanted = {"code": draft.agency_code, "valid_from": draft.valid_from, "valid_to": draft.valid_to}
        if len(codes) > 1:
            if draft.agency_code not in {code.code for code in codes}:
                text = "this unit has codes by period; change them in the administration pages"
                draft.fault(faults, "agency_code", text)
        elif not codes or any(getattr(codes[0], name) != value for name, value in wanted.items()):
            draft.was_changed = True
            changes.append(AgencyCode(pk=codes[0].pk if codes else None, agency=draft.unit.committee, **wanted))
    # Taken away before they are given anew: two committees may exchange theirs.
    AgencyCode.objects.filter(pk__in=[change.pk for change in changes if change.pk]).delete()
    AgencyCode.objects.bulk_create(changes)


# What became of units


def _take_events(rows, faults, counts):
    known = {
        (event.effective_on, event.kind, event.description): event
        for event in UnitEvent.objects.prefetch_related("from_units", "to_units")
    }
    seen = {}
    for row in rows:
        cells = Cells(row, faults)
        day, kind = cells.date("effective"), cells.choice("event", UnitEventKind, required=True)
        description = cells.text("description", longest=300, required=True)
        source = cells.text("source", longest=300)
        if day is None or kind is None:
            if not row["effective"]:
                cells.fault("effective", "is empty")
            continue
        befores = _units_with_codes(cells, "from_codes", day - timedelta(days=1))
        afters = _units_with_codes(cells, "to_codes", day, may_be_empty=kind == UnitEventKind.ABOLISH_DISTRICT)
        key, content = (day, kind, description), (befores, afters, source)
        first = seen.setdefault(key, (row.number, content))
        if first[1] != content:
            cells.fault("description", f"is the same event as row {first[0]}, with other content")
        elif first[0] != row.number or not _save_event(known.get(key), key, content, counts):
            counts.unchanged += 1


def _units_with_codes(cells, column, day, *, may_be_empty=False):
    codes = {code.strip() for code in cells.text(column, required=not may_be_empty).split(";")} - {""}
    units = {unit.code: unit for unit in AdministrativeUnit.objects.in_force_on(day).filter(code__in=codes)}
    for code in sorted(codes - units.keys()):
        cells.fault(column, f"no unit {shown(code)} is in force on {day}")
    return frozenset(units.values())


def _save_event(event, key, content, counts):
    """Whether anything was to be written."""
    (effective_on, kind, description), (befores, afters, source) = key, content
    if event is None:
        counts.added += 1
        event = UnitEvent.objects.create(effective_on=effective_on, kind=kind, description=description, source=source)
    elif (set(event.from_units.all()), set(event.to_units.all()), event.source) == content:
        return False
    else:
        counts.changed += 1
        _save(event, source=source)
    event.from_units.set(befores)
    event.to_units.set(afters)
    return True


# Offices


def _take_offices(rows, faults, counts):
    for row in rows:
        cells = Cells(row, faults)
        unit = _unit_of_office(cells)
        kind = cells.choice("kind", AgencyKind, required=True)
        name = normalise(cells.text("name", longest=150, required=True))
        if kind == AgencyKind.COMMITTEE:
            cells.fault("kind", "the committee comes with its unit")
        if faults:
            continue
        office, is_new = Agency.objects.get_or_create(unit=unit, name=name, defaults={"kind": kind})
        if is_new:
            counts.added += 1
        elif office.kind == AgencyKind.COMMITTEE:
            cells.fault("name", f"{name} is the committee itself")
        elif _save(office, kind=kind):
            counts.changed += 1
        else:
            counts.unchanged += 1


def _unit_of_office(cells):
    """By its code, and by its first day (valid_from) where several units have had the code."""
    code, first_day = cells.text("unit_code", required=True), cells.date("valid_from")
    units = list(AdministrativeUnit.objects.filter(code=code))
    if first_day:
        units = [unit for unit in units if unit.valid_from == first_day]
    if len(units) == 1:
        return units[0]
    if not units and code:
        cells.fault("unit_code", f"there is no unit {shown(code)}")
    elif units:
        cells.fault("unit_code", f"several units have had the code {code}; say which in a column valid_from")
    return None
