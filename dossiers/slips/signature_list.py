"""The list that lies on top of a folder for signature: what is in it, and room to sign each off."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints import dates
from prints.render import render


@dataclass(frozen=True)
class SignatureList:
    """Danh mục hồ sơ trình ký."""

    issuer: str  # in capitals
    place: str  # the unit's own name, for the date line
    signers: str  # who may sign for it, by name
    rows: tuple[tuple[str, ...], ...]  # TT, mã hồ sơ, nội dung, chủ hồ sơ, hạn trả, ghi chú
    preparer: str
    printed_at: datetime
    demo_note: str = ""


def render_signature_list(printed: SignatureList) -> bytes:
    moment = dates.in_vietnam(printed.printed_at)
    data = asdict(printed) | {
        "issued_at": printed.printed_at,
        "dateline": f"{printed.place}, {dates.day_in_words(moment)}",
        "printed": f"{moment:%H:%M %d/%m/%Y}",
    }
    return render("dossiers/slips/signature_list.typ", data, {})
