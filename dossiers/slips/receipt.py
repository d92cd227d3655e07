"""Form 01, the receipt: two copies, one for the applicant, one that travels with the dossier."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints import codes, dates
from prints.render import render


@dataclass(frozen=True)
class ReceiptPaper:
    name: str
    originals: int
    certified_copies: int
    photocopies: int


@dataclass(frozen=True)
class Receipt:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả - form 01 of Circular 01/2018/TT-VPCP."""

    superior: str  # '' for a People's Committee's own slip
    issuer: str  # in capitals
    desk: str  # in capitals
    received_at_desk: str  # the same in a sentence
    place: str  # the unit's own name, for the date line
    code: str
    secret: str  # eight characters, on the applicant's copy only; '' for a dossier without one
    tracking_url: str  # holds the code and the version of this receipt, nothing else
    received_from: str
    owner: str  # '' if the applicant
    representative: str  # '' if none
    address: str
    phone: str
    email: str
    procedure: str
    papers: tuple[ReceiptPaper, ...]
    sets: int
    limit_text: str
    received_at: datetime
    due_at: datetime
    why: str  # this date, in one sentence
    result_at: str  # where the result is collected
    book: str
    number_in_book: str
    fee_text: str  # the whole line; '' if the procedure has none
    receiver_name: str
    submitter_name: str
    skipped_days: tuple[str, ...] = ()  # how the date was reckoned: a line for each day, or run, that did not count
    from_book: str = ""  # the whole line, of what was received on paper and typed in later
    replaces: str = ""  # a whole sentence: which version it replaces, and why; '' for the first
    form_basis: str = ""  # the legal form, where the rule set of the day cites one
    demo_note: str = ""
    two_on_one: bool = False  # two A5 on one A4; a receipt too long for that prints on A4 all the same

    def __post_init__(self):
        if self.secret and self.secret in self.tracking_url:
            raise ValueError("A tracking address never carries the secret.")


def render_receipt(receipt: Receipt) -> bytes:
    data = asdict(receipt) | {
        "issued_at": receipt.received_at,
        "dateline": f"{receipt.place}, {dates.day_in_words(dates.in_vietnam(receipt.received_at))}",
        "received": dates.moment_in_words(receipt.received_at),
        "due": dates.moment_in_words(receipt.due_at),
        "secret": receipt.secret and f"{receipt.secret[:4]}-{receipt.secret[4:]}",
    }
    images = {
        "barcode": codes.code128(receipt.code),
        "qr": codes.qr(receipt.code),
        "tracking": codes.qr(receipt.tracking_url),
    }
    return render("dossiers/slips/receipt.typ", data, images)
