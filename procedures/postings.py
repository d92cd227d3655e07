"""What hangs where: how much of what a unit must make public (niêm yết công khai) is posted, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from procedures.models import Change, Handling, Posting, PostingPlace, ProcedureAtUnit, ProcedureVersion
from units.models import AdministrativeUnit
from units.validity import in_force_on


@dataclass(frozen=True)
class Coverage:
    """Of one unit on one day: how many procedures apply there, how many of them hang where, what should come down."""

    applied: int = 0
    on_board: int = 0
    on_portal: int = 0
    stale: int = 0  # postings, on the board and the portal together


def coverage(units: Iterable[AdministrativeUnit], day: date) -> dict[int, Coverage]:
    """The coverage of each of `units` by its key, in three statements however many they are."""
    units = list(units)
    applied, posted = _applied_counts(units, day), _posted_counts(units, day)
    return {unit.pk: Coverage(applied=applied[unit.pk], **posted.get(unit.pk, {})) for unit in units}


def applied_at(unit: AdministrativeUnit, day: date) -> QuerySet[ProcedureVersion]:
    """The versions in force on `day` of the procedures of the unit's level that apply there: what it must post."""
    versions = ProcedureVersion.objects.in_force_on(day).filter(procedure__level=unit.level)
    handling = Coalesce(_exception("procedure", unit.pk), F("procedure__handling"))
    return versions.alias(handling=handling).exclude(handling=Handling.NOT_APPLIED)


def stale(postings: QuerySet[Posting], day: date) -> QuerySet[Posting]:
    """Those of `postings` that hang on `day` though their version ended before, or does not apply there."""
    return postings.up_on(day).alias(**HANDLING_THERE).filter(_is_stale(day))


def decided_between(first: date, last: date) -> QuerySet[ProcedureVersion]:
    """The new and the amended versions of publication decisions issued in those days, in force today or not."""
    return ProcedureVersion.objects.filter(
        change__in=(Change.NEW, Change.AMENDED), decision_date__gte=first, decision_date__lte=last
    )


def _exception(procedure, unit):
    """What `unit` does differently with the procedure that the outer row has under that name, or null."""
    here = ProcedureAtUnit.objects.filter(procedure=OuterRef(procedure), unit=unit)
    return Subquery(here.values("handling")[:1])


HANDLING_THERE = {
    "handling_there": Coalesce(
        _exception("version__procedure", OuterRef("desk__unit")), F("version__procedure__handling")
    )
}


def _is_stale(day):
    return Q(version__valid_to__lt=day) | Q(handling_there=Handling.NOT_APPLIED)


def _applied_counts(units, day):
    """By unit: as many as of its level are in force, and those that it handles differently added or taken off."""
    in_force = ProcedureVersion.objects.in_force_on(day).order_by()
    usual = in_force.exclude(procedure__handling=Handling.NOT_APPLIED)
    by_level = dict(usual.values_list("procedure__level").annotate(n=Count("pk")))
    counts = {unit.pk: by_level.get(unit.level, 0) for unit in units}
    level = {unit.pk: unit.level for unit in units}
    exceptions = ProcedureAtUnit.objects.filter(unit__in=level, procedure__in=in_force.values("procedure"))
    for unit, at_level, here, elsewhere in exceptions.values_list(
        "unit", "procedure__level", "handling", "procedure__handling"
    ):
        if at_level == level[unit]:
            counts[unit] += (here != Handling.NOT_APPLIED) - (elsewhere != Handling.NOT_APPLIED)
    return counts


def _posted_counts(units, day):
    """By unit the rest of its coverage. A procedure of another level, as on a district's portal, counts nowhere."""
    of_level = Q()
    for level in {unit.level for unit in units}:
        of_level |= Q(
            desk__unit__in=[unit.pk for unit in units if unit.level == level], version__procedure__level=level
        )
    due = of_level & in_force_on(day, "version__") & ~Q(handling_there=Handling.NOT_APPLIED)
    hanging = Posting.objects.up_on(day).filter(desk__unit__in=[unit.pk for unit in units]).alias(**HANDLING_THERE)
    rows = (
        hanging.order_by()
        .values(unit=F("desk__unit"))
        .annotate(
            on_board=Count("pk", filter=due & Q(place=PostingPlace.BOARD)),
            on_portal=Count("pk", filter=due & Q(place=PostingPlace.PORTAL)),
            stale=Count("pk", filter=_is_stale(day)),
        )
    )
    return {row.pop("unit"): row for row in rows}
