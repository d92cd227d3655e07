"""The booklet of a unit: a cover, what is in it, and its posting sheets. One run of typst, however many."""

from dataclasses import dataclass
from datetime import date, datetime

from prints.render import render
from procedures.prints.sheet import Office, PostingSheet, pictures, told


@dataclass(frozen=True)
class Booklet:
    """Tập thủ tục hành chính niêm yết công khai."""

    office: Office
    about: str  # a sector, or everything that applies there
    day: date  # as at
    sheets: tuple[PostingSheet, ...]  # those of a sector together


def render_booklet(booklet: Booklet, *, printed_at: datetime) -> bytes:
    data = told(booklet.office, booklet.sheets, printed_at) | {
        "about": booklet.about,
        "as_at": f"{booklet.day:%d/%m/%Y}",
    }
    return render("procedures/prints/booklet.typ", data, pictures(booklet.sheets))
