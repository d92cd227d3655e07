"""Form 04: an apology, and the new date."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints import codes, dates
from prints.render import render


@dataclass(frozen=True)
class ApologyLetter:
    """Phiếu xin lỗi và hẹn lại ngày trả kết quả - form 04 of TT 01/2018/TT-VPCP; issued by the competent agency."""

    title: str  # as the form set has it
    issuer: str
    place: str  # the unit's own name, for the date line
    number: str
    code: str
    applicant: str
    procedure: str
    received_at: datetime
    due_at: datetime  # what was promised before
    reason: str
    promised_at: datetime
    desk: str
    issued_at: datetime
    form_basis: str = ""
    demo_note: str = ""


def render_apology(letter: ApologyLetter) -> bytes:
    data = asdict(letter) | {
        "dateline": f"{letter.place}, {_day(letter.issued_at)}",
        "received": _day(letter.received_at),
        "due": dates.moment_in_words(letter.due_at),
        "promised": _day(letter.promised_at),
    }
    return render("dossiers/slips/apology.typ", data, {"qr": codes.qr(letter.code)})


def _day(moment):
    return dates.day_in_words(dates.in_vietnam(moment))
