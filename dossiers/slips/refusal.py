"""Form 03: it is not received, and why."""

from dataclasses import asdict, dataclass
from datetime import datetime

from dossiers.slips import codes, dates
from dossiers.slips.render import render


@dataclass(frozen=True)
class Refusal:
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ - form 03 of TT 01/2018/TT-VPCP; at the counter, before any dossier."""

    title: str  # as the form set has it
    issuer: str  # in capitals
    desk: str  # in capitals
    desk_in_sentence: str
    place: str  # the unit's own name, for the date line
    number: str
    code: str
    code_label: str
    applicant: str
    address: str
    phone: str
    email: str
    procedure: str
    cause: str
    reason: str
    receiver_name: str
    submitter_name: str
    issued_at: datetime
    form_basis: str = ""
    demo_note: str = ""


def render_refusal(refusal: Refusal) -> bytes:
    day = dates.day_in_words(dates.in_vietnam(refusal.issued_at))
    data = asdict(refusal) | {"dateline": f"{refusal.place}, {day}"}
    images = {"barcode": codes.code128(refusal.code), "qr": codes.qr(refusal.code)}
    return render("refusal.typ", data, images)
