"""What a submitted report keeps: its lines as they were, and a digest over them and over the dossiers behind them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC

from django.utils import timezone

from procedures.models import Sector
from reports.behind import REMARKS
from reports.composing import LETTERS, LEVELS, Line, Report, Rows, Section
from reports.models import Submission, SubmissionCell
from reports.tallies import Figures
from units.models import AdministrativeUnit, Level
from units.text import fold

WHOLE_UNIT = 0  # the key of the one line of figures that were typed without sectors
WHOLE_UNIT_NAME = "Không chia theo lĩnh vực"
TYPED = "số liệu nhập tay"


@dataclass(frozen=True)
class Entry:
    """A line of one level as it is frozen; `typed` names the units whose figures in it were typed by hand."""

    key: int  # of the sector
    name: str
    figures: Figures
    typed: tuple[str, ...] = ()

    def __add__(self, other):
        typed = (*self.typed, *(name for name in other.typed if name not in self.typed))
        return Entry(self.key, self.name, self.figures + other.figures, typed)


Entries = dict[Level, dict[int, Entry]]


def entries_of_cells(unit: AdministrativeUnit, cells: Iterable[SubmissionCell]) -> Entries:
    """What the unit's own dossiers come to, by sector."""
    cells = list(cells)
    names = dict(Sector.objects.filter(pk__in={cell.sector_id for cell in cells}).values_list("pk", "name"))
    found = {}
    for cell in cells:
        line = Entry(cell.sector_id, names[cell.sector_id], figures_of_cell(cell))
        found[line.key] = found[line.key] + line if line.key in found else line
    return {unit.level: found}


def entries_typed(unit: AdministrativeUnit, lines: Mapping[int, Figures]) -> Entries:
    """What was typed, by the key of the sector, or of the whole unit in one line."""
    names = dict(Sector.objects.filter(pk__in=lines).values_list("pk", "name")) | {WHOLE_UNIT: WHOLE_UNIT_NAME}
    return {unit.level: {key: Entry(key, names[key], line, (unit.name,)) for key, line in lines.items()}}


def entries_kept(submission: Submission) -> Entries:
    return {
        Level(section["level"]): {
            line["key"]: Entry(line["key"], line["name"], Figures(**line["figures"]), tuple(line["typed"]))
            for line in section["lines"]
        }
        for section in submission.content["sections"]
    }


def summed(parts: Iterable[Entries]) -> Entries:
    """Level by level, sector by sector."""
    found = {}
    for entries in parts:
        for level, lines in entries.items():
            of_level = found.setdefault(level, {})
            for key, line in lines.items():
                of_level[key] = of_level[key] + line if key in of_level else line
    return found


def figures_of_cell(cell: SubmissionCell) -> Figures:
    """A dossier that is pending in time counts in no field of its own: it is what remains."""
    n, counted = len(cell.dossiers), {}
    for figure in (cell.came, cell.went):
        if figure in Figures.names():
            counted[figure] = n
    return Figures(**counted, **{name: getattr(cell, name) for name in REMARKS})


def content_of(
    entries: Entries, *, before: Submission | None, units: int, missing: Iterable[AdministrativeUnit]
) -> dict:
    """As it is kept: `before` is the report whose pending ones are carried over, `missing` are those without one."""
    return {
        "sections": [
            {"level": level.value, "lines": [_kept(line) for line in _in_order(entries[level])]}
            for level in LEVELS
            if level in entries
        ],
        "before": before and kept_of_before(before),
        "units": units,
        "missing": [[unit.code, unit.name] for unit in missing],
    }


def stamp(entries: Entries, parts: Iterable[Submission] = ()) -> str:
    """Stands for the figures, and the reports of others, that were shown: to tell whether they changed since."""
    columns = [
        (level, key, line.figures.received_online, line.figures.received_direct, line.figures.carried_over)
        + (line.figures.resolved_early, line.figures.resolved_on_time, line.figures.resolved_late)
        + (line.figures.pending_overdue,)
        for level, lines in sorted(entries.items())
        for key, line in sorted(lines.items())
    ]
    shown = [columns, sorted(part.sha256 for part in parts)]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def digest(submission: Submission, cells: Iterable[SubmissionCell], parts: Iterable[Submission]) -> str:
    """The sha256 of all that is frozen, in whatever order its cells and parts come."""
    head = {name: getattr(submission, name) for name in HEAD} | {
        "unit": [submission.unit_id, submission.unit.code],
        "first": submission.first.isoformat(),
        "last": submission.last.isoformat(),
        "form": submission.report_set.key,
        "submitted_at": submission.submitted_at.astimezone(UTC).isoformat(),
    }
    rows = sorted([getattr(cell, name) for name in CELL] for cell in cells)
    frozen = [head, submission.content, rows, sorted(part.sha256 for part in parts)]
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


HEAD = ("is_consolidated", "number", "is_typed", "last_event", "submitted_by_id")
CELL = ("sector_id", "came", "went", "dossiers", *REMARKS)


def report_of(submission: Submission) -> Report:
    """The frozen report, to be shown, printed and written as any other."""
    kept = entries_kept(submission)
    before = submission.content["before"]
    return Report(
        unit=submission.unit,
        period=submission.period,
        is_consolidated=submission.is_consolidated,
        rows=Rows.SECTOR,
        report_set=submission.report_set,
        sections=tuple(
            Section(
                letter, level, (submission.unit,) if level == submission.unit.level else (), _lines(submission, lines)
            )
            for letter, (level, lines) in zip(LETTERS, kept.items(), strict=False)
        ),
        pending_before=before and before["pending"],
        before=before_in_words(before),
        notes=tuple(_notes(submission, kept)),
        seal=seal_of(submission),
    )


def seal_of(submission: Submission) -> str:
    """What stands at the foot of a frozen report. Vietnamese, as the form is."""
    at = timezone.localtime(submission.submitted_at)
    return (
        f"Đã chốt số liệu lúc {at:%H:%M} ngày {at:%d/%m/%Y}, lần gửi {submission.number} – SHA-256: {submission.sha256}"
    )


def before_in_words(before: Mapping | None) -> str:
    return f"báo cáo đã chốt ngày {before['submitted']}" if before else ""


def kept_of_before(before: Submission) -> dict:
    """What is said of the frozen report whose pending ones are carried over."""
    return {
        "pending": report_of(before).total.pending_total,
        "submitted": f"{timezone.localdate(before.submitted_at):%d/%m/%Y}",
        "submission": before.pk,
    }


def _kept(line):
    figures = {name: n for name, n in asdict(line.figures).items() if n}
    return {"key": line.key, "name": line.name, "figures": figures, "typed": list(line.typed)}


def _in_order(lines):
    return sorted(lines.values(), key=lambda line: (fold(line.name), line.name))


def _lines(submission, lines):
    return tuple(Line(line.key, line.name, line.figures, note=_note(submission, line)) for line in lines.values())


def _note(submission, line):
    if not line.typed:
        return ""
    return TYPED if submission.is_typed else f"có {TYPED}: {', '.join(line.typed)}"


def _notes(submission, kept):
    typed = {name: None for lines in kept.values() for line in lines.values() for name in line.typed}
    if typed:
        yield f"Số liệu nhập tay, không đối chiếu được với hồ sơ: {', '.join(typed)}."
    if missing := submission.missing:
        yield (
            f"{len(missing)}/{submission.content['units']} đơn vị chưa có báo cáo được tiếp nhận, số liệu không tính "
            f"vào biểu này: {', '.join(missing)}."
        )
