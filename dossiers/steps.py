"""Where a dossier lies, which steps its process plans, when each of them is due, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from dossiers.clocks import calendar_of, stretches_of
from dossiers.models import Dossier, Step
from dossiers.states import EXPECTED_NEXT, MOVES, DossierState, Verb
from procedures.models import ProcessStep
from units.calendars import work_calendar
from units.models import Agency, AgencyKind, ServiceDesk
from units.step_deadlines import step_deadlines


def is_lawful(dossier, verb) -> bool:
    """Whether the table has such a move for it as it is; papers are taken over only while on their way."""
    move = MOVES[verb]
    if dossier.state not in move.sources or (move.only_if and not getattr(dossier, move.only_if)):
        return False
    return verb != Verb.TAKE_OVER or bool(dossier.open_step and dossier.open_step.is_on_its_way)


def expected_next(dossier) -> Verb | None:
    """The verb that the law, and the process it runs by, expect next."""
    if dossier.state == DossierState.PROCESSING:
        if is_lawful(dossier, Verb.TAKE_OVER):
            return Verb.TAKE_OVER
        if way_of(dossier).onward:
            return Verb.FORWARD
    return EXPECTED_NEXT.get(dossier.state)


@dataclass(frozen=True)
class Planned:
    """A step as it is planned for one dossier: where, and by when."""

    step: ProcessStep
    place: Agency | ServiceDesk
    due_at: datetime


class Way:
    """The way that the process of a dossier plans for it; without a process nothing is planned.

    `named` are the agencies that its steps name, where many ways are laid out at once.
    """

    def __init__(self, dossier, named=None):
        self.dossier, self._named = dossier, named

    @cached_property
    def planned(self) -> list[Planned]:
        if not self._steps:
            return []
        due = self._due([step.hours for step in self._steps])
        return [Planned(step, self._place(step), due_at) for step, due_at in zip(self._steps, due, strict=True)]

    @property
    def next(self) -> Planned | None:
        return next(iter(self.ahead), None)

    @property
    def ahead(self) -> list[Planned]:
        """Those after the step that it is in; a first one at the desk is reached by the reception."""
        return [planned for planned in self.planned if planned.step.position > self._reached]

    @property
    def onward(self) -> Agency | None:
        """Where it is to be forwarded next: not where it lies, and not to the desk, where only its result goes."""
        offices = [self._place(step) for step in self._steps if step.position > self._reached and not step.is_at_desk]
        return next((office for office in offices if office.pk != self.dossier.holding_agency_id), None)

    def at(self, step) -> Planned | None:
        return next((planned for planned in self.planned if planned.step == step), None)

    @cached_property
    def _steps(self):
        return list(self.dossier.process.steps.all()) if self.dossier.process else []

    @cached_property
    def _reached(self):
        positions = {step.pk: step.position for step in self._steps}
        open_step = self.dossier.open_step
        if open_step and open_step.planned_id in positions:
            return positions[open_step.planned_id]
        reached = [positions[step.planned_id] for step in self.dossier.steps.all() if step.planned_id in positions]
        return max([0, *reached, *(step.position for step in self._steps[:1] if step.is_at_desk)])

    @cached_property
    def _offices(self):
        """By name: of the competent authority's unit, else of the unit above."""
        unit, named = self.dossier.competent_agency.unit, self._named
        if named is None:
            named = Agency.objects.filter(name__in=_offices_named(self._steps), unit__in=[unit.pk, unit.parent_id])
        near = [office for office in named if office.unit_id in (unit.pk, unit.parent_id)]
        return {office.name: office for office in sorted(near, key=lambda office: office.unit_id == unit.pk)}

    def _place(self, step):
        if step.is_at_desk:
            return self.dossier.receiving_desk
        return self._offices.get(step.office, self.dossier.competent_agency)

    def _due(self, hours):
        dossier = self.dossier
        begins, stretches = min(dossier.received_at, dossier.due_at), stretches_of(dossier)
        return step_deadlines(begins, dossier.due_at, hours, calendar_of(dossier), stretches, limit_hours=sum(hours))


def lay_out(dossiers):
    """The ways of many, and the steps that they are in, by a few statements for all of them."""
    with_places = Step.objects.select_related("desk", "agency", "taken_by")
    prefetch_related_objects(dossiers, "process__steps", Prefetch("steps", with_places))
    steps = [step for dossier in dossiers if dossier.process for step in dossier.process.steps.all()]
    named = list(Agency.objects.filter(name__in=_offices_named(steps)))
    for dossier in dossiers:
        dossier.open_step = next((step for step in dossier.steps.all() if step.ended_at is None), None)
        dossier.way = Way(dossier, named)


def way_of(dossier) -> Way:
    """As it was laid out with those of a list, else by itself."""
    return getattr(dossier, "way", None) or Way(dossier)


def _offices_named(steps):
    return {step.office for step in steps if step.office}


def to_be_handed_over_by(dossier: Dossier) -> datetime:
    """Until when the desk has time to bring a new dossier to the office.

    On the day of reception, or in the first session of the next working day where its regulation lets what comes
    after a certain hour wait (NĐ 61/2018/NĐ-CP art. 18), or where it came on a day off.
    """
    received = timezone.localtime(dossier.received_at)
    calendar = calendar_of(dossier)
    cutoff = dossier.rule_set.transfer_cutoff or calendar.office_hours.closes
    if calendar.is_working(received.date()) and received.time() <= cutoff:
        return calendar.closing(received.date())
    day = calendar.next_working_day(received.date())
    return calendar.sessions_on(day)[0][1]


def places_to_forward_to(dossier) -> list[Agency]:
    """Where it may go: the places of its process; without one the authority, its offices and those of the unit above,
    agencies of other systems among them. Never where it lies."""
    if planned := Way(dossier).planned:
        found = {place.place.pk: place.place for place in planned if isinstance(place.place, Agency)}
        places = [dossier.competent_agency, *found.values()]
    else:
        unit = dossier.competent_agency.unit
        near = Q(unit=unit) | Q(unit=unit.parent_id) & ~Q(kind=AgencyKind.COMMITTEE)
        places = Agency.objects.filter(near).order_by("-unit__code", "kind", "name")
    return list(dict.fromkeys(place for place in places if place.pk != dossier.holding_agency_id))


def name_of(place, dossier) -> str:
    """Of a desk or agency; the unit is named where it is another one than the competent authority's."""
    if isinstance(place, ServiceDesk):
        return str(place)
    is_own = place.unit_id == dossier.competent_agency.unit_id or place.kind == AgencyKind.COMMITTEE
    return place.name if is_own else f"{place.name}, {place.unit.name_in_sentence}"


def moved_due(step: Step, dossier: Dossier, due_before: datetime) -> datetime | None:
    """When the open step is due after the clock of its dossier moved on from `due_before`.

    A planned one has its share of the new time; one that had all of it has all; one of a day of its own gets the
    working days that were added.
    """
    if step.due_at is None or dossier.due_at == due_before:
        return step.due_at
    if step.planned:
        return Way(dossier).at(step.planned).due_at
    if step.due_at == due_before:
        return dossier.due_at
    calendar = work_calendar(on=step.due_on, unit=dossier.receiving_desk.unit)
    added = calendar.working_days_between(timezone.localdate(due_before), dossier.due_on)
    day = calendar.add_working_days(step.due_on, added)
    return min(step.due_at + (day - step.due_on), dossier.due_at)
