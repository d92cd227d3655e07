"""By which subjects and places the catalogue can be walked through."""

from dataclasses import dataclass

from django.db.models import Count

from procedures.models import ProcedureVersion
from units.models import AdministrativeUnit, Level, ServiceDesk
from units.text import Fold


@dataclass(frozen=True)
class AtLevel:
    value: str
    label: str
    count: int


def levels_on(day) -> list[AtLevel]:
    """The levels that have procedures in force on `day`, and how many."""
    in_force = ProcedureVersion.objects.in_force_on(day).order_by()
    counts = dict(in_force.values_list("procedure__level").annotate(Count("pk")))
    return [AtLevel(level.value, level.label, counts[level.value]) for level in Level if level.value in counts]


def places_on(day):
    """The units with a desk open on `day`, by name."""
    desks = ServiceDesk.objects.open_on(day)
    units = AdministrativeUnit.objects.in_force_on(day).filter(pk__in=desks.values("unit"))
    return units.order_by(Fold("name"), "code")


def places_to_ask_on(day, levels: list[AtLevel]) -> list[AdministrativeUnit]:
    """Those of `places_on` at whose level there is anything to ask for."""
    values = {level.value for level in levels}
    return [unit for unit in places_on(day) if unit.level in values]
