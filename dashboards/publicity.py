"""What is posted where, in groups that post in the same place: communes on boards, those above them on portals."""

from dataclasses import dataclass
from itertools import groupby

from dashboards import links
from dashboards.board import Board, Line, Posted
from units.models import Level


@dataclass(frozen=True)
class Group:
    lines: list[Line]
    is_portal: bool
    href: str

    @property
    def posted(self) -> Posted:
        """Of each unit, where the same applies to all and somebody has it all; else of all together."""
        complete = [line.posted for line in self.lines if line.posted.is_complete]
        applied = {line.posted.applied for line in self.lines}
        return complete[0] if complete and len(applied) == 1 else sum((line.posted for line in self.lines), Posted())

    @property
    def units(self) -> int:
        return len(self.lines)

    @property
    def complete(self) -> int:
        return sum(line.posted.is_complete for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return self.complete == self.units

    @property
    def name(self) -> str:
        return self.lines[0].name


@dataclass(frozen=True)
class Fault:
    """A unit with something missing or out of date."""

    name: str
    posted: Posted
    href: str


def groups(board: Board) -> list[Group]:
    day = board.scope.period.last
    found = []
    for is_portal, lines in groupby(board.parts, _posts_on_portal):
        lines = [line for line in lines if line.posted]
        if lines:
            alone = lines[0].key if len(lines) == 1 else None
            found.append(Group(lines, is_portal, links.postings(day, alone)))
    return found


def faults(board: Board) -> list[Fault]:
    """Most at fault first."""
    day = board.scope.period.last
    faulty = [line for line in board.parts if line.posted and not line.posted.is_complete]
    faulty.sort(key=lambda line: (-line.posted.missing - line.posted.stale, line.name))
    return [Fault(line.name, line.posted, links.postings(day, line.key)) for line in faulty]


def _posts_on_portal(line):
    return line.key.unit.level != Level.COMMUNE
