"""Whose figures, of which days: a unit that somebody oversees, and what lies under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from units.models import OVERSEEING, AdministrativeUnit, DeskKind, Level, ServiceDesk, UnitKind, User
from units.periods import DAY, Period


@dataclass(frozen=True)
class Part:
    """One line of units side by side: the unit itself, one under it with all that lies under that, or all under it."""

    unit: AdministrativeUnit
    units: frozenset[int]
    below: str = "on"  # as the filter of a list has it: nothing, "on" or "only"

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
class Scope:
    user: User
    unit: AdministrativeUnit
    within: tuple[AdministrativeUnit, ...]  # the unit and all under it, those that are no more as well
    period: Period
    today: date

    @cached_property
    def ever(self) -> frozenset[int]:
        """Whose dossiers wait today: also what units that are no more have left behind."""
        return frozenset(unit.pk for unit in self.within)

    @cached_property
    def units(self) -> frozenset[int]:
        """Whose figures count in the period: as in the report, the units in force on its last day."""
        return frozenset(unit.pk for unit in self.within if unit.is_in_force_on(self.period.last))

    @property
    def is_steady(self) -> bool:
        """Whether the units were the same on every day of the period, so that its parts add up to it."""
        return not any(
            self.period.first < change <= self.period.last
            for unit in self.within
            for change in (unit.valid_from, unit.valid_to and unit.valid_to + DAY)
            if change
        )

    @property
    def is_alone(self) -> bool:
        """Nothing lies under it."""
        return len(self.within) == 1

    @property
    def whole(self) -> Part:
        return Part(self.unit, self.ever, below="" if self.is_alone else "on")

    @property
    def below(self) -> Part:
        """All that lies under the unit, without it."""
        return Part(self.unit, self.ever - {self.unit.pk}, below="only")

    @cached_property
    def parts(self) -> list[Part]:
        """The unit itself, then those right under it by code."""
        centre = Part(self.unit, frozenset([self.unit.pk]), below="")
        below = sorted((unit for unit in self.within if unit.parent_id == self.unit.pk), key=lambda unit: unit.code)
        return [centre, *(Part(unit, self._from(unit)) for unit in below)]

    @cached_property
    def part_of(self) -> dict[int, Part]:
        """Which part each unit belongs to."""
        return {unit: part for part in self.parts for unit in part.units}

    def _from(self, unit):
        return frozenset([unit.pk, *(each.pk for each in self.within if each.parent_id == unit.pk)])


class NothingToShow(Exception):
    """There is no such scope, as its text says."""

    status = 400


class OutOfSight(NothingToShow):
    """No unit that is overseen has the code: the same whether another has it or none."""

    status = 404


def overseen_by(user: User) -> list[AdministrativeUnit]:
    """All that he oversees, also what is no more; the upper levels first."""
    units = user.units_of(*OVERSEEING).select_related("desk")
    return sorted(units, key=lambda unit: (unit.level == Level.COMMUNE, unit.code))


def scope_of(user: User, overseen: Iterable[AdministrativeUnit], *, code: str, period: Period, today: date) -> Scope:
    """For the unit that has `code` on the period's last day; without a code, for one's own.

    Raises OutOfSight for one that is not among `overseen`, NothingToShow for one that was not there on that day.
    """
    own = None if code else _own_unit(user)
    known = [unit for unit in overseen if unit == own or unit.code == code]
    if not known:
        raise OutOfSight(_("There is no such unit among those you may see. Choose one of the list."))
    unit = next((unit for unit in known if unit.is_in_force_on(period.last)), None)
    if unit is None:
        raise NothingToShow(known[-1].why_not_between(period.last, period.last))
    return Scope(user, unit, tuple(_within(unit, overseen)), period, today)


def _own_unit(user):
    """Where he oversees; of several the uppermost."""
    units = [duty.unit for duty in user.duties if duty.role in OVERSEEING]
    return min(units, key=lambda unit: (list(UnitKind).index(unit.kind), unit.code))


def _within(unit, units):
    """The unit and those of `units` that lie under it: there are three tiers at most."""
    children = {each.pk for each in units if each.parent_id == unit.pk}
    return [each for each in units if each == unit or each.pk in children or each.parent_id in children]
