"""Who has posted all that he has to, and who has not: each unit where it has to post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from procedures.models import PostingPlace
from procedures.postings import Share, State, place_of
from units.models import AdministrativeUnit


@dataclass(frozen=True)
class Group:
    """The units that have to post in the same place: communes on boards, those above them on portals."""

    place: PostingPlace
    shares: dict[AdministrativeUnit, Share]
    href: str

    @property
    def is_portal(self) -> bool:
        return self.place == PostingPlace.PORTAL

    @property
    def units(self) -> int:
        return len(self.shares)

    @property
    def complete(self) -> int:
        return sum(share.is_complete for share in self.shares.values())

    @property
    def is_complete(self) -> bool:
        return self.complete == self.units

    @property
    def each(self) -> Share:
        """Of each unit, if they are as one; else of all together."""
        shares = list(self.shares.values())
        return shares[0] if len(set(shares)) == 1 else sum(shares, Share())

    @property
    def name(self) -> str:
        """Of its first unit, for where it is the only one."""
        return next(iter(self.shares)).name


@dataclass(frozen=True)
class Fault:
    """A unit with something missing or out of date, and the list of each."""

    name: str
    posted: Share
    missing: str
    stale: str


def groups(shares: Mapping[AdministrativeUnit, Share], day: date) -> list[Group]:
    """By place, in the order of `shares`."""
    by_place = {}
    for unit, share in shares.items():
        by_place.setdefault(place_of(unit), {})[unit] = share
    return [
        Group(place, found, list_of(*found, day) if len(found) == 1 else overview(day))
        for place, found in by_place.items()
    ]


def faults(shares: Mapping[AdministrativeUnit, Share], day: date) -> list[Fault]:
    """Most at fault first."""
    faulty = [unit for unit, share in shares.items() if not share.is_complete]
    faulty.sort(key=lambda unit: (-shares[unit].missing - shares[unit].stale, unit.code))
    return [
        Fault(unit.name, shares[unit], list_of(unit, day, State.MISSING), list_of(unit, day, State.STALE))
        for unit in faulty
    ]


def overview(day: date) -> str:
    """What each unit in one's sight has posted on `day`."""
    return f"{reverse('procedures:postings')}?{urlencode({'on': day})}"


def list_of(unit: AdministrativeUnit, day: date, state: str = "") -> str:
    """What `unit` has posted on `day` where it has to."""
    query = {"on": day, "place": place_of(unit)} | ({"state": state} if state else {})
    return f"{reverse('procedures:unit_postings', args=[unit.code])}?{urlencode(query)}"
