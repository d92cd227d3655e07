"""What hangs where: how much of what a unit must make public (niêm yết công khai) is posted, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from procedures.models import (
    Change,
    Finding,
    Handling,
    Posting,
    PostingPlace,
    ProcedureAtUnit,
    ProcedureVersion,
    PublicationDecision,
)
from units.models import AdministrativeUnit, Level, ServiceDesk
from units.sums import Sums
from units.validity import in_force_on

COMING_WITHIN = timedelta(days=30)  # as far ahead as the working list looks


@dataclass(frozen=True)
class Share(Sums):
    """How much of what applies hangs in one place, and how much that should come down."""

    applied: int = 0
    posted: int = 0
    stale: int = 0

    @property
    def missing(self) -> int:
        return self.applied - self.posted

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.stale)


@dataclass(frozen=True)
class Coverage:
    """Of one unit on one day: how many procedures apply there, how many of them hang where, what should come down."""

    applied: int = 0
    on_board: int = 0
    on_portal: int = 0
    stale_on_board: int = 0
    stale_on_portal: int = 0

    @property
    def stale(self) -> int:
        return self.stale_on_board + self.stale_on_portal

    @property
    def missing_on_board(self) -> int:
        return self.applied - self.on_board

    @property
    def missing_on_portal(self) -> int:
        return self.applied - self.on_portal

    def at(self, place: str) -> Share:
        if place == PostingPlace.BOARD:
            return Share(self.applied, self.on_board, self.stale_on_board)
        return Share(self.applied, self.on_portal, self.stale_on_portal)


def place_of(unit: AdministrativeUnit) -> PostingPlace:
    """Where a unit has to post: a commune on the board of its desk, one above it on its portal."""
    return PostingPlace.BOARD if unit.level == Level.COMMUNE else PostingPlace.PORTAL


def coverage(units: Iterable[AdministrativeUnit], day: date) -> dict[int, Coverage]:
    """The coverage of each of `units` by its key, in three statements however many they are."""
    units = list(units)
    applied, posted = _applied_counts(units, day), _posted_counts(units, day)
    return {unit.pk: Coverage(applied=applied[unit.pk], **posted.get(unit.pk, {})) for unit in units}


def posted_where_due(units: Iterable[AdministrativeUnit], day: date) -> dict[AdministrativeUnit, Share]:
    """What each of `units` has posted on `day` where it has to."""
    units = list(units)
    counts = coverage(units, day)
    return {unit: counts[unit.pk].at(place_of(unit)) for unit in units}


def counting(day: date) -> QuerySet[Posting]:
    """The postings that tell when a version was put up, as of `day`: without those that a spot check did not find."""
    not_found = Finding.objects.not_found().filter(posting=OuterRef("pk"), check_made__checked_on__lte=day)
    return Posting.objects.ever_up().filter(~Exists(not_found), posted_on__lte=day)


def applied_at(unit: AdministrativeUnit, day: date) -> QuerySet[ProcedureVersion]:
    """The versions in force on `day` of the procedures of the unit's level that apply there: what it must post."""
    return ProcedureVersion.objects.in_force_on(day).applying_at(unit, day)


def coming_to(unit: AdministrativeUnit, day: date) -> QuerySet[ProcedureVersion]:
    """The versions that `unit` must post soon, since they are in force soon."""
    soon = ProcedureVersion.objects.filter(valid_from__gt=day, valid_from__lte=day + COMING_WITHIN)
    return soon.applying_at(unit, OuterRef("valid_from"))


def stale(postings: QuerySet[Posting], day: date) -> QuerySet[Posting]:
    """Those of `postings` that hang on `day` though their version ended before, or does not apply there."""
    return postings.up_on(day).alias(handling_there=_handling_there(day)).filter(_is_stale(day))


class State(models.TextChoices):
    """What a unit's list is narrowed to. As many are missing, posted and stale as `coverage` counts."""

    MISSING = "missing", _("Not posted")
    POSTED = "posted", _("Posted")
    STALE = "stale", _("Out of date")
    COMING = "coming", _("Soon in force")


def listed(unit: AdministrativeUnit, day: date, place: PostingPlace, state: str = "") -> QuerySet[ProcedureVersion]:
    """The versions that apply at `unit`, or those of one State; each with its posting there, if any, in `hanging`.

    `first_posted_on` is the day from which it counts as posted; `missed_on` and `missed_because` are of the last spot
    check that did not find it.
    """
    here = {"desk__unit": unit, "place": place}
    hanging = Posting.objects.up_on(day).filter(**here)
    match state:
        case State.MISSING:
            versions = applied_at(unit, day).exclude(pk__in=hanging.values("version"))
        case State.POSTED:
            versions = applied_at(unit, day).filter(pk__in=hanging.values("version"))
        case State.STALE:
            versions = ProcedureVersion.objects.filter(pk__in=stale(hanging, day).values("version"))
        case State.COMING:
            versions = coming_to(unit, day).exclude(pk__in=hanging.values("version"))
        case _:
            versions = applied_at(unit, day)
    first = counting(day).filter(**here, version=OuterRef("pk")).order_by("posted_on")
    missed = Finding.objects.not_found().filter(check_made__checked_on__lte=day, posting__version=OuterRef("pk"))
    missed = missed.filter(posting__desk__unit=unit, posting__place=place).order_by("-check_made__checked_on", "-pk")
    return versions.annotate(
        first_posted_on=Subquery(first.values("posted_on")[:1]),
        missed_on=Subquery(missed.values("check_made__checked_on")[:1]),
        missed_because=Subquery(missed.values("check_made__note")[:1]),
    ).prefetch_related(Prefetch("postings", hanging.select_related("posted_by", "put_up_in"), to_attr="hanging"))


@dataclass(frozen=True)
class Whereabouts:
    """Where one version hangs on a day: at how many of the desks that must show it, and at the reader's own."""

    desks: int  # that must show it on their board
    on_board: int  # of them
    portals: list[Posting]
    here: list[Posting]  # on the boards where the reader works


def whereabouts(version: ProcedureVersion, desks, hanging: list[Posting], user) -> Whereabouts:
    """`hanging` are the postings that are up, of this version and maybe others; `desks` must show it."""
    must = {desk.pk for desk in desks}
    mine = {duty.unit.pk for duty in user.duties} if user.is_authenticated else set()
    up = [posting for posting in hanging if posting.version_id == version.pk]
    on_boards = [posting for posting in up if posting.place == PostingPlace.BOARD]
    return Whereabouts(
        desks=len(must),
        on_board=sum(posting.desk_id in must for posting in on_boards),
        portals=[posting for posting in up if posting.place == PostingPlace.PORTAL],
        here=[posting for posting in on_boards if posting.desk.unit_id in mine],
    )


def decided_between(first: date, last: date) -> QuerySet[ProcedureVersion]:
    """The new and the amended versions of publication decisions issued in those days, in force today or not."""
    return ProcedureVersion.objects.filter(
        change__in=(Change.NEW, Change.AMENDED), decision__issued_on__gte=first, decision__issued_on__lte=last
    )


def boards_of(decision: PublicationDecision, day: date) -> dict[AdministrativeUnit, Share]:
    """How far each unit that `decision` concerns is on `day` with what it brought, where it has to post."""
    begun = decision.versions.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    begun = {version.pk: version for version in begun.select_related("procedure")}
    ended = ProcedureVersion.objects.filter(pk__in=decision.lines.values("ended__version"), valid_to__lt=day)
    ended = {version.pk: version for version in ended.select_related("procedure")}
    hanging = set(
        Posting.objects.up_on(day).filter(version__in=[*begun, *ended]).values_list("desk__unit", "place", "version")
    )
    procedures = {version.procedure_id for version in (*begun.values(), *ended.values())}
    exceptions = handled_differently(procedures, day)
    boards = {}
    for desk in ServiceDesk.objects.open_on(day).select_related("unit").order_by("unit__code"):
        unit, place = desk.unit, place_of(desk.unit)
        must = [pk for pk, version in begun.items() if applies(version, unit, exceptions)]
        share = Share(
            applied=len(must),
            posted=sum((unit.pk, place, pk) in hanging for pk in must),
            stale=sum((unit.pk, place, pk) in hanging for pk in ended),
        )
        if not share.is_empty:
            boards[unit] = share
    return boards


def handled_differently(procedures: Iterable[int], day: date) -> dict[tuple[int, int], str]:
    """How units handle procedures on `day` otherwise than is usual, by the keys of both."""
    exceptions = ProcedureAtUnit.objects.in_force_on(day).filter(procedure__in=procedures)
    return {(unit, procedure): how for unit, procedure, how in exceptions.values_list("unit", "procedure", "handling")}


def applies(version: ProcedureVersion, unit: AdministrativeUnit, exceptions: dict[tuple[int, int], str]) -> bool:
    """Whether `unit` must post it; `exceptions` as `handled_differently` gives them."""
    procedure = version.procedure
    handling = exceptions.get((unit.pk, procedure.pk), procedure.handling)
    return procedure.level == unit.level and handling != Handling.NOT_APPLIED


def _exception(procedure, unit, day):
    """What `unit` does differently on `day` with the procedure that the outer row has under that name, or null."""
    here = ProcedureAtUnit.objects.in_force_on(day).filter(procedure=OuterRef(procedure), unit=unit)
    return Subquery(here.values("handling")[:1])


def _handling_there(day):
    """What the unit of a posting's desk does on `day` with what hangs there."""
    return Coalesce(_exception("version__procedure", OuterRef("desk__unit"), day), F("version__procedure__handling"))


def _is_stale(day):
    return Q(version__valid_to__lt=day) | Q(handling_there=Handling.NOT_APPLIED)


def _applied_counts(units, day):
    """By unit: as many as of its level are in force, and those that it handles differently added or taken off."""
    in_force = ProcedureVersion.objects.in_force_on(day).order_by()
    usual = in_force.exclude(procedure__handling=Handling.NOT_APPLIED)
    by_level = dict(usual.values_list("procedure__level").annotate(n=Count("pk")))
    counts = {unit.pk: by_level.get(unit.level, 0) for unit in units}
    level = {unit.pk: unit.level for unit in units}
    exceptions = ProcedureAtUnit.objects.in_force_on(day).filter(
        unit__in=level, procedure__in=in_force.values("procedure")
    )
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
    board, portal, old = Q(place=PostingPlace.BOARD), Q(place=PostingPlace.PORTAL), _is_stale(day)
    hanging = Posting.objects.up_on(day).filter(desk__unit__in=[unit.pk for unit in units])
    hanging = hanging.alias(handling_there=_handling_there(day))
    by_unit = hanging.order_by().values(unit=F("desk__unit"))
    rows = by_unit.annotate(
        on_board=Count("pk", filter=due & board),
        on_portal=Count("pk", filter=due & portal),
        stale_on_board=Count("pk", filter=old & board),
        stale_on_portal=Count("pk", filter=old & portal),
    )
    return {row.pop("unit"): row for row in rows}
