"""What a publication decision (quyết định công bố) would do, and what stands against it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from procedures.content import Content, Difference, differences
from procedures.models import (
    DecisionLine,
    Handling,
    LineKind,
    Procedure,
    ProcedureAtUnit,
    ProcedureVersion,
    PublicationDecision,
)
from procedures.stored import WHOLE, content_of
from units.models import AdministrativeUnit
from units.sums import Sums


@dataclass
class PlannedLine:
    """A line, the versions that it ends, and why it cannot be carried out, in sentences."""

    line: DecisionLine
    day: date | None
    known: Procedure | None = None  # which has the code of a new line: it was abolished once, or the line is wrong
    ends: list[ProcedureVersion] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @cached_property
    def before(self) -> Content | None:
        """What was asked for of an amended or abolished procedure."""
        return content_of(self.ends[0]) if self.ends and not self.line.is_new else None

    @cached_property
    def differences(self) -> list[Difference]:
        """Field by field; of a new procedure nothing stood there before."""
        if self.line.content is None:
            return []
        return differences(self.before or Content(name="", sector=""), self.line.content)

    @property
    def is_settled(self) -> bool:
        """Nothing stands against it, and if it amends, it says what."""
        return not self.faults and (self.line.kind == LineKind.ABOLISH or bool(self.differences))

    @property
    def name(self) -> str:
        content = self.line.content or self.before
        return content.name if content else str(self.line.procedure)

    @property
    def procedures(self) -> list[Procedure]:
        """The procedures it speaks of that there are already."""
        own = self.line.procedure or self.known
        return [each.procedure for each in self.line.replaced.all()] + ([own] if own else [])


@dataclass
class Plan:
    """What applying a decision would do, line by line."""

    decision: PublicationDecision
    lines: list[PlannedLine]
    faults: list[str] = field(default_factory=list)  # of the decision as a whole
    warnings: list[str] = field(default_factory=list)

    @property
    def all_faults(self) -> list[str]:
        return self.faults + [f"{planned.name}: {fault}" for planned in self.lines for fault in planned.faults]

    @property
    def can_be_applied(self) -> bool:
        return not self.all_faults

    @property
    def unsettled(self) -> PlannedLine | None:
        """The first line that somebody has to look at before it is applied."""
        return next((planned for planned in self.lines if not planned.is_settled), None)


def plan_of(decision: PublicationDecision) -> Plan:
    """What `decision` would do as the catalogue stands; its faults keep it from being applied, its warnings do not."""
    lines = decision.lines.select_related("procedure", "decision").prefetch_related("replaced__procedure")
    known = _known_by_code(lines)
    planned = [PlannedLine(line, line.starts_on, known.get(line)) for line in lines]
    versions = _versions_of(planned)
    for each in planned:
        _look_at(each, versions)
    _look_for_contradictions(planned)
    _look_for_namesakes(planned)
    plan = Plan(decision, planned)
    _look_at_decision(plan)
    return plan


def done_by(decision: PublicationDecision) -> list[PlannedLine]:
    """The lines of an applied decision with the versions that they ended."""
    lines = decision.lines.select_related("procedure", "decision", "version").prefetch_related(
        "replaced__procedure", *(f"ended__version__{part}" for part in WHOLE)
    )
    return [PlannedLine(line, line.starts_on, ends=[each.version for each in line.ended.all()]) for line in lines]


def _known_by_code(lines):
    """By new line the procedure that has its code at its level, if there is one."""
    new = [line for line in lines if line.is_new]
    there = Procedure.objects.filter(code__in={line.code for line in new})
    by_code = {(procedure.level, procedure.code): procedure for procedure in there}
    return {line: by_code.get((line.level, line.code)) for line in new}


def _versions_of(planned):
    """The versions of all procedures that the lines speak of, by the procedure's key."""
    procedures = {procedure.pk for each in planned for procedure in each.procedures}
    versions = ProcedureVersion.objects.filter(procedure__in=procedures).select_related("procedure")
    found = {pk: [] for pk in procedures}
    for version in versions.prefetch_related(*WHOLE).order_by("valid_from"):
        found[version.procedure_id].append(version)
    return found


def _look_at(planned, versions):
    line, day = planned.line, planned.day
    if day is None:  # as is told of the decision
        return
    if line.is_new:
        _look_at_new(planned, versions)
    ended = planned.procedures if not line.is_new else [each.procedure for each in line.replaced.all()]
    for procedure in ended:
        _look_at_ended(planned, procedure, versions[procedure.pk])
    if line.kind == LineKind.REPLACE and not ended:
        planned.faults.append(_("say which procedures it replaces, or enter it as new."))


def _look_at_new(planned, versions):
    known, line = planned.known, planned.line
    if known is None:
        return
    if any(version.valid_to is None or version.valid_to >= planned.day for version in versions[known.pk]):
        planned.faults.append(_("this level has a procedure with the code %(code)s: amend that.") % {"code": line.code})
    elif known.handling != line.handling:
        said = _("%(code)s was here before: units do with it what they did then (%(handling)s).")
        planned.warnings.append(said % {"code": line.code, "handling": known.get_handling_display()})


def _look_at_ended(planned, procedure, versions):
    day, named = planned.day, {"code": procedure.code, "day": f"{planned.day:%d/%m/%Y}"}
    current = next((version for version in versions if version.is_in_force_on(day)), None)
    if current is None:
        planned.faults.append(_("%(code)s is not in force on %(day)s: there is nothing to change.") % named)
        return
    if current.valid_from == day:
        planned.faults.append(_("another version of %(code)s begins on %(day)s as well: choose another day.") % named)
        return
    later = next((version for version in versions if version.valid_from and version.valid_from > day), None)
    if later and planned.line.kind != LineKind.AMEND:
        named["later"] = f"{later.valid_from:%d/%m/%Y}"
        planned.faults.append(_("a version of %(code)s begins on %(later)s: it cannot end before.") % named)
        return
    planned.ends.append(current)
    if later:
        named["later"] = f"{later.valid_from:%d/%m/%Y}"
        planned.warnings.append(_("it holds until %(later)s only, when another version begins.") % named)
    if planned.line.kind == LineKind.AMEND and not planned.differences:
        planned.warnings.append(_("nothing is asked for otherwise than before."))


def _look_for_contradictions(planned):
    spoken_of = Counter(procedure for each in planned for procedure in each.procedures)
    for each in planned:
        for procedure in each.procedures:
            if spoken_of[procedure] > 1:
                said = _("another line of this decision says something else of %(code)s.")
                each.faults.append(said % {"code": procedure.code})


def _look_for_namesakes(planned):
    """A new procedure that is called as another of its level, in the catalogue or in this decision, may be the same."""
    new = [each for each in planned if each.line.is_new and each.day]
    there = ProcedureVersion.objects.filter(name__in={each.name for each in new}).select_related("procedure")
    called = defaultdict(list)
    for version in there:
        called[version.procedure.level, version.name].append(version)
    drafted = Counter((each.line.level, each.name) for each in new)
    for each in new:
        others = [version for version in called[each.line.level, each.name] if version.is_in_force_on(each.day)]
        if any(version.procedure not in each.procedures for version in others):
            each.warnings.append(_("a procedure of this level has the same name; is it new?"))
        if drafted[each.line.level, each.name] > 1:
            each.warnings.append(_("another line of this decision adds a procedure of the same name."))


def _look_at_decision(plan):
    decision = plan.decision
    if not plan.lines:
        plan.faults.append(_("The decision has no lines: it would change nothing."))
    if not decision.number or not decision.issued_on:
        plan.faults.append(_("Give the number of the decision and the day on which it was issued."))
    if not decision.effective_from:
        plan.faults.append(_("The decision has no day from which it is in force."))
    if decision.issued_on and any(each.day and each.day < decision.issued_on for each in plan.lines):
        plan.warnings.append(_("It takes effect before the day on which it was issued."))


# Who is concerned


@dataclass(frozen=True)
class Effect(Sums):
    """What becomes of the list of a unit: how many procedures appear in it, change, disappear from it."""

    appears: int = 0
    changes: int = 0
    disappears: int = 0


def effects_of(plan: Plan, units: Iterable[AdministrativeUnit]) -> dict[AdministrativeUnit, Effect]:
    """By unit, in their order; a unit that no line concerns has an empty one."""
    spoken_of = {procedure.pk for planned in plan.lines for procedure in planned.procedures}
    exceptions = defaultdict(list)
    for exception in ProcedureAtUnit.objects.filter(procedure__in=spoken_of):
        exceptions[exception.unit_id, exception.procedure_id].append(exception)
    return {unit: sum((_effect(each, unit, exceptions) for each in plan.lines), Effect()) for unit in units}


def alike(by_unit: dict[AdministrativeUnit, Sums]) -> list[tuple[Sums, list[AdministrativeUnit]]]:
    """The units with the same figures together, in the order of the first of each; without those of nothing."""
    groups = {}
    for unit, sums in by_unit.items():
        if not sums.is_empty:
            groups.setdefault(sums, []).append(unit)
    return list(groups.items())


def _effect(planned, unit, exceptions):
    line = planned.line
    if unit.level != line.level:
        return Effect()
    applies = [_applies(version.procedure, unit, planned.day, exceptions) for version in planned.ends]
    if line.kind == LineKind.AMEND:
        return Effect(changes=sum(applies))
    return Effect(appears=line.is_new and _begins(planned, unit, exceptions), disappears=sum(applies))


def _begins(planned, unit, exceptions):
    if planned.known:
        return _applies(planned.known, unit, planned.day, exceptions)
    return planned.line.handling != Handling.NOT_APPLIED


def _applies(procedure, unit, day, exceptions):
    return procedure.handling_on(day, exceptions.get((unit.pk, procedure.pk), ())) != Handling.NOT_APPLIED


def received_in_between(lines: Iterable[PlannedLine], user) -> QuerySet:
    """The dossiers in sight of `user` received from the day of effect on under versions that `lines` end, latest first.

    They keep their version; the office looks them through (rà soát).
    """
    dossiers = ProcedureVersion.dossiers.rel.related_model.objects  # of an app to the right, known by its rows only
    by_day = defaultdict(list)
    for planned in lines:
        by_day[planned.day] += planned.ends
    received = Q(pk__in=())
    for day, ends in by_day.items():
        if ends:
            received |= Q(version__in=ends, received_at__gte=start_of(day))
    return dossiers.visible_to(user).filter(received).order_by("-received_at", "-pk")


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
