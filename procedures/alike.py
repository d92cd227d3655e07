"""Many procedures changed alike: of each what it was and would be, to be looked at before anything is changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from procedures.content import Content
from procedures.edits import Edit
from procedures.models import DecisionLine, Handling, LineKind, Procedure, ProcedureVersion, PublicationDecision
from procedures.stored import content_of, versions_on
from procedures.wording import Change, Span, changes


@dataclass(frozen=True)
class Row:
    """One of them: its content, or its handling, before and after; left out where there is a `fault`."""

    procedure: Procedure
    name: str
    before: Content | Handling | None
    after: Content | Handling | None
    fault: str = ""
    line: DecisionLine | None = None  # by which the draft speaks of it already

    @property
    def is_changed(self) -> bool:
        return not self.fault and self.before != self.after

    @property
    def changes(self) -> list[Change]:
        if isinstance(self.after, Content):
            return changes(self.before, self.after)
        was, becomes = Span(str(self.before.label), "gone"), Span(str(self.after.label), "come")
        return [Change("handling", Procedure._meta.get_field("handling").verbose_name, [[was]], [[becomes]])]


@dataclass(frozen=True)
class Alike:
    """What would become of all that were chosen."""

    rows: tuple[Row, ...]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.is_changed]

    @property
    def left_out(self) -> list[Row]:
        return [row for row in self.rows if row.fault]

    @property
    def unchanged_count(self) -> int:
        return len(self.rows) - len(self.changed) - len(self.left_out)

    @property
    def stamp(self) -> str:
        """Differs if anything of it does: what is done is what was looked at."""
        seen = [(row.procedure.pk, row.before, row.after, str(row.fault)) for row in self.rows]
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def handled_alike(procedures: Iterable[Procedure], handling: str, day: date) -> Alike:
    """What all units of their level do with them; units that differ go on so."""
    versions = ProcedureVersion.objects.filter(procedure__in=procedures).named_on(day)
    known = [versions[each.pk] for each in procedures if each.pk in versions]
    return Alike(
        tuple(
            Row(version.procedure, version.name, Handling(version.procedure.handling), Handling(handling))
            for version in known
        )
    )


def edited_alike(procedures: Iterable[Procedure], edit: Edit, day: date) -> Alike:
    """What they ask for on `day`, and would."""
    return Alike(tuple(_row(each, version, None, edit, day) for each, version in versions_on(procedures, day).items()))


def drafted_alike(procedures: Iterable[Procedure], edit: Edit, decision: PublicationDecision, today: date) -> Alike:
    """What they ask for on the draft's day, or as a line of it says already, and would by the draft."""
    day = decision.effective_from or today
    lines = {line.procedure_id: line for line in decision.lines.exclude(procedure=None)}
    versions = versions_on(procedures, day)
    return Alike(tuple(_row(each, version, lines.get(each.pk), edit, day) for each, version in versions.items()))


def _row(procedure, version, line, edit, day):
    if line and line.kind == LineKind.ABOLISH:
        return Row(procedure, version.name if version else line.code, None, None, _("The draft abolishes it."), line)
    if line is None and version is None:
        said = _("It is not in force on %(day)s: there is nothing to amend.") % {"day": f"{day:%d/%m/%Y}"}
        return Row(procedure, procedure.code, None, None, said)
    before = line.content if line else content_of(version)
    if fault := edit.fault(before):
        return Row(procedure, before.name, before, before, fault, line)
    return Row(procedure, before.name, before, edit(before), line=line)
