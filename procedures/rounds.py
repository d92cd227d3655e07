"""What is left to post of publication decisions, unit by unit: whole decisions are ticked off, not single sheets."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from procedures.models import (
    DecisionState,
    EndedVersion,
    Posting,
    PostingPlace,
    PostingRound,
    ProcedureVersion,
    PublicationDecision,
)
from procedures.postings import applied_at, coming_to, place_of
from units.models import AdministrativeUnit


@dataclass(frozen=True)
class ToDo:
    """Of one decision at one unit: what is to be put up and to come down, and what hangs already."""

    decision: PublicationDecision
    unit: AdministrativeUnit
    place: PostingPlace
    missing: list[ProcedureVersion] = field(default_factory=list)
    over: list[Posting] = field(default_factory=list)
    hanging: list[Posting] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return not (self.missing or self.over)

    @property
    def concerns_it(self) -> bool:
        return bool(self.missing or self.over or self.hanging)


def to_do_of(decision: PublicationDecision, unit: AdministrativeUnit, day: date) -> ToDo:
    """What `unit` has to do for `decision` where it has to post."""
    place = place_of(unit)
    up = Posting.objects.up_on(day).filter(desk__unit=unit, place=place)
    up = up.select_related("version__procedure", "posted_by", "put_up_in").order_by("version__name")
    begun = [
        *applied_at(unit, day).filter(decision=decision).select_related("procedure").order_by("name"),
        *coming_to(unit, day).filter(decision=decision).select_related("procedure").order_by("name"),
    ]
    hanging = list(up.filter(version__in=begun))
    there = {posting.version_id for posting in hanging}
    return ToDo(
        decision=decision,
        unit=unit,
        place=place,
        missing=[version for version in begun if version.pk not in there],
        over=list(up.filter(version__valid_to__lt=day, version__in=decision.lines.values("ended__version"))),
        hanging=hanging,
    )


def to_post(unit: AdministrativeUnit, day: date) -> QuerySet[PublicationDecision]:
    """The decisions of which `unit` has something to put up (also what is in force soon) or to take down."""
    up = Posting.objects.up_on(day).filter(desk__unit=unit, place=place_of(unit)).values("version")
    now = applied_at(unit, day).exclude(pk__in=up).values("decision")
    soon = coming_to(unit, day).exclude(pk__in=up).values("decision")
    over = EndedVersion.objects.filter(version__valid_to__lt=day, version__in=up)
    concerned = Q(pk__in=now) | Q(pk__in=soon) | Q(pk__in=over.values("line__decision"))
    return PublicationDecision.objects.exclude(state=DecisionState.DRAFT).filter(concerned)


def rounds_of(decision: PublicationDecision, unit: AdministrativeUnit) -> QuerySet[PostingRound]:
    """What was confirmed of `decision` at `unit`, the last first."""
    rounds = decision.posting_rounds.filter(desk__unit=unit).select_related("by", "desk", "link_added_by")
    return rounds.prefetch_related("photos__added_by", "put_up__version", "taken_down__version")
