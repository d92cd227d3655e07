"""The day's cash sheet: what each clerk took in, gave back and waived, line by line. Sums are sums of its lines."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dossiers.models import FeeEntry
from dossiers.models.querysets import reach_of
from units.models import ServiceDesk, User


@dataclass(frozen=True)
class Sums:
    """Of some lines of the fee ledger, in đồng; `lines` are FeeEntry."""

    lines: tuple

    @property
    def collected_lines(self):
        return [line for line in self.lines if line.is_collected]

    @property
    def refunded_lines(self):
        return [line for line in self.lines if line.is_refunded]

    @property
    def exempted_lines(self):
        return [line for line in self.lines if line.is_exempted]

    @property
    def collected(self):
        return _sum(self.collected_lines)

    @property
    def refunded(self):
        return _sum(self.refunded_lines)

    @property
    def exempted(self):
        return _sum(self.exempted_lines)

    @property
    def in_hand(self):
        """What is to be handed over; below nothing where more was given back than taken in."""
        return self.collected - self.refunded


@dataclass(frozen=True)
class OfProcedure(Sums):
    name: str


@dataclass(frozen=True)
class OfClerk(Sums):
    """One clerk's day at one desk: what he signs for."""

    desk: ServiceDesk
    clerk: User

    @property
    def procedures(self):
        """By procedure, the most money first."""
        tallies = [
            OfProcedure(tuple(lines), name)
            for name, lines in _grouped(self.lines, lambda line: line.dossier.version.name)
        ]
        return sorted(tallies, key=lambda tally: (-tally.collected, tally.name))


@dataclass(frozen=True)
class CashSheet(Sums):
    on: date
    desks: tuple
    clerks: tuple  # OfClerk, by desk and name; whoever asks comes first
    is_whole: bool  # whether who asks sees all that is collected at these desks


def cash_sheet(user, desks, on, *, clerk=None) -> CashSheet:
    """Of `desks` on the day `on`, of what `user` may see there; of one clerk (his key) only, if he is named."""
    lines = [line for line in lines_of(user, desks, on) if clerk in (None, line.by_id)]
    clerks = [
        OfClerk(tuple(group), group[0].desk, group[0].by)
        for _, group in _grouped(lines, lambda line: (line.desk_id, line.by_id))
    ]
    clerks.sort(key=lambda each: (each.clerk != user, each.desk.unit.code, each.clerk.full_name, each.clerk.pk))
    is_whole = reach_of(user).desks.issuperset(desk.pk for desk in desks)
    return CashSheet(tuple(lines), on, tuple(desks), tuple(clerks), is_whole)


def lines_of(user, desks, on):
    """The lines of the ledger, in the order in which they were made, without a further statement for a line."""
    lines = FeeEntry.objects.visible_to(user).made_on(on).filter(desk__in=desks)
    return lines.select_related("by", "desk__unit", "dossier__version").order_by("at", "pk")


def _grouped(lines, key):
    return [(value, list(group)) for value, group in groupby(sorted(lines, key=key), key)]


def _sum(lines):
    return sum(line.amount for line in lines)
