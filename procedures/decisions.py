"""What a publication decision (quyết định công bố) would do, and what stands against it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

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
        replaced = [each.procedure for each in self.line.replaced.all()]
        return replaced + ([self.line.procedure] if self.line.procedure else [])


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
    planned = [PlannedLine(line, line.starts_on) for line in lines]
    versions = _versions_of(planned)
    for each in planned:
        _look_at(each, versions)
    _look_for_contradictions(planned)
    plan = Plan(decision, planned)
    _look_at_decision(plan)
    return plan


def done_by(decision: PublicationDecision) -> list[PlannedLine]:
    """The lines of an applied decision with the versions that they ended."""
    lines = decision.lines.select_related("procedure", "decision", "version").prefetch_related(
        "replaced__procedure", *(f"ended__version__{part}" for part in WHOLE)
    )
    return [PlannedLine(line, line.starts_on, [each.version for each in line.ended.all()]) for line in lines]


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
    if day is None:
        planned.faults.append(_("it has no day from which it is in force."))
        return
    if line.is_new:
        _look_at_new(planned, versions)
    ended = planned.procedures if not line.is_new else [each.procedure for each in line.replaced.all()]
    for procedure in ended:
        _look_at_ended(planned, procedure, versions[procedure.pk])
    if line.kind == LineKind.REPLACE and not ended:
        planned.faults.append(_("say which procedures it replaces, or enter it as new."))


def _look_at_new(planned, versions):
    line = planned.line
    known = line.procedure or Procedure.objects.filter(level=line.level, code=line.code).first()
    here = versions.get(known.pk) if known else []
    if known and here is None:
        here = list(known.versions.all())
    if known and any(version.valid_to is None or version.valid_to >= planned.day for version in here):
        planned.faults.append(_("this level has a procedure with the code %(code)s: amend that.") % {"code": line.code})
    name = line.content.name
    namesakes = ProcedureVersion.objects.in_force_on(planned.day).filter(procedure__level=line.level, name=name)
    if namesakes.exclude(procedure__in=planned.procedures).exists():
        planned.warnings.append(_("a procedure of this level has the same name; is it new?"))


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


def _look_at_decision(plan):
    decision = plan.decision
    if not plan.lines:
        plan.faults.append(_("The decision has no lines: it would change nothing."))
    if not decision.number or not decision.issued_on:
        plan.faults.append(_("Give the number of the decision and the day on which it was issued."))
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
    applies = [_handling(version.procedure, unit, planned.day, exceptions) for version in planned.ends]
    applies = [handling != Handling.NOT_APPLIED for handling in applies]
    if line.kind == LineKind.AMEND:
        return Effect(changes=sum(applies))
    return Effect(appears=line.is_new and line.handling != Handling.NOT_APPLIED, disappears=sum(applies))


def _handling(procedure, unit, day, exceptions):
    """What `unit` does with `procedure` on `day`: as it differs then, or else as all of its level do."""
    differing = exceptions.get((unit.pk, procedure.pk), ())
    return next((each.handling for each in differing if each.is_in_force_on(day)), procedure.handling)


def received_in_between(plan: Plan, user) -> list:
    """The dossiers in sight of `user` received from the day of effect on under versions that the decision ends.

    They keep their version; the office looks them through (rà soát).
    """
    found = []
    for planned in plan.lines:
        for version in planned.ends:
            found += version.dossiers.visible_to(user).filter(received_at__gte=start_of(planned.day))
    return found


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
