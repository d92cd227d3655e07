"""What a procedure asks for, as plain values: compared, kept as a draft, laid over what is known. No database here."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date


@dataclass(frozen=True)
class Case:
    """Trường hợp: who asks for the procedure so brings papers besides, and may wait another time for the result."""

    name: str
    time_limit: int | None = None  # empty: the version's
    time_unit: str = ""
    promised_limit: int | None = None


@dataclass(frozen=True)
class Paper:
    """Thành phần hồ sơ."""

    name: str
    case: str = ""  # asked for in this case only
    originals: int = 1
    copies: int = 0
    is_optional: bool = False


@dataclass(frozen=True)
class FormFile:
    """Mẫu đơn, tờ khai: a file to fill in, kept under `path`."""

    name: str
    path: str
    content_type: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Charge:
    """What is to be paid: phí or lệ phí, whichever way it is handed in or by one channel."""

    kind: str
    amount: int | None  # đồng; empty: varies by case
    channel: str = ""
    basis: str = ""

    def as_json(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Content:
    """What a version asks for: if any of it differs, it is another version."""

    name: str
    sector: str
    time_limit: int | None = None
    time_unit: str = ""
    promised_limit: int | None = None
    extension_limit: int | None = None
    leaves_out: tuple[str, ...] = ()
    excluded_times: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    papers: tuple[Paper, ...] = ()
    sets: int = 1  # bộ hồ sơ
    forms: tuple[FormFile, ...] = ()
    results: tuple[str, ...] = ()
    steps: str = ""  # trình tự thực hiện, as it is published
    conditions: str = ""  # yêu cầu, điều kiện
    legal_basis: str = ""
    keywords: str = ""
    change: str = "existing"
    decision_number: str = ""
    decision_date: date | None = None


# What a catalogue's table says; the rest it has no columns for.
IN_THE_TABLE = (
    "name",
    "sector",
    "time_limit",
    "time_unit",
    "channels",
    "results",
    "legal_basis",
    "change",
    "decision_number",
    "decision_date",
)


def over(known: Content, told: Content) -> Content:
    """`told` by a table, laid over `known`: what a table has no columns for goes on as long as it makes sense.

    The office's own time goes on if the law's is in the same unit and not shorter; an extension if it is in the same
    unit; a paper marked as optional stays so under its name; a case keeps its time as long as papers are asked for in
    it, or if it never had any.
    """
    same_unit = told.time_unit == known.time_unit
    promise = known.promised_limit
    keeps_promise = same_unit and promise is not None and promise <= told.time_limit
    return replace(
        known,
        **{name: getattr(told, name) for name in IN_THE_TABLE},
        promised_limit=promise if keeps_promise else None,
        extension_limit=known.extension_limit if same_unit else None,
        cases=_cases_over(known, told),
        papers=_papers_over(known.papers, told.papers),
    )


def with_decision_of(known: Content, content: Content) -> Content:
    """A table that names no decision says nothing against the one that is known."""
    if content.decision_number or content.decision_date:
        return content
    return replace(content, decision_number=known.decision_number, decision_date=known.decision_date)


def cases_named_in(papers: Iterable[Paper]) -> tuple[Case, ...]:
    """The cases for which papers are asked, in the order in which they come, without times of their own."""
    return tuple(Case(name) for name in dict.fromkeys(paper.case for paper in papers if paper.case))


def _cases_over(known, told):
    had, has = ({paper.case for paper in content.papers} for content in (known, told))
    kept = [case for case in known.cases if case.name in has or case.name not in had]
    names = {case.name for case in kept}
    return (*kept, *(case for case in cases_named_in(told.papers) if case.name not in names))


def _papers_over(known, told):
    marks = {(paper.case, paper.name): paper.is_optional for paper in known}
    return tuple(replace(paper, is_optional=marks.get((paper.case, paper.name), paper.is_optional)) for paper in told)


# As JSON


def as_json(content: Content) -> dict:
    """`content` in what JSON knows; `from_json` makes the same of it again."""
    decided = content.decision_date
    return asdict(content) | {"decision_date": decided.isoformat() if decided else None}


PARTS = {"cases": Case, "papers": Paper, "forms": FormFile}


def from_json(data: dict) -> Content:
    """The content kept as `data`, also by an earlier or a later release: what it does not know is as usual."""
    values = _known_to(Content, data)
    for name, value in values.items():
        if kind := PARTS.get(name):
            values[name] = tuple(kind(**_known_to(kind, part)) for part in value)
        elif isinstance(value, list):
            values[name] = tuple(value)
    if decided := values.get("decision_date"):
        values["decision_date"] = date.fromisoformat(decided)
    return Content(**values)


def _known_to(kind, data):
    names = {part.name for part in fields(kind)}
    return {name: value for name, value in data.items() if name in names}


# What differs

NOT_ASKED = ("change", "decision_number", "decision_date")  # by which decision, not what is asked for


@dataclass(frozen=True)
class Difference:
    """A field, and what stood and stands in it."""

    field: str
    before: object
    after: object


def differences(before: Content, after: Content) -> list[Difference]:
    """Field by field what `after` asks for otherwise than `before`, in the order of `Content`."""
    names = [part.name for part in fields(Content) if part.name not in NOT_ASKED]
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]
