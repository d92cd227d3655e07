"""The statutory report on results of any unit and period, composed from the tallies: lines, sections, identities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from procedures.models import ProcedureVersion, Sector
from reports.by_procedure import figures_by_procedure
from reports.places import Places
from reports.statutory import OF_ONE_UNIT, TITLE, Layout, layout_of
from reports.tallies import Figures, figures
from units.models import AdministrativeUnit, Level, ReportSet
from units.periods import DAY, Period
from units.sums import rolled_up
from units.text import fold

# Legal wording, Vietnamese whatever the page speaks.
LEVELS = {
    Level.PROVINCE: "Cấp tỉnh",
    Level.DISTRICT: "Cấp huyện",
    Level.COMMUNE: "Cấp xã",
}
LETTERS = "ABC"


class Rows(TextChoices):
    SECTOR = "sector", _("by sector")
    UNIT = "unit", _("by unit")
    PROCEDURE = "procedure", _("by procedure")


@dataclass(frozen=True)
class Line:
    key: int  # of the sector, unit or procedure
    name: str
    figures: Figures
    code: str = ""  # of the procedure
    note: str = ""  # that its figures were typed by hand, say


@dataclass(frozen=True)
class Section:
    """The lines of one level: A the district's own, B the communes'; a report of one unit has a single one."""

    letter: str
    level: Level
    units: tuple[AdministrativeUnit, ...]
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        return LEVELS[self.level]

    @property
    def total(self) -> Figures:
        return sum((line.figures for line in self.lines), Figures())


@dataclass(frozen=True)
class Identity:
    """An equation of the form in the numbers of its columns, with what both sides come to."""

    text: str
    left: int
    parts: tuple[int, ...]
    note: str = ""  # where the other side comes from

    @property
    def holds(self) -> bool:
        return self.left == sum(self.parts) and min(self.left, *self.parts) >= 0


@dataclass(frozen=True)
class Report:
    unit: AdministrativeUnit
    period: Period
    is_consolidated: bool  # with the units under it
    rows: Rows
    report_set: ReportSet
    sections: tuple[Section, ...]
    pending_before: int | None  # what the period before left pending; None where a frozen report has none before it
    before: str = ""  # the frozen report that says so
    notes: tuple[str, ...] = ()
    seal: str = ""  # of a frozen report: since when, and its digest

    @property
    def form(self) -> str:
        return self.report_set.consolidated_form if self.is_consolidated else self.report_set.own_form

    @property
    def title(self) -> str:
        return TITLE if self.is_consolidated else TITLE + OF_ONE_UNIT

    @property
    def layout(self) -> Layout:
        return layout_of(self.report_set.key)

    @property
    def total(self) -> Figures:
        return sum((section.total for section in self.sections), Figures())

    @property
    def lines(self) -> Iterator[Line]:
        return (line for section in self.sections for line in section.lines)

    @property
    def identities(self) -> list[Identity]:
        """Those of the form, and that what was carried over is what the period before left pending."""
        numbers, total = self.layout.numbers, self.total
        found = []
        for figure, parts in self.layout.identities:
            text = f"({numbers[figure]}) = {' + '.join(f'({numbers[part]})' for part in parts)}"
            found.append(Identity(text, getattr(total, figure), tuple(getattr(total, part) for part in parts)))
        if self.pending_before is not None:
            text = f"({numbers['carried_over']})ₙ = ({numbers['pending_total']})ₙ₋₁"
            found.append(Identity(text, total.carried_over, (self.pending_before,), self.before))
        return found

    @property
    def holds(self) -> bool:
        return all(identity.holds for identity in self.identities)


def compose(
    *, unit: AdministrativeUnit, period: Period, is_consolidated: bool, rows: Rows, report_set: ReportSet
) -> Report:
    """Of what `unit`, and those under it on the period's last day if it is consolidated, decides. Six statements."""
    units = units_of(unit, period, is_consolidated)
    by_level = {level: tuple(each for each in units if each.level == level) for level in LEVELS}
    levels = [(level, of_level) for level, of_level in by_level.items() if of_level]
    lines = _lines(rows, dict(levels), period)
    sections = [
        Section(letter, level, of_level, tuple(lines[level]))
        for letter, (level, of_level) in zip(LETTERS, levels, strict=False)
    ]
    return Report(unit, period, is_consolidated, rows, report_set, tuple(sections), _pending_before(units, period))


def units_of(unit: AdministrativeUnit, period: Period, is_consolidated: bool) -> list[AdministrativeUnit]:
    """Who is counted: the unit itself, or those of its tree that are in force on the period's last day."""
    if not is_consolidated:
        return [unit]
    below = AdministrativeUnit.objects.within([unit.pk]).in_force_on(period.last)
    return list(below.select_related("desk").order_by("code"))


def _pending_before(units, period):
    day = period.first - DAY
    return figures(places=_places(units), period=Period(day, day)).get((), Figures()).pending_total


def _places(units):
    return Places.each(unit.pk for unit in units)


def _lines(rows, levels, period):
    match rows:
        case Rows.SECTOR:
            return dict(_by_sector(levels, period))
        case Rows.UNIT:
            return dict(_by_unit(levels, period))
        case Rows.PROCEDURE:
            return dict(_by_procedure(levels, period))


def _by_sector(levels, period):
    found = figures(places=_places(_all(levels)), period=period, by=["unit", "sector"])
    names = dict(Sector.objects.filter(pk__in={sector for _, sector in found}).values_list("pk", "name"))
    for level, units in levels.items():
        keys = {unit.pk for unit in units}
        sums = rolled_up({group: line for group, line in found.items() if group[0] in keys}, lambda of: of[1], Figures)
        yield level, _sorted(Line(sector, names[sector], line) for sector, line in sums.items())


def _by_unit(levels, period):
    found = figures(places=_places(_all(levels)), period=period, by=["unit"])
    for level, units in levels.items():
        yield level, [Line(unit.pk, unit.name, found.get((unit.pk,), Figures())) for unit in units]


def _by_procedure(levels, period):
    for level, units in levels.items():
        found = figures_by_procedure(units=[unit.pk for unit in units], period=period)
        versions = ProcedureVersion.objects.filter(procedure__in=found).named_on(period.last)
        lines = (Line(key, versions[key].name, line, versions[key].procedure.code) for key, line in found.items())
        yield level, _sorted(lines)


def _all(levels) -> Iterable[AdministrativeUnit]:
    return [unit for units in levels.values() for unit in units]


def _sorted(lines):
    return sorted(lines, key=lambda line: (fold(line.name), line.name, line.code))
