"""What a publication decision brings a unit on paper: the sheets to hang with what changed, those to take down, and
the acknowledgement that it was done."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints.render import render
from procedures.prints.sheet import Office, PostingSheet, pictures, told


@dataclass(frozen=True)
class Decided:
    """The decision, as far as a print names it."""

    called: str  # Quyết định công bố số … ngày … của …
    about: str


@dataclass(frozen=True)
class Item:
    """What a decision says of one procedure."""

    code: str
    name: str
    day: str  # from which it holds, or no longer does
    notes: tuple[str, ...] = ()  # what changed; in whose place it comes


@dataclass(frozen=True)
class Hanging:
    """A sheet to take down."""

    code: str
    name: str
    decision: str  # by which it was made public; '' where none is known
    ended: str  # the first day on which it holds no longer
    hangs_since: str  # '' where nobody recorded it


@dataclass(frozen=True)
class ToPost:
    """Tập bổ sung: what changed, and the sheets of it. `groups` are captions with their items, empty ones too."""

    office: Office
    decided: Decided
    groups: tuple[tuple[str, tuple[Item, ...]], ...]
    sheets: tuple[PostingSheet, ...]


@dataclass(frozen=True)
class ToTakeDown:
    """Danh mục bản niêm yết phải gỡ."""

    office: Office
    decided: Decided
    where: str
    rows: tuple[Hanging, ...]


@dataclass(frozen=True)
class Acknowledgement:
    """Xác nhận đã niêm yết, to be signed and sent back."""

    office: Office
    decided: Decided
    where: str
    sent_to: str
    to_post: tuple[str, ...]  # codes
    to_take_down: tuple[str, ...]


def render_to_post(printed: ToPost, *, printed_at: datetime) -> bytes:
    return render("procedures/prints/to_post.typ", _to_post(printed, printed_at), pictures(printed.sheets))


def render_to_take_down(printed: ToTakeDown, *, printed_at: datetime) -> bytes:
    return render("procedures/prints/to_take_down.typ", _without_sheets(printed, printed_at), {})


def render_acknowledgement(printed: Acknowledgement, *, printed_at: datetime) -> bytes:
    return render("procedures/prints/acknowledgement.typ", _without_sheets(printed, printed_at), {})


def render_all(first: ToPost, second: ToTakeDown, third: Acknowledgement, *, printed_at: datetime) -> bytes:
    """As one file, numbered through: what they name alike is the same of all three."""
    data = _without_sheets(third, printed_at) | _without_sheets(second, printed_at) | _to_post(first, printed_at)
    return render("procedures/prints/of_decision.typ", data, pictures(first.sheets))


def _to_post(printed, printed_at):
    return told(printed.office, printed.sheets, printed_at) | {
        "decided": asdict(printed.decided),
        "groups": [{"caption": caption, "items": list(map(asdict, items))} for caption, items in printed.groups],
    }


def _without_sheets(printed, printed_at):
    return told(printed.office, (), printed_at) | asdict(printed)
