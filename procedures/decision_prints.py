"""What a publication decision brings a unit on paper; in Vietnamese, whatever language the reader chose."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils.translation import override

from procedures.content import Content
from procedures.decisions import PlannedLine, done_by, start_of
from procedures.fitting import fitted
from procedures.models import (
    Handling,
    LineKind,
    Posting,
    PostingPlace,
    Procedure,
    ProcedureAtUnit,
    ProcedureVersion,
    PublicationDecision,
)
from procedures.posting_sheets import PRINTED, decision_in_words, office_of, sheets_of
from procedures.posting_words import News
from procedures.postings import place_of
from procedures.prints.decision import (
    Acknowledgement,
    Decided,
    Hanging,
    Item,
    ToPost,
    ToTakeDown,
    render_acknowledgement,
    render_all,
    render_to_post,
    render_to_take_down,
)
from procedures.prints.sheet import Office, PostingSheet
from procedures.stored import content_of
from procedures.wording import Change, changes, joined
from units.models import AdministrativeUnit

GROUPS = {
    LineKind.ADD: "Mới ban hành",
    LineKind.AMEND: "Sửa đổi, bổ sung",
    LineKind.REPLACE: "Thay thế",
    LineKind.ABOLISH: "Bị bãi bỏ",
}
SHORT = 100  # characters of what stood and what stands, to be told side by side
LISTS = {part.name for part in fields(Content) if part.default == ()}
WHERE = {PostingPlace.BOARD: "bảng niêm yết", PostingPlace.PORTAL: "cổng thông tin của đơn vị"}


@dataclass
class Brought:
    """What an applied `decision` brings `unit`: its lines that concern it, the versions begun and ended there."""

    decision: PublicationDecision
    unit: AdministrativeUnit
    today: date

    @cached_property
    def lines(self) -> list[PlannedLine]:
        here = [planned for planned in done_by(self.decision) if planned.line.level == self.unit.level]
        prefetch_related_objects([version for planned in here for version in planned.ends], "procedure")
        return [planned for planned in here if self._concerns(planned)]

    @cached_property
    def begun(self) -> dict[int, ProcedureVersion]:
        """By the key of the line; a procedure that does not apply there is none."""
        lines = [planned.line for planned in self.lines if self.applies(planned.line.procedure, planned.day)]
        versions = ProcedureVersion.objects.filter(line__in=lines).select_related("procedure")
        return {version.line_id: version for version in versions.prefetch_related(*PRINTED)}

    @property
    def to_post(self) -> list[ProcedureVersion]:
        """What begins there, in the order of the lines."""
        return [self.begun[planned.line.pk] for planned in self.lines if planned.line.pk in self.begun]

    @cached_property
    def ended(self) -> list[ProcedureVersion]:
        return [version for planned in self.lines for version in self.ends(planned)]

    @cached_property
    def changes(self) -> dict[int, list[Change]]:
        """By the key of the line, of what it amended."""
        with override("vi"):
            return {
                planned.line.pk: changes(planned.before, content_of(self.begun[planned.line.pk]))
                for planned in self.lines
                if planned.line.kind == LineKind.AMEND and planned.line.pk in self.begun
            }

    @cached_property
    def office(self) -> Office:
        return office_of(self.unit, self.today)

    @cached_property
    def sheets(self) -> list[PostingSheet]:
        """The sheets of `to_post` with their sizes, as far as those are known yet."""
        news = {self.begun[line].pk: News.of(found) for line, found in self.changes.items()}
        return fitted(self.office, sheets_of(self.to_post, self.unit, today=self.today, news=news))

    @property
    def is_empty(self) -> bool:
        return not self.lines

    def ends(self, planned: PlannedLine) -> list[ProcedureVersion]:
        """What `planned` ended of what applied there until then."""
        return [version for version in planned.ends if self.applies(version.procedure, version.valid_to)]

    def _concerns(self, planned):
        begins = planned.line.kind != LineKind.ABOLISH and self.applies(planned.line.procedure, planned.day)
        return begins or bool(self.ends(planned))

    def applies(self, procedure: Procedure, day: date) -> bool:
        return procedure.handling_on(day, self._exceptions[procedure.pk]) != Handling.NOT_APPLIED

    @cached_property
    def _exceptions(self):
        found = defaultdict(list)
        for exception in ProcedureAtUnit.objects.filter(unit=self.unit):
            found[exception.procedure_id].append(exception)
        return found


def print_to_post(brought: Brought) -> bytes:
    return render_to_post(to_post(brought), printed_at=start_of(brought.today))


def print_to_take_down(brought: Brought) -> bytes:
    return render_to_take_down(to_take_down(brought), printed_at=start_of(brought.today))


def print_acknowledgement(brought: Brought) -> bytes:
    return render_acknowledgement(acknowledgement(brought), printed_at=start_of(brought.today))


def print_all(brought: Brought) -> bytes:
    parts = to_post(brought), to_take_down(brought), acknowledgement(brought)
    return render_all(*parts, printed_at=start_of(brought.today))


def to_post(brought: Brought) -> ToPost:
    """What is new, amended, replaced and abolished, and the sheets to hang with what changed in bold."""
    return ToPost(
        office=brought.office,
        decided=_decided(brought),
        groups=_groups(brought),
        sheets=tuple(brought.sheets),
    )


def to_take_down(brought: Brought) -> ToTakeDown:
    """The list of sheets that no longer hold, each with since when it hangs."""
    place = place_of(brought.unit)
    up = Posting.objects.filter(desk__unit=brought.unit, place=place, removed_on=None, version__in=brought.ended)
    since = dict(up.order_by().values_list("version", "posted_on"))
    return ToTakeDown(
        office=brought.office,
        decided=_decided(brought),
        where=WHERE[place],
        rows=tuple(_hanging(version, since.get(version.pk)) for version in brought.ended),
    )


def acknowledgement(brought: Brought) -> Acknowledgement:
    """What the unit signs and sends back to the one above."""
    above = brought.unit.parent
    return Acknowledgement(
        office=brought.office,
        decided=_decided(brought),
        where=WHERE[place_of(brought.unit)],
        sent_to=above.committee.name if above else "",
        to_post=tuple(version.procedure.code for version in brought.to_post),
        to_take_down=tuple(version.procedure.code for version in brought.ended),
    )


# By the name that stands in the address: what prints it, and what the file is called.
PARTS: dict[str, tuple[Callable[[Brought], bytes], str]] = {
    "to-post": (print_to_post, "to-niem-yet-moi"),
    "to-take-down": (print_to_take_down, "ban-phai-go"),
    "acknowledgement": (print_acknowledgement, "xac-nhan"),
    "all": (print_all, "niem-yet"),
}
WITH_SHEETS = {"to-post", "all"}


def _decided(brought):
    decision = brought.decision
    return Decided(called=decision_in_words(decision), about=decision.title)


def _groups(brought):
    by_kind = {kind: [] for kind in GROUPS}
    for planned in brought.lines:
        by_kind[planned.line.kind].append(_item(brought, planned))
    return tuple((GROUPS[kind], tuple(items)) for kind, items in by_kind.items())


def _item(brought, planned):
    line = planned.line
    day = f"{planned.day:%d/%m/%Y}"
    notes = []
    if line.kind == LineKind.REPLACE:
        notes = [f"thay thế: {version.name} ({version.procedure.code})" for version in brought.ends(planned)]
    elif line.kind == LineKind.AMEND:
        notes = [note for change in brought.changes.get(line.pk, ()) for note in _notes(change)]
    return Item(
        code=line.procedure.code,
        name=planned.name,
        day=f"hết hiệu lực từ ngày {day}" if line.kind == LineKind.ABOLISH else f"từ ngày {day}",
        notes=tuple(notes),
    )


def _notes(change):
    """What stood in the field and is gone; what came stands on the sheet, but for what can be said in a line."""
    gone, came = ([_text(spans) for spans in lines] for lines in (change.before, change.after))
    label = str(change.label).capitalize()
    if change.field in LISTS:
        yield from (f"{label}, bỏ: {text}" for text in gone)
        if came:
            yield f"{label}, thêm: {len(came)}"
    elif len(gone) == len(came) == 1 and len(gone[0]) + len(came[0]) < SHORT:
        yield f"{label}: {gone[0]} → {came[0]}"
    else:
        yield f"{label}: {'sửa đổi' if gone and came else 'bổ sung' if came else 'bỏ'}"


def _text(spans):
    return joined(span.text for span in spans)


def _hanging(version, since):
    return Hanging(
        code=version.procedure.code,
        name=version.name,
        decision=decision_in_words(version.decision) if version.decision else "",
        ended=f"{version.valid_to + timedelta(days=1):%d/%m/%Y}" if version.valid_to else "",
        hangs_since=f"{since:%d/%m/%Y}" if since else "",
    )
