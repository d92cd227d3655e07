"""What is posted today, in groups that post in the same place: communes on boards, those above them on portals."""

from dataclasses import dataclass
from itertools import groupby

from dashboards import links
from dashboards.board import Board, Posted
from dashboards.scope import Part
from procedures.models import PostingPlace
from procedures.postings import State, place_of


@dataclass(frozen=True)
class Group:
    place: PostingPlace
    posted: dict[Part, Posted]
    href: str

    @property
    def is_portal(self) -> bool:
        return self.place == PostingPlace.PORTAL

    @property
    def units(self) -> int:
        return len(self.posted)

    @property
    def complete(self) -> int:
        return sum(posted.is_complete for posted in self.posted.values())

    @property
    def is_complete(self) -> bool:
        return self.complete == self.units

    @property
    def each(self) -> Posted:
        """Of each unit, if they are as one; else of all together."""
        held = list(self.posted.values())
        return held[0] if len(set(held)) == 1 else sum(held, Posted())

    @property
    def name(self) -> str:
        return next(iter(self.posted)).unit.name


@dataclass(frozen=True)
class Fault:
    """A unit with something missing or out of date, and the list of each."""

    name: str
    posted: Posted
    missing: str
    stale: str


def groups(board: Board) -> list[Group]:
    found = []
    for place, parts in groupby(board.posted, lambda part: place_of(part.unit)):
        posted = {part: board.posted[part] for part in parts}
        of_one = next(iter(posted)) if len(posted) == 1 else board.scope.whole
        found.append(Group(place, posted, links.postings(board.scope.today, of_one)))
    return found


def faults(board: Board) -> list[Fault]:
    """Most at fault first."""
    day = board.scope.today
    faulty = [part for part, posted in board.posted.items() if not posted.is_complete]
    faulty.sort(key=lambda part: (-board.posted[part].missing - board.posted[part].stale, part.unit.code))
    return [
        Fault(
            part.unit.name,
            board.posted[part],
            links.postings(day, part, State.MISSING),
            links.postings(day, part, State.STALE),
        )
        for part in faulty
    ]
