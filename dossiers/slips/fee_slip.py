"""Phiếu thu nội bộ, phiếu chi nội bộ: ours, beside the legal receipt (biên lai), which it names and never replaces."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints import codes, dates
from prints.amounts import amount_in_words, in_figures
from prints.render import render


@dataclass(frozen=True)
class FeeSlip:
    is_refund: bool
    issuer: str  # in capitals
    desk: str  # in capitals
    place: str  # the unit's own name, for the date line
    number: str
    code: str
    person: str  # who pays, or gets his money back
    address: str
    what_for: str
    amount: int
    receipt_book: str
    receipt_serial: str
    clerk: str
    issued_at: datetime
    demo_note: str = ""


def render_fee_slip(slip: FeeSlip) -> bytes:
    made = dates.in_vietnam(slip.issued_at)
    data = asdict(slip) | {
        "dateline": f"{slip.place}, {dates.day_in_words(made)}",
        "time": f"{made:%H:%M}",
        "figures": in_figures(slip.amount),
        "words": amount_in_words(slip.amount),
    }
    return render("dossiers/slips/fee_slip.typ", data, {"qr": codes.qr(slip.code)})
