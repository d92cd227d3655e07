"""The lines of a decision from a table with the catalogue's columns: what each row would draft, or why it cannot."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from procedures.catalogue import COLUMNS, same_name
from procedures.content import Charge, Content, over
from procedures.import_rows import entries_of
from procedures.matching import Catalogue
from procedures.models import FeeKind, LineKind, Procedure, PublicationDecision
from procedures.stored import WHOLE, content_of
from procedures.wording import changed_in_words
from units.models import Level
from units.tables import Faults, read_table


@dataclass(frozen=True)
class RowLine:
    """What a row of the table says of one procedure; `procedure` is None for a new one."""

    row: int
    level: str
    code: str
    content: Content
    procedure: Procedure | None
    effective_from: date | None  # where it is not the decision's
    charges: tuple[Charge, ...] | None  # of a new one
    changed: list[str] = field(default_factory=list)  # the names of what is asked for otherwise

    @property
    def kind(self) -> LineKind:
        return LineKind.AMEND if self.procedure else LineKind.ADD

    @property
    def level_in_words(self) -> str:
        return Level(self.level).label

    @property
    def changes_nothing(self) -> bool:
        return self.procedure is not None and not self.changed


class _Added:
    """What the decision adds already: known by its code, or by its name where it or the row has none."""

    def __init__(self, decision):
        lines = list(decision.lines.filter(procedure=None))
        self.codes = {(line.level, line.code) for line in lines if line.code}
        self.names = {(line.level, same_name(line.content.name), bool(line.code)) for line in lines}

    def has(self, level, entry):
        name = same_name(entry.content.name)
        if (level, name, False) in self.names:
            return True
        return (level, entry.code) in self.codes if entry.code else (level, name, True) in self.names


def lines_from(path, decision: PublicationDecision, *, today: date) -> list[RowLine]:
    """A row that is known by level and code, or by level and name, amends; another adds. Nothing is written.

    A row is laid over what is asked for on its day (`content.over`). Raises TableFaults, OSError.
    """
    faults = Faults()
    catalogue = Catalogue(faults)
    spoken_of = set(decision.lines.exclude(procedure=None).values_list("procedure", flat=True))
    added = _Added(decision)
    found = []
    for entry in entries_of(faults.within(read_table(path, columns=COLUMNS)), faults):
        _look_at_decision(entry, decision, faults)
        for known, is_first in catalogue.procedures_of(entry):
            if not is_first:
                faults.add(entry.number, "code", _("is the same procedure as row %(row)d"), row=known.row)
            elif known.pk in spoken_of or (known.pk is None and added.has(known.level, entry)):
                what = _("the decision says something of %(code)s already: take its line out, or this row")
                faults.add(entry.number, "code", what, code=entry.code or entry.content.name)
            else:
                found.append((entry, known))
    faults.raise_if_any()
    procedures = _stored(known.pk for _entry, known in found if known.pk)
    lines = [_line(entry, known, procedures.get(known.pk), decision, today, faults) for entry, known in found]
    faults.raise_if_any()
    return lines


def _look_at_decision(entry, decision, faults):
    number, issued_on = entry.content.decision_number, entry.content.decision_date
    if number and number != decision.number or issued_on and issued_on != decision.issued_on:
        what = _("names another decision than %(decision)s, whose lines these are")
        faults.add(entry.number, "decision_number" if number else "decision_date", what, decision=decision)


def _stored(keys: Iterable[int]) -> dict[int, Procedure]:
    return Procedure.objects.prefetch_related("fees", *(f"versions__{part}" for part in WHOLE)).in_bulk(list(keys))


def _line(entry, known, procedure, decision, today, faults):
    day = entry.effective_from or decision.effective_from or today
    own_day = entry.effective_from if entry.effective_from != decision.effective_from else None
    told = replace(entry.content, decision_number="", decision_date=None)
    if procedure is None:
        charges = () if entry.fee is None else (Charge(FeeKind.CHARGE, entry.fee),)
        return RowLine(entry.number, known.level, entry.code, told, None, own_day, charges)
    version = next((version for version in procedure.versions.all() if version.is_in_force_on(day)), None)
    if version is None:
        named = {"code": procedure.code, "day": f"{day:%d/%m/%Y}"}
        faults.add(entry.number, "code", _("%(code)s is not in force on %(day)s: there is nothing to amend"), **named)
        return None
    if entry.fee not in (None, procedure.fee_on(day), procedure.fee_on(today)):
        what = _("is not what is paid: a line that amends changes no fee. Set it on the page of %(code)s, under fees")
        faults.add(entry.number, "fee_vnd", what, code=procedure.code)
    before = content_of(version)
    content = replace(over(before, told), decision_number=before.decision_number, decision_date=before.decision_date)
    changed = changed_in_words(before, content)
    return RowLine(entry.number, known.level, procedure.code, content, procedure, own_day, None, changed)


def procedures_with(codes: Iterable[str], level: str) -> tuple[QuerySet[Procedure], list[str]]:
    """The procedures of `level` with `codes`, and which of these none has."""
    codes = list(dict.fromkeys(codes))
    found = Procedure.objects.filter(level=level, code__in=codes)
    known = set(found.values_list("code", flat=True))
    return found, [code for code in codes if code not in known]
