"""Everything a dashboard shows, gathered once: few statements, however many units there are."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from dashboards.scope import Part, Scope
from dossiers.published import Published, published_results
from procedures.models import Change, Procedure, ProcedureVersion, Sector
from procedures.postings import Share, decided_between, posted_where_due
from reports.by_procedure import figures_by_procedure
from reports.flow import Stretch, flow
from reports.maps import Footnotes, footnotes
from reports.places import Places
from reports.tallies import Figures, figures
from satisfaction.results import Satisfaction, by_desk, kept_back, together
from units.models import AdministrativeUnit, Assignment, Role, UnitKind
from units.periods import DAY, Period, month_of
from units.sums import rolled_up


@dataclass(frozen=True)
class Line:
    """What there is to say of a unit, a sector or a procedure."""

    key: Hashable  # a Part, a Sector's key, a procedure's code
    name: str
    summary: Figures
    satisfaction: Satisfaction | None = None
    posted: Share | None = None  # where each unit has to post
    clerks: int = 0  # who receive at its desks on the last day of the period

    @property
    def is_few(self) -> bool:
        """Too few were resolved for a share of them to be held against others: one more or less would turn it."""
        return self.summary.resolved_total < settings.FEWEST_RANKED

    @property
    def received_by_each(self) -> float | None:
        """How many dossiers came in for each of those who receive them."""
        return self.summary.received / self.clerks if self.clerks else None


@dataclass(frozen=True)
class Decided:
    """New and amended procedures of publication decisions that were issued in the period."""

    new: int
    amended: int

    @property
    def total(self) -> int:
        return self.new + self.amended


@dataclass(frozen=True)
class Board:
    scope: Scope
    lines: list[Line]  # by unit, or by procedure where nothing lies under the unit
    undivided: list[Line]  # of units that lie in several of these lines today; in the total
    sectors: list[Line]
    total: Line
    below: Line | None  # all under the unit together, where something lies there beside its own
    before: Figures  # empty where there was no such unit then
    flow: list[Stretch]
    footnotes: Footnotes
    decided: Decided
    posted: dict[AdministrativeUnit, Share]  # where each has to post, today, whatever the period
    published: Published  # of last month's results, on the portal

    @property
    def posted_by_part(self) -> dict[Part, Share]:
        return by_part(self.scope, self.posted)


def gather(scope: Scope) -> Board:
    sums = figures(places=Places.each(scope.units), period=scope.period, by=["unit", "sector"])
    total = sum(sums.values(), Figures())
    opinions = satisfaction_of(scope, scope.period)
    posted = posted_today(scope)
    shares, clerks = by_part(scope, posted), _clerks(scope)
    lines = _procedures(scope) if scope.is_alone else _parts(scope, scope.parts, sums, opinions, shares, clerks)
    undivided = _parts(scope, scope.map.undivided, sums, opinions, shares, clerks)
    return Board(
        scope=scope,
        lines=lines,
        undivided=undivided,
        sectors=_sectors(sums),
        total=_total(scope, total, opinions, posted, clerks),
        below=None if scope.is_alone else _below(scope, [*lines[1:], *undivided], opinions, shares),
        before=figures(places=scope.places, period=scope.period.before).get((), Figures()),
        flow=flow(places=scope.places, period=scope.period, carried_over=total.carried_over),
        footnotes=footnotes(scope.map, scope.period, {unit for unit, _sector in sums}),
        decided=_decided(scope.period),
        posted=posted,
        published=_published(scope),
    )


def satisfaction_of(scope: Scope, period: Period) -> dict[Part, Satisfaction]:
    """Of the desks in each part; what is hidden in a table with a total stays hidden."""
    units = {unit.desk.pk: unit.pk for unit in scope.within if hasattr(unit, "desk")}
    of_desks = by_desk(user=scope.user, first=period.first, last=period.last)
    cells = {}
    for desk, cell in of_desks.items():
        if desk in units:
            cells.setdefault(scope.part_of[units[desk]], []).append(cell)
    summed = {part: together(found) for part, found in cells.items()}
    hidden = kept_back({part: cell.answers for part, cell in summed.items()}, settings.FEWEST_ANSWERS_SHOWN)
    return {part: replace(cell, is_kept_back=cell.is_kept_back or part in hidden) for part, cell in summed.items()}


def posted_today(scope: Scope) -> dict[AdministrativeUnit, Share]:
    """Of the units that have a desk today."""
    units = [unit for unit in scope.within if unit.is_in_force_on(scope.today) and hasattr(unit, "desk")]
    return posted_where_due(units, scope.today)


def _published(scope):
    """Of last month: a whole year of results is counted on a page of its own."""
    last_month = month_of(scope.today.replace(day=1) - DAY)
    units = [unit for unit in scope.within if unit.is_in_force_on(scope.today)]
    return sum(published_results(units, last_month, scope.today).values(), Published())


def by_part(scope: Scope, posted: dict[AdministrativeUnit, Share]) -> dict[Part, Share]:
    return rolled_up(posted, lambda unit: scope.part_of[unit.pk], Share)


def _clerks(scope):
    """How many people receive at the desks of each part; who does at two desks, at both."""
    if scope.is_alone:
        return {}
    assigned = Assignment.objects.in_force_on(scope.period.last).filter(role=Role.CLERK, desk__unit__in=scope.units)
    of_units = assigned.values_list("desk__unit").annotate(n=Count("user", distinct=True)).order_by()
    return rolled_up(dict(of_units), scope.part_of.get, int)


def _total(scope, summary, opinions, posted, clerks):
    told = {"satisfaction": together(opinions.values()), "posted": sum(posted.values(), Share())}
    return Line(scope.whole, _("Total"), summary, clerks=sum(clerks.values()), **told)


def _parts(scope, parts, sums, opinions, posted, clerks):
    """Of what was no unit in the period only what counts in it: it left something behind, or took something over."""
    by_part = rolled_up(sums, lambda group: scope.part_of[group[0]], Figures)
    shown = (part for part in parts if part in by_part or scope.shows_always(part))
    return [
        Line(
            part,
            scope.name_of(part),
            by_part.get(part, Figures()),
            opinions.get(part),
            posted.get(part),
            clerks.get(part, 0),
        )
        for part in shown
    ]


def _below(scope, lines, opinions, posted):
    """The lines of what lies under the unit, added up; of one line there is nothing to add."""
    if len(lines) < 2:
        return None
    centre = scope.parts[0]
    return Line(
        scope.below,
        _name_of(lines),
        sum((line.summary for line in lines), Figures()),
        together(cell for part, cell in opinions.items() if part != centre) if _is_shown(opinions, centre) else None,
        sum((share for part, share in posted.items() if part != centre), Share()),
        sum(line.clerks for line in lines),
    )


def _is_shown(opinions, part):
    """Whether what few people said there could not be reckoned from the total and the sum of the others."""
    cell = opinions.get(part, Satisfaction())
    return not (cell.answers and cell.is_hidden)


def _name_of(lines):
    kinds = {UnitKind(line.key.unit.kind) for line in lines}
    names = [str(kind.label).lower() for kind in UnitKind if kind in kinds]
    return _("%(n)d units: %(kinds)s") % {"n": len(lines), "kinds": ", ".join(names)}


def _sectors(sums):
    by_sector = rolled_up(sums, lambda group: group[1], Figures)
    names = dict(Sector.objects.filter(pk__in=by_sector).values_list("pk", "name"))
    return [Line(pk, names[pk], line) for pk, line in by_sector.items()]


def _procedures(scope):
    of_procedures = figures_by_procedure(units=scope.units, period=scope.period)
    codes = dict(Procedure.objects.filter(pk__in=of_procedures).values_list("pk", "code"))
    by_code = rolled_up(of_procedures, codes.get, Figures)
    versions = ProcedureVersion.objects.filter(procedure__code__in=by_code, procedure__level=scope.unit.level)
    names = {version.procedure.code: version.name for version in versions.named_on(scope.period.last).values()}
    return [Line(code, names.get(code, code), line) for code, line in by_code.items()]


def _decided(period):
    versions = decided_between(period.first, period.last).order_by()
    counts = dict(versions.values_list("change").annotate(n=Count("pk")))
    return Decided(counts.get(Change.NEW, 0), counts.get(Change.AMENDED, 0))
