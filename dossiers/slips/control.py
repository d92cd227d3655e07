"""Form 05, the control slip: it travels with the dossier, and every hand-over adds its block."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints import codes, dates
from prints.render import render

RESULTS = EARLY, ON_TIME, LATE = "Trước hạn", "Đúng hạn", "Quá hạn"


@dataclass(frozen=True)
class HandOver:
    """A block: who gave, who took. What is empty is filled in by pen."""

    giver: str = ""  # the desk or agency
    receiver: str = ""
    given_by: str = ""  # the person
    taken_by: str = ""
    given_at: datetime | None = None
    taken_at: datetime | None = None
    result: str = ""  # of the giver, one of RESULTS; the receiving side says it
    note: str = ""


@dataclass(frozen=True)
class ControlSlip:
    """Phiếu kiểm soát quá trình giải quyết hồ sơ - form 05 of TT 01/2018/TT-VPCP."""

    title: str  # as the form set has it
    issuer: str  # in capitals
    desk: str  # in capitals
    place: str  # the unit's own name, for the date line
    code: str
    applicant: str
    procedure: str
    received_at: datetime
    due_at: datetime
    promised_at: datetime | None  # anew, by an apology
    agency: str  # cơ quan giải quyết
    others: tuple[str, ...]  # cơ quan phối hợp
    hand_overs: tuple[HandOver, ...]  # those there were
    blanks: tuple[HandOver, ...]  # to be filled in by pen
    issued_at: datetime
    form_basis: str = ""
    demo_note: str = ""


def render_control(slip: ControlSlip) -> bytes:
    data = asdict(slip) | {
        "dateline": f"{slip.place}, {dates.day_in_words(dates.in_vietnam(slip.issued_at))}",
        "received": dates.moment_in_words(slip.received_at),
        "due": _due(slip),
        "results": RESULTS,
        "count": len(slip.hand_overs),
        "blocks": [asdict(each) | {"moments": _moments(each)} for each in (*slip.hand_overs, *slip.blanks)],
    }
    return render("dossiers/slips/control.typ", data, {"barcode": codes.code128(slip.code), "qr": codes.qr(slip.code)})


def _due(slip):
    due = dates.moment_in_words(slip.due_at)
    if slip.promised_at is None:
        return due
    return f"{due} (hẹn lại {dates.day_in_words(dates.in_vietnam(slip.promised_at))})"


def _moments(hand_over):
    """(caption, moment), the moment empty where it is filled in by pen; one where both are the same."""
    if hand_over.given_at is None:
        return [("", "")]
    given = dates.moment_in_words(hand_over.given_at)
    taken = dates.moment_in_words(hand_over.taken_at) if hand_over.taken_at else ""
    return [("", given)] if given == taken else [("Giao", given), ("Nhận", taken)]
