"""What a desk gives somebody in writing: form 02, which papers are missing; form 03, why it is not received."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints import codes, dates
from prints.render import render


@dataclass(frozen=True, kw_only=True)
class DeskSlip:
    """What both forms say."""

    title: str  # as the form set has it
    issuer: str  # in capitals
    desk: str  # in capitals
    desk_in_sentence: str
    place: str  # the unit's own name, for the date line
    number: str
    code: str
    code_label: str = "Mã hồ sơ"
    applicant: str
    address: str
    phone: str
    email: str
    procedure: str
    reason: str
    issued_at: datetime
    form_basis: str = ""
    demo_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Supplement(DeskSlip):
    """Phiếu hướng dẫn hoàn thiện hồ sơ; phiếu yêu cầu bổ sung, hoàn thiện hồ sơ - form 02 of TT 01/2018/TT-VPCP."""

    papers: tuple[str, ...]
    guide_name: str
    desk_phone: str
    round: int = 1


@dataclass(frozen=True, kw_only=True)
class Refusal(DeskSlip):
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ - form 03 of TT 01/2018/TT-VPCP; at the counter, before any dossier."""

    cause: str
    receiver_name: str
    submitter_name: str


def render_supplement(supplement: Supplement) -> bytes:
    return _rendered("dossiers/slips/supplement.typ", supplement)


def render_refusal(refusal: Refusal) -> bytes:
    return _rendered("dossiers/slips/refusal.typ", refusal)


def _rendered(template, slip):
    day = dates.day_in_words(dates.in_vietnam(slip.issued_at))
    images = {"barcode": codes.code128(slip.code), "qr": codes.qr(slip.code)}
    return render(template, asdict(slip) | {"dateline": f"{slip.place}, {day}"}, images)
