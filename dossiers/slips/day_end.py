"""The day-end sheet: the numbers of the day first, then the lists they count, then who hands over to whom."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from prints import dates
from prints.render import render


@dataclass(frozen=True)
class Listing:
    """A table under its caption, which says how many rows it has."""

    caption: str
    kind: str  # how wide its columns are, by name in the template
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class DayEndPrint:
    """Phiếu tổng hợp cuối ngày, signed as the day's page of the register."""

    issuer: str  # in capitals
    desk: str  # in capitals
    place: str  # the unit's own name, for the date line
    on: date
    figures: tuple[tuple[str, str, str], ...]  # what, how many, of which
    listings: tuple[Listing, ...]
    preparer: str
    printed_at: datetime
    part: str = ""  # what is left out, where something is
    demo_note: str = ""


def render_day_end(sheet: DayEndPrint) -> bytes:
    printed = dates.in_vietnam(sheet.printed_at)
    data = asdict(sheet) | {
        "issued_at": sheet.printed_at,
        "on": dates.day_in_words(sheet.on),
        "dateline": f"{sheet.place}, {dates.day_in_words(printed)}",
        "printed": f"{printed:%H:%M %d/%m/%Y}",
    }
    return render("dossiers/slips/day_end.typ", data, {})
