"""The posting sheet (tờ niêm yết): what one procedure asks for at one unit, on one side of A4 if that is readable."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache

from prints import codes, dates
from prints.render import ask, render

# A text in pieces, each with whether it is new against what hung before.
Phrase = tuple[tuple[str, bool], ...]


def phrase(text: str, is_new: bool = False) -> Phrase:
    return ((text, is_new),)


@dataclass(frozen=True)
class Contact:
    """Where one turns to with phản ánh, kiến nghị; an empty address or number is left to be written by hand."""

    name: str
    address: str
    phone: str


@dataclass(frozen=True)
class Office:
    """Who posts the sheet: the same on all that a unit prints."""

    issuer: str  # in capitals
    desk: str  # in capitals
    desk_in_sentence: str
    place: str  # the unit's own name, for the date line
    address: str
    phone: str
    hours: str
    contacts: tuple[Contact, ...]
    demo_note: str = ""


@dataclass(frozen=True)
class SheetPaper:
    name: Phrase
    originals: int
    copies: int
    note: str = ""  # what its name does not say itself: only where it applies


@dataclass(frozen=True)
class SheetCase:
    """The papers of one case (trường hợp), or without a name those that everybody brings."""

    name: str
    papers: tuple[SheetPaper, ...]


@dataclass(frozen=True)
class Line:
    """An answer, and what it is the answer to; a label may be missing."""

    label: str
    said: Phrase


@dataclass(frozen=True)
class PostingSheet:
    """What is made public of a procedure - NĐ 63/2010/NĐ-CP, art. 15 and 17."""

    code: str
    name: Phrase
    sector: str
    decision: str  # the whole line; '' where none is known
    in_force: str
    cases: tuple[SheetCase, ...]
    sets: Phrase
    is_received: bool  # else it is posted only
    channels: Phrase
    times: tuple[Line, ...]
    costs: tuple[Line, ...]
    results: tuple[Phrase, ...]
    steps: tuple[Phrase, ...]
    conditions: tuple[Phrase, ...]
    legal_basis: tuple[Phrase, ...]
    forms: tuple[Phrase, ...]
    page_url: str
    warning: str = ""  # what is not sure of it
    points: float | None = None  # its size where that is known, as `sizes_of` finds it


def render_sheet(office: Office, sheet: PostingSheet, *, printed_at: datetime) -> bytes:
    """One sheet by itself."""
    return render("procedures/prints/sheet.typ", told(office, [sheet], printed_at), pictures([sheet]))


def sizes_of(office: Office, sheets: Iterable[PostingSheet]) -> list[float]:
    """At how many points each fills its side, nought for one that takes more than a side; ten milliseconds for each."""
    data = {"office": asdict(office), "sheets": [asdict(sheet) for sheet in sheets]}
    return ask("procedures/prints/sizes.typ", data, pictures(sheets), "<size>")


def told(office: Office, sheets: Iterable[PostingSheet], printed_at: datetime) -> dict:
    """What every print of sheets says."""
    day = dates.in_vietnam(printed_at)
    return {
        "office": asdict(office),
        "sheets": [asdict(sheet) for sheet in sheets],
        "issued_at": printed_at,
        "printed_on": f"{day:%d/%m/%Y}",
        "dateline": f"{office.place}, {dates.day_in_words(day)}",
        "demo_note": office.demo_note,
    }


def pictures(sheets: Iterable[PostingSheet]) -> dict[str, str]:
    """The QR that leads to the live page of each procedure, by its code."""
    return {sheet.code: qr(sheet.page_url) for sheet in sheets}


qr = lru_cache(maxsize=512)(codes.qr)  # all units of a level hang the same procedures
