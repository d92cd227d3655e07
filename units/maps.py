"""Whose figures make up those of a unit, line by line: by the units of the time, or by those of one day. Pure.

What is counted for each unit is never divided, so every unit stands in one line or, where what it was lies in several
of them today, in a line of its own: docs/decisions/0022.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from units.lineage import Home, Lineage
from units.models import AdministrativeUnit, DeskKind, ServiceDesk

OF_THE_TIME, EVER = "time", "ever"  # as the filter of a list has them; of a day: that day


@dataclass(frozen=True)
class Part:
    """A line of units side by side: the unit itself, one under it with all that lies under that, or all under it.

    `below` and `map` are as the filter of a list has them: nothing, "on" or "only"; nothing where no unit ever changed.
    """

    unit: AdministrativeUnit
    units: frozenset[int]
    below: str = "on"
    map: str = ""

    @property
    def is_centre(self) -> bool:
        return not self.below

    @property
    def desk(self) -> ServiceDesk | None:
        """Where it is one unit that has a desk."""
        return getattr(self.unit, "desk", None) if len(self.units) == 1 else None

    @property
    def name(self) -> str:
        """What a unit decides itself goes by the name of its centre, the rest by the unit's."""
        is_called_after_centre = self.is_centre and self.desk and self.desk.kind == DeskKind.CENTER
        return self.desk.name if is_called_after_centre else self.unit.name


@dataclass(frozen=True)
class Map:
    """A unit's lines, what it decides itself first."""

    lineage: Lineage
    unit: AdministrativeUnit
    lines: tuple[Part, ...]
    undivided: tuple[Part, ...] = ()  # its as well, but of several lines or of none that is known
    outside: tuple[AdministrativeUnit, ...] = ()  # only in part its: counted in nothing here

    @cached_property
    def units(self) -> frozenset[int]:
        return frozenset().union(*(part.units for part in (*self.lines, *self.undivided)))

    @cached_property
    def part_of(self) -> dict[int, Part]:
        return {unit: part for part in (*self.lines, *self.undivided) for unit in part.units}

    @property
    def within(self) -> list[AdministrativeUnit]:
        return [self.lineage.units[key] for key in self.units]

    @property
    def is_alone(self) -> bool:
        """There is one line only."""
        return len(self.lines) == 1 and not self.undivided

    @property
    def whole(self) -> Part:
        return Part(self.unit, self.units, "" if self.is_alone else "on", self._token)

    @property
    def below(self) -> Part:
        """Without what the unit decides itself."""
        return Part(self.unit, self.units - self.lines[0].units, "only", self._token)

    @property
    def _token(self):
        return OF_THE_TIME if self.lines[0].map == EVER else self.lines[0].map


def day_of(unit: AdministrativeUnit, today: date) -> date:
    """The day whose units are "today's" for `unit`: of one that is no more, its last."""
    return min(today, unit.valid_to or today)


def of_the_time(unit: AdministrativeUnit, lineage: Lineage) -> Map:
    """`unit`, what it goes on for, and all that ever lay under them, each unit for itself."""
    roots, under = [unit.pk, *_predecessors(unit, lineage)], _Under(lineage.units.values())
    heads = (key for root in roots for key in under.children[root] if key not in roots)
    groups = {key: frozenset([key]) for key in roots}
    groups |= {key: under.of(key) for key in lineage.in_order(heads)}
    parts = [Part(lineage.units[key], keys, "" if key in roots else "on", EVER) for key, keys in groups.items()]
    return _map(unit, lineage, parts, outside=_sorted(unit, lineage).outside)


def of_the_day(unit: AdministrativeUnit, lineage: Lineage) -> Map:
    """`unit` and those right under it on the day of `lineage`, each with what it goes on for."""
    found, day = _sorted(unit, lineage), lineage.day.isoformat()
    parts = [
        Part(lineage.units[key], frozenset(keys), "" if key == unit.pk else "on", day)
        for key, keys in found.lines.items()
    ]
    undivided = [Part(lineage.units[key], frozenset([key]), "", EVER) for key in lineage.in_order(found.undivided)]
    return _map(unit, lineage, parts, undivided, found.outside)


def units_meant(unit: AdministrativeUnit, below: str, token: str, today: date) -> frozenset[int]:
    """The units of the line that a `Part` with these words is."""
    if token == EVER:
        return _ever(unit, below)
    day = day_of(unit, today) if token == OF_THE_TIME else date.fromisoformat(token)
    drawn = (of_the_time if token == OF_THE_TIME else of_the_day)(unit, Lineage.on(day))
    return {"": drawn.lines[0], "on": drawn.whole, "only": drawn.below}[below].units


def map_in_words(token: str) -> str:
    if token in (OF_THE_TIME, EVER):
        return _("by the units of the time")
    return _("by the units of %(day)s") % {"day": f"{date.fromisoformat(token):%d/%m/%Y}"} if token else ""


def _ever(unit, below):
    if not below:
        return frozenset([unit.pk])
    found = _Under(AdministrativeUnit.objects.all()).of(unit.pk)
    return found - {unit.pk} if below == "only" else found


def _map(unit, lineage, lines, undivided=(), outside=()):
    """Where no unit began or ended until the day, lists need no word about maps."""
    drawn = Map(lineage, unit, tuple(lines), tuple(undivided), tuple(outside))
    if any(lineage.has_changed(key) for key in drawn.units | _Under(lineage.units.values()).of(unit.pk)):
        return drawn
    return replace(drawn, lines=tuple(replace(part, map="") for part in lines))


def _predecessors(unit, lineage):
    """What became the unit as a whole."""
    whole = {Home(unit.pk)}
    return lineage.in_order(key for key in lineage.units if key != unit.pk and lineage.homes(key) == whole)


@dataclass
class _Sorted:
    lines: dict[int, set[int]]
    undivided: list[int]
    outside: list[AdministrativeUnit]


OUTSIDE, SOMEWHERE = "outside", "somewhere in it"


def _sorted(unit, lineage):
    """All units by the line of `unit` in which they lie on the day."""
    under = _Under(lineage.units.values())
    heads = [key for key in under.children[unit.pk] if lineage.units[key].is_in_force_on(lineage.day)]
    line_of = {key: head for head in heads for key in under.of(head)} | {unit.pk: unit.pk}
    found = _Sorted({head: set() for head in (unit.pk, *lineage.in_order(heads))}, [], [])
    for key in lineage.units:
        places = {_place(home, unit, line_of) for home in lineage.homes(key)}
        if len(places) == 1 and places <= found.lines.keys():
            found.lines[places.pop()].add(key)
        elif places and OUTSIDE not in places:
            found.undivided.append(key)
        elif places - {OUTSIDE}:
            found.outside.append(lineage.units[key])
    return found


def _place(home, unit, line_of):
    """The key of the line in which a home lies."""
    if home == Home(unit.pk, is_under=True):
        return SOMEWHERE
    return line_of.get(home.unit, OUTSIDE)


class _Under:
    """What lies under each unit, whenever it did."""

    def __init__(self, units: Iterable[AdministrativeUnit]):
        units = list(units)
        self.children = {unit.pk: [] for unit in units}
        for unit in units:
            if unit.parent_id in self.children:
                self.children[unit.parent_id].append(unit.pk)

    def of(self, key) -> frozenset[int]:
        """It and all under it."""
        return frozenset([key]).union(*map(self.of, self.children[key]))
