"""Who applies what: how each unit's list differs from that of the others of its level, and what setting it would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from procedures.models import Handling, Procedure, ProcedureAtUnit, ProcedureVersion
from units.models import AdministrativeUnit
from units.sums import Sums
from units.text import Fold


@dataclass(frozen=True)
class Applied(Sums):
    """Of one unit on a day: how many procedures of its level apply there, are received, and are handled differently."""

    applied: int = 0
    received: int = 0
    differing: int = 0


@dataclass(frozen=True)
class Handled:
    """A procedure in force at a unit on a day: what all do with it, and what this one does."""

    version: ProcedureVersion
    usual: Handling
    exception: ProcedureAtUnit | None

    @property
    def here(self) -> Handling:
        return Handling(self.exception.handling) if self.exception else self.usual

    @property
    def differs(self) -> bool:
        return self.here != self.usual


def handled_at(unit: AdministrativeUnit, day: date) -> list[Handled]:
    """What `unit` does on `day` with each procedure of its level, by name."""
    versions = ProcedureVersion.objects.in_force_on(day).filter(procedure__level=unit.level).with_list_data()
    exceptions = ProcedureAtUnit.objects.in_force_on(day).filter(unit=unit)
    by_procedure = {exception.procedure_id: exception for exception in exceptions}
    return [
        Handled(version, Handling(version.procedure.handling), by_procedure.get(version.procedure_id))
        for version in versions.order_by(Fold("name"), "pk")
    ]


def applied_by(units: Iterable[AdministrativeUnit], day: date) -> dict[AdministrativeUnit, Applied]:
    """By unit, in two statements however many they are."""
    usual = {}
    for level, pk, handling in (
        ProcedureVersion.objects.in_force_on(day)
        .order_by()
        .values_list("procedure__level", "procedure", "procedure__handling")
    ):
        usual.setdefault(level, {})[pk] = handling
    units, here = list(units), {}
    for unit, procedure, handling in (
        ProcedureAtUnit.objects.in_force_on(day).filter(unit__in=units).values_list("unit", "procedure", "handling")
    ):
        here.setdefault(unit, {})[procedure] = handling
    return {unit: _applied(usual.get(unit.level, {}), here.get(unit.pk, {})) for unit in units}


def _applied(usual, exceptions):
    handled = {pk: exceptions.get(pk, handling) for pk, handling in usual.items()}
    return Applied(
        applied=sum(handling != Handling.NOT_APPLIED for handling in handled.values()),
        received=sum(handling == Handling.RECEIVED for handling in handled.values()),
        differing=sum(handled[pk] != handling for pk, handling in usual.items()),
    )


# Setting it


@dataclass(frozen=True)
class Ask:
    """Which units are to do what with which procedures, in which days; no `handling`: as the others of their level."""

    procedures: tuple[Procedure, ...]
    units: tuple[AdministrativeUnit, ...]
    handling: str
    first_day: date
    last_day: date | None = None


@dataclass(frozen=True)
class Step:
    """One procedure at one unit: what stands there in those days, and what it becomes."""

    procedure: Procedure
    unit: AdministrativeUnit
    standing: list[ProcedureAtUnit]
    becomes: Handling
    first_day: date
    last_day: date | None

    @property
    def differs(self) -> bool:
        return self.becomes != self.procedure.handling

    @property
    def was(self) -> Handling:
        """On the first day."""
        held = (each.handling for each in self.standing if each.is_in_force_on(self.first_day))
        return Handling(next(held, self.procedure.handling))

    @property
    def changes(self) -> bool:
        """Whether anything is handled otherwise on any of those days."""
        if not self.differs:
            return bool(self.standing)
        return not any(each.handling == self.becomes and self._is_covered_by(each) for each in self.standing)

    def _is_covered_by(self, each):
        begins = each.valid_from is None or each.valid_from <= self.first_day
        return begins and (each.valid_to is None or (self.last_day is not None and self.last_day <= each.valid_to))


def steps_of(ask: Ask) -> list[Step]:
    """Each procedure at each unit of its level."""
    in_those_days = Q(valid_to=None) | Q(valid_to__gte=ask.first_day)
    if ask.last_day:
        in_those_days &= Q(valid_from=None) | Q(valid_from__lte=ask.last_day)
    standing = {}
    for each in ProcedureAtUnit.objects.filter(in_those_days, procedure__in=ask.procedures, unit__in=ask.units):
        standing.setdefault((each.procedure_id, each.unit_id), []).append(each)
    return [
        Step(
            procedure,
            unit,
            standing.get((procedure.pk, unit.pk), []),
            Handling(ask.handling or procedure.handling),
            ask.first_day,
            ask.last_day,
        )
        for procedure in ask.procedures
        for unit in ask.units
        if procedure.level == unit.level
    ]
