"""Whose figures, of which days: a unit that somebody oversees, and what lies under it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from reports.places import Places
from units.lineage import Lineage
from units.maps import Map, Part, day_of, map_in_words, of_the_day, of_the_time
from units.models import OVERSEEING, AdministrativeUnit, Level, UnitKind, User
from units.periods import Period


@dataclass(frozen=True)
class Scope:
    user: User
    map: Map
    period: Period
    today: date
    is_of_today: bool = False  # by today's units, not by those of the time

    @property
    def unit(self) -> AdministrativeUnit:
        return self.map.unit

    @cached_property
    def within(self) -> list[AdministrativeUnit]:
        """The unit and all under it, those that are no more as well: they may have left something behind."""
        return sorted(self.map.within, key=_upper_first)

    @property
    def units(self) -> frozenset[int]:
        return self.map.units

    @property
    def is_alone(self) -> bool:
        """Nothing lies under it."""
        return self.map.is_alone

    @property
    def whole(self) -> Part:
        return self.map.whole

    @property
    def below(self) -> Part:
        """All that lies under the unit, without it."""
        return self.map.below

    @property
    def parts(self) -> tuple[Part, ...]:
        """The unit itself, then those right under it by code."""
        return self.map.lines

    @property
    def every_part(self) -> tuple[Part, ...]:
        """With what cannot be divided between those."""
        return (*self.map.lines, *self.map.undivided)

    @property
    def part_of(self) -> dict[int, Part]:
        """Which part each unit belongs to."""
        return self.map.part_of

    @property
    def day(self) -> date:
        """On which the units are looked for by their codes."""
        return self.today if self.is_of_today else self.period.last

    @property
    def in_words(self) -> str:
        """By whose units, where that makes a difference."""
        return map_in_words(self.whole.map)

    @property
    def query(self) -> dict:
        """What the address of a dashboard by the same units says of them."""
        return {"map": "today"} if self.is_of_today else {}

    @cached_property
    def places(self) -> Places:
        """All units together, by as few sums as there are."""
        return Places.over(self.units, self.map.lineage.units.values())

    def shows_always(self, part: Part) -> bool:
        """Whether it was a unit in the period, or is one of today's that are shown; else only if it counts there."""
        unit = part.unit
        is_of_the_time = not unit.why_not_between(self.period.first, self.period.last)
        return part in self.map.lines and (self.is_of_today or is_of_the_time)

    def name_of(self, part: Part) -> str:
        """With the days, where it was a unit on some days of the period only."""
        name = part.name if part == self.parts[0] else part.unit.name
        if part in self.parts and self.is_of_today:
            return name
        return part.unit.with_days(name, self.period.first, self.period.last)


class NothingToShow(Exception):
    """There is no such scope, as its text says."""

    status, may_be_redrawn = 400, True


class OutOfSight(NothingToShow):
    """No unit that is overseen has the code: the same whether another has it or none."""

    status, may_be_redrawn = 404, False


def overseen_by(user: User) -> list[AdministrativeUnit]:
    """All that he oversees, also what is no more; the upper levels first."""
    units = user.units_of(*OVERSEEING).select_related("desk")
    return sorted(units, key=_upper_first)


def _upper_first(unit):
    return unit.level == Level.COMMUNE, unit.code


def scope_of(
    user: User,
    overseen: Collection[AdministrativeUnit],
    *,
    code: str,
    period: Period,
    today: date,
    is_of_today: bool = False,
) -> Scope:
    """For the unit that has `code` on the period's last day, or today; without a code, for one's own.

    Raises OutOfSight for one that is not among `overseen`, NothingToShow for one that was not there on that day.
    """
    own = None if code else _own_unit(user)
    known = [unit for unit in overseen if unit == own or unit.code == code]
    if not known:
        raise OutOfSight(_("There is no such unit among those you may see. Choose one of the list."))
    on = today if is_of_today else period.last
    unit = next((unit for unit in known if unit.is_in_force_on(on)), None)
    if unit is None and is_of_today:
        unit = max((unit for unit in known if unit.valid_to), key=lambda unit: unit.valid_to, default=None)
    if unit is None:
        raise NothingToShow(known[-1].why_not_between(on, on))
    draw = of_the_day if is_of_today else of_the_time
    return Scope(user, draw(unit, Lineage.on(day_of(unit, today), overseen)), period, today, is_of_today)


def _own_unit(user):
    """Where he oversees; of several the uppermost."""
    units = [duty.unit for duty in user.duties if duty.role in OVERSEEING]
    return min(units, key=lambda unit: (list(UnitKind).index(unit.kind), unit.code))
