"""Form 02: which papers are missing, and why."""

from dataclasses import asdict, dataclass
from datetime import datetime

from dossiers.slips import codes, dates
from dossiers.slips.render import render


@dataclass(frozen=True)
class Supplement:
    """Phiếu hướng dẫn hoàn thiện hồ sơ; phiếu yêu cầu bổ sung, hoàn thiện hồ sơ - form 02 of TT 01/2018/TT-VPCP."""

    title: str  # as the form set has it
    issuer: str  # in capitals
    desk: str  # in capitals
    desk_in_sentence: str
    place: str  # the unit's own name, for the date line
    number: str
    code: str
    applicant: str
    address: str
    phone: str
    email: str
    procedure: str
    papers: tuple[str, ...]
    reason: str
    guide_name: str
    desk_phone: str
    issued_at: datetime
    round: int = 1
    code_label: str = "Mã hồ sơ"
    form_basis: str = ""
    demo_note: str = ""


def render_supplement(supplement: Supplement) -> bytes:
    day = dates.day_in_words(dates.in_vietnam(supplement.issued_at))
    data = asdict(supplement) | {"dateline": f"{supplement.place}, {day}"}
    images = {"barcode": codes.code128(supplement.code), "qr": codes.qr(supplement.code)}
    return render("supplement.typ", data, images)
