"""Whose tallies are summed: units for themselves or, where all under one is asked for, that one's sum of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from units.models import AdministrativeUnit


@dataclass(frozen=True)
class Places:
    own: frozenset[int]  # units with what they decided themselves
    below: frozenset[int] = frozenset()  # units with all that lies under them

    @classmethod
    def each(cls, units: Iterable[int]) -> "Places":
        return cls(frozenset(units))

    @classmethod
    def over(cls, units: Iterable[int], known: Iterable[AdministrativeUnit]) -> "Places":
        """`units` together, by as few sums as there are; of each of the `known` all that lies under it is known."""
        asked, under = frozenset(units), lower_of(known)
        whole = {unit for unit, lower in under.items() if lower <= asked}
        highest = {unit for unit in whole if not any(unit in under[other] for other in whole)}
        covered = set().union(*(under[unit] for unit in highest))
        return cls(asked - covered, frozenset(highest))

    @property
    def condition(self) -> Q:
        own = Q(unit__in=self.own, is_below=False)
        return own | Q(unit__in=self.below, is_below=True) if self.below else own


def lower_of(units: Iterable[AdministrativeUnit]) -> dict[int, set[int]]:
    """For each unit that has any the keys of all that lie under it, at whatever depth."""
    parents = {unit.pk: unit.parent_id for unit in units}
    lower = {}
    for unit, above in parents.items():
        while above in parents:
            lower.setdefault(above, set()).add(unit)
            above = parents[above]
    return lower
