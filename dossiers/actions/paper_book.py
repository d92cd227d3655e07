"""Nhập bù từ sổ giấy: what was received on paper, while there was no power or no time to type, is entered later."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from dossiers.actions.reception import receive_once


@dataclass(frozen=True)
class OnPaper:
    """What the paper book says of a dossier besides its intake."""

    number: str  # of its line, or of the paper slip: once a year at a desk
    received_at: datetime
    reason: str  # why it was written on paper first
    leader_reason: str = ""  # why it is entered so late

    @property
    def digest(self):
        """What tells a line sent twice from a changed one; when it is typed does not count."""
        return f"{self.received_at.timestamp()} {self.number} {self.reason} {self.leader_reason}"

    def event_data(self, entered_at):
        return {
            "entered_at": timezone.localtime(entered_at).isoformat(),
            "paper_number": self.number,
            "leader_reason": self.leader_reason,
        }


def enter_from_paper_book(*, desk, intake, on_paper, key, by, now, at_once=False, result_number=""):
    """Receive as of the moment in the paper book, by the rules, forms, version and calendar of that day.

    The code is the next of that day (docs/decisions/0015); the event and the dossier say that it was entered later.
    Returns (dossier, whether it is new): the same key, or the same number of the desk's book in that year, gives the
    first dossier again; with other content KeyReused. NumbersExhausted as `receive`.
    """
    return receive_once(
        desk=desk,
        intake=intake,
        key=key,
        by=by,
        now=now,
        at_once=at_once,
        result_number=result_number,
        on_paper=on_paper,
    )
