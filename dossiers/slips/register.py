"""Form 06, the register: across A4, its head on every page, a line of totals and two signatures at the end."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints import dates
from prints.render import render


@dataclass(frozen=True)
class RegisterTotals:
    received: int
    finished: int
    late: int  # of those finished
    handed_back: int
    open: int
    overdue: int  # of those open


@dataclass(frozen=True)
class RegisterPrint:
    """Sổ theo dõi hồ sơ - form 06 of Circular 01/2018/TT-VPCP."""

    issuer: str  # in capitals
    desk: str  # in capitals
    place: str  # the unit's own name, for the date line
    book: str
    period: str  # in words
    rows: tuple[tuple[str, ...], ...]  # the columns of the form from TT to Ghi chú
    totals: RegisterTotals
    preparer: str
    printed_at: datetime
    part: str = ""  # what is left out, where something is
    demo_note: str = ""


def render_register(register: RegisterPrint) -> bytes:
    day = dates.in_vietnam(register.printed_at)
    data = asdict(register) | {
        "issued_at": register.printed_at,
        "dateline": f"{register.place}, {dates.day_in_words(day)}",
    }
    return render("dossiers/slips/register.typ", data, {})
