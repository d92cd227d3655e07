"""The orders of a list of dossiers, and its pages: each begins after the last row of the one before.

So page 1,000 costs what page 1 costs. A list of 600,000 rows can be ordered only by what an index keeps in order: when
they were received and when they are due. By when they were finished only what a figure or a desk makes few is ordered.
By applicant, code or procedure every page would sort all that one may see.
"""

from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

COLUMNS = {"received": "received_at", "due": "due_at", "finished": "finished_at"}


@dataclass(frozen=True)
class Order:
    """By one column, and by the key where moments are equal."""

    column: str
    is_descending: bool = False

    def __str__(self):
        return f"-{self.column}" if self.is_descending else self.column

    @classmethod
    def named(cls, name, offered):
        """The order of that name, if its column is offered; else the newest first."""
        column = name.removeprefix("-")
        return cls(column, name.startswith("-")) if column in offered else cls("received", is_descending=True)

    @property
    def reversed(self):
        return replace(self, is_descending=not self.is_descending)

    def turned(self, column):
        """What the head of `column` leads to: newest first, or the other way round."""
        return self.reversed if column == self.column else Order(column, is_descending=True)

    def key(self, dossier):
        """Where `dossier` stands in this order; empty if it has no place in it."""
        moment = getattr(dossier, COLUMNS[self.column])
        return f"{moment.isoformat()}_{dossier.pk}" if moment else ""

    def sort(self, dossiers):
        sign = "-" if self.is_descending else ""
        return dossiers.order_by(f"{sign}{COLUMNS[self.column]}", f"{sign}pk")

    def after(self, dossiers, key):
        """Those that come after `key`, in order; all of them if it is none."""
        dossiers = self.sort(dossiers)
        moment, pk = _read(key)
        if moment is None:
            return dossiers
        column, beyond = COLUMNS[self.column], "lt" if self.is_descending else "gt"
        # The first condition is implied by the second; it is the one that tells an index where to begin.
        dossiers = dossiers.filter(**{f"{column}__{beyond}e": moment})
        return dossiers.filter(Q(**{f"{column}__{beyond}": moment}) | Q(**{f"pk__{beyond}": pk}))


def _read(key):
    moment, _, pk = key.partition("_")
    try:
        moment = parse_datetime(moment)
    except ValueError:
        return None, None
    is_key = moment is not None and timezone.is_aware(moment) and pk.isascii() and pk.isdigit() and len(pk) < 19
    return (moment, int(pk)) if is_key else (None, None)
