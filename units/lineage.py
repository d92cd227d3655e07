"""What became of units that are no more: merged, split, abolished. Pure, once it is read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from units.models import AdministrativeUnit, UnitEvent


@dataclass(frozen=True)
class Change:
    """A `UnitEvent`, with the units by their keys."""

    effective_on: date
    before: frozenset[int]
    after: frozenset[int]
    description: str = ""
    source: str = ""

    def __str__(self):
        return f"{self.description} ({self.source})" if self.source else self.description


@dataclass(frozen=True)
class Home:
    """A unit of the day in which another one goes on; `is_under`: in no unit, but somewhere under this one."""

    unit: int
    is_under: bool = False


class Lineage:
    """What became of `units` until `day`."""

    def __init__(self, day: date, units: Iterable[AdministrativeUnit], changes: Iterable[Change]):
        self.day = day
        self.units = {unit.pk: unit for unit in units}
        self._changes, self._homes = defaultdict(list), {}
        for change in sorted(changes, key=lambda change: change.effective_on):
            for key in change.before if change.effective_on <= day else ():
                self._changes[key].append(change)

    @classmethod
    def on(cls, day: date, known: Iterable[AdministrativeUnit] | None = None) -> "Lineage":
        """`known` are the units that are asked about: as long as nothing has changed, no others are."""
        changes = changes_until(day)
        if known is not None and not changes:
            return cls(day, known, [])
        return cls(day, AdministrativeUnit.objects.select_related("desk"), changes)

    def homes(self, unit: int) -> frozenset[Home]:
        """Where the unit of this key has gone, from change to change; itself, if it is in force.

        Where nobody took it over, somewhere under what it lay under.
        """
        if unit not in self._homes:
            self._homes[unit] = frozenset()  # of faulty changes that lead in a circle
            self._homes[unit] = self._homes_of(self.units[unit])
        return self._homes[unit]

    def has_changed(self, unit: int) -> bool:
        """Whether it began or ended until the day."""
        known = self.units[unit]
        has_begun = known.valid_from is not None and known.valid_from <= self.day
        return has_begun or (known.valid_to is not None and known.valid_to < self.day)

    def in_order(self, units: Iterable[int]) -> list[int]:
        """By code, of one code the older first."""
        return sorted(units, key=lambda key: (self.units[key].code, self.units[key].valid_from or date.min))

    def successors(self, unit: AdministrativeUnit) -> list[AdministrativeUnit]:
        """The units of that day that it became; none where nobody took it over."""
        found = [self.units[home.unit] for home in self.homes(unit.pk) if not home.is_under and home.unit != unit.pk]
        return sorted(found, key=lambda after: after.code)

    def endings(self, unit: AdministrativeUnit) -> list[Change]:
        """The changes with which it ended; at the others it went on."""
        return [change for change in self._changes[unit.pk] if not unit.is_in_force_on(change.effective_on)]

    def partings(self, unit: AdministrativeUnit) -> list[Change]:
        """The changes by which a part of it went elsewhere while it went on."""
        return [
            change
            for change in self._changes[unit.pk]
            if unit.is_in_force_on(change.effective_on) and change.after - change.before
        ]

    def said_of(self, unit: AdministrativeUnit) -> str:
        """The decision by which it ended, as the changes tell it: what happened, and its source."""
        return "; ".join(map(str, self.endings(unit)))

    def _homes_of(self, unit):
        if unit.is_in_force_on(self.day):
            return frozenset([Home(unit.pk)])
        after = [key for change in self.endings(unit) for key in change.after if key in self.units]
        if after:
            return frozenset().union(*map(self.homes, after))
        above = self.homes(unit.parent_id) if unit.parent_id in self.units else ()
        return frozenset(Home(home.unit, is_under=True) for home in above)


def changes_until(day: date) -> list[Change]:
    """One statement: there are few."""
    found = {}
    events = UnitEvent.objects.filter(effective_on__lte=day).order_by()
    rows = events.values_list("pk", "effective_on", "description", "source", "from_units", "to_units")
    for key, effective_on, description, source, before, after in rows:
        befores, afters = found.setdefault((key, effective_on, description, source), (set(), set()))
        befores.add(before)
        afters.add(after)
    return [
        Change(effective_on, frozenset(befores - {None}), frozenset(afters - {None}), description, source)
        for (_key, effective_on, description, source), (befores, afters) in found.items()
    ]


def taken_over_by(units: Iterable[int], day: date) -> set[int]:
    """The keys of what is no more on `day` and became one of `units`, wholly or in part, or lay under one of them."""
    changes = changes_until(day)
    taking = set(units) if changes else ()
    if not taking:
        return set()
    lineage = Lineage(day, AdministrativeUnit.objects.all(), changes)
    gone = (key for key, unit in lineage.units.items() if unit.valid_to and unit.valid_to < day)
    return {key for key in gone if any(home.unit in taking for home in lineage.homes(key))}
