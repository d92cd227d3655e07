"""What units that are no more, and people whose work ended, have left behind, and who may go on with it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from dossiers.models import Dossier
from dossiers.models.querysets import IS_OPEN, IS_RESOLVED
from dossiers.states import OPEN_STATES
from units.lineage import Lineage, taken_over_by
from units.models import AdministrativeUnit, Agency, Assignment, Role, ServiceDesk
from units.text import Fold, fold

HANDING_OVER = (Role.LEADER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Left:
    """A unit that is no more, how much of its work nobody has taken over, and which units may."""

    unit: AdministrativeUnit
    count: int
    successors: list[AdministrativeUnit]


def left_by_units(user, today) -> list[Left]:
    """Of the units whose work `user` may hand over; the oldest end first."""
    units = units_handed_over_by(user, today).order_by("valid_to", "code")
    counts, lineage = _counts_by_unit(user, list(units)), Lineage.on(today)
    return [Left(unit, counts[unit.pk], lineage.successors(unit)) for unit in units if counts[unit.pk]]


def count_left_by_units(user, today) -> int:
    units = list(units_handed_over_by(user, today).values_list("pk", flat=True))
    return Dossier.objects.visible_to(user).filter(_is_of(units)).count() if units else 0


def units_handed_over_by(user, today):
    """The units that are no more and whose open dossiers `user` may hand over: his own, or those that his took over."""
    own = user.units_of(*HANDING_OVER)
    taken_over = taken_over_by(own.values_list("pk", flat=True), today)
    gone = AdministrativeUnit.objects.filter(valid_to__lt=today)
    return gone if user.is_superuser else gone.filter(Q(pk__in=own.values("pk")) | Q(pk__in=taken_over))


def left_by(unit, user):
    """What `unit` left behind: open and to be decided there, or with a result to be handed back there."""
    return Dossier.objects.visible_to(user).filter(_is_of([unit.pk]))


def narrowed(dossiers, words):
    """Those whose address or procedure has each of `words`, diacritics or not: where a unit was split, by hamlets."""
    dossiers = dossiers.annotate(folded_address=Fold(F("applicant_address")))
    for word in fold(words).split():
        dossiers = dossiers.filter(Q(folded_address__contains=word) | Q(version__searched__contains=word))
    return dossiers


def places_for(unit, user, today) -> list[AdministrativeUnit]:
    """The units that may go on with it: its successors; where there are none, those in force that `user` oversees."""
    overseen = user.units_of(*HANDING_OVER)
    units = AdministrativeUnit.objects.all() if user.is_superuser else overseen
    return Lineage.on(today).successors(unit) or list(units.in_force_on(today).order_by("code"))


def is_left_by_its_officer(today) -> Q:
    """Open and in the hands of somebody who does not work any more where it lies."""
    work = Assignment.objects.in_force_on(today).filter(
        role=Role.OFFICER, user=OuterRef("handled_by"), user__is_active=True
    )
    there = Q(agency__unit=OuterRef("competent_agency__unit")) | Q(agency=OuterRef("holding_agency"))
    there |= Q(agency__unit=OuterRef("holding_agency__unit"))
    return IS_OPEN & Q(handled_by__isnull=False) & ~Exists(work.filter(there))


def in_hands_of(officer, user):
    """The open dossiers that `officer` has in hand where `user` leads or administers."""
    held = Dossier.objects.visible_to(user).open().filter(handled_by=officer)
    units = user.units_of(*HANDING_OVER).values("pk")
    lies_there = Q(holding_agency__unit__in=units) | Q(holding_agency=None, competent_agency__unit__in=units)
    return held if user.is_superuser else held.filter(lies_there)


def looks_after(user, person):
    """Whether `person` works, or worked, where `user` leads or administers."""
    units = user.units_of(*HANDING_OVER).values("pk")
    work = Assignment.objects.filter(Q(desk__unit__in=units) | Q(agency__unit__in=units), user=person)
    return user.is_superuser or work.exists()


def _is_of(units) -> Q:
    """By keys: of what these units left, open ones are decided there; these and results are handed back there."""
    agencies = list(Agency.objects.filter(unit__in=units).values_list("pk", flat=True))
    desks = list(ServiceDesk.objects.filter(unit__in=units).values_list("pk", flat=True))
    return IS_OPEN & Q(competent_agency__in=agencies) | (IS_OPEN | IS_RESOLVED) & Q(returning_desk__in=desks)


def _counts_by_unit(user, units):
    """Each dossier once for each of the units that has to do with it."""
    found = Dossier.objects.visible_to(user).filter(_is_of([unit.pk for unit in units])).order_by()
    groups = found.values_list("competent_agency__unit", "returning_desk__unit", "state").annotate(n=Count("pk"))
    counts = Counter()
    for decides, hands_back, state, n in groups:
        for unit in {hands_back, decides} if state in OPEN_STATES else {hands_back}:
            counts[unit] += n
    return counts
