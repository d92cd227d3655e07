"""The hand-over list: which results an office brought to the desk, signed by who gave and who took them."""

from dataclasses import asdict, dataclass
from datetime import datetime

from prints import dates
from prints.render import render

TICK = "X"


@dataclass(frozen=True)
class HandedOver:
    """A line."""

    code: str
    procedure: str
    result: str
    owner: str
    address: str
    collects_fee: bool
    goes_by_post: bool


@dataclass(frozen=True)
class HandoverPrint:
    """Phiếu bàn giao kết quả."""

    superior: str  # in capitals; '' where the agency is a committee itself
    agency: str
    place: str  # the unit's own name, for the date line
    number: str
    desk: str
    lines: tuple[HandedOver, ...]
    giver: str
    issued_at: datetime
    demo_note: str = ""


def render_handover(printed: HandoverPrint) -> bytes:
    data = asdict(printed) | {
        "dateline": f"{printed.place}, {dates.day_in_words(dates.in_vietnam(printed.issued_at))}",
        "moment": dates.moment_in_words(printed.issued_at),
        "rows": [_row(number, line) for number, line in enumerate(printed.lines, 1)],
    }
    return render("dossiers/slips/handover.typ", data, {})


def _row(number, line):
    ticks = (TICK if line.collects_fee else "", TICK if line.goes_by_post else "")
    return [str(number), line.code, line.procedure, line.result, line.owner, line.address, *ticks]
