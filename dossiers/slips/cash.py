"""Bảng kê thu phí, lệ phí trong ngày: a sheet for each clerk, who signs for the money that he hands over."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from prints import dates
from prints.amounts import amount_in_words, in_figures
from prints.render import render


@dataclass(frozen=True)
class CashLine:
    time: str
    code: str
    person: str
    procedure: str
    slip: str
    receipt: str  # the legal one; of what is no collection, the reason
    collected: int = 0
    refunded: int = 0
    exempted: int = 0


@dataclass(frozen=True)
class CashTally:
    """Of one procedure."""

    name: str
    times: int
    collected: int
    refunded: int
    exempted: int


@dataclass(frozen=True)
class CashPage:
    """One clerk's day at one desk."""

    issuer: str  # in capitals
    desk: str  # in capitals
    place: str  # the unit's own name, for the date line
    clerk: str
    tallies: tuple[CashTally, ...]
    lines: tuple[CashLine, ...]


@dataclass(frozen=True)
class CashPrint:
    on: date
    pages: tuple[CashPage, ...]
    printed_at: datetime
    part: str = ""  # what is left out, where something is
    demo_note: str = ""


def render_cash(sheet: CashPrint) -> bytes:
    printed = dates.in_vietnam(sheet.printed_at)
    data = asdict(sheet) | {
        "issued_at": sheet.printed_at,
        "on": dates.day_in_words(sheet.on),
        "day": dates.day_in_words(printed),
        "printed": f"{printed:%H:%M %d/%m/%Y}",
        "pages": [_page(page) for page in sheet.pages],
    }
    return render("dossiers/slips/cash.typ", data, {})


def _page(page):
    sums = {name: sum(getattr(line, name) for line in page.lines) for name in ("collected", "refunded", "exempted")}
    in_hand = sums["collected"] - sums["refunded"]
    return asdict(page) | {
        "tallies": [_in_figures(asdict(tally)) for tally in page.tallies],
        "lines": [_in_figures(asdict(line)) for line in page.lines],
        "sums": _in_figures(sums),
        "in_hand": in_figures(abs(in_hand)),
        "in_words": amount_in_words(abs(in_hand)),
        "is_short": in_hand < 0,
    }


def _in_figures(values):
    return {name: _shown(value) if name in SUMS else value for name, value in values.items()}


SUMS = ("collected", "refunded", "exempted")


def _shown(amount):
    return in_figures(amount) if amount else ""
