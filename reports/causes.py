"""Form 06g: why dossiers are overdue at the end of a period, by sector, and which regulations stand in the way."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from dossiers.figures import Figure, counted_in
from dossiers.models import Delay, DelayCause, Dossier
from units.models import AdministrativeUnit
from units.periods import Period
from units.text import fold

TITLE = "Nguyên nhân quá hạn đối với các trường hợp tồn đọng trong giải quyết thủ tục hành chính"
PART_ONE = "I. Tổng hợp nguyên nhân quá hạn"
PART_TWO = "II. Các trường hợp quá hạn do quy định hành chính"
NOT_STATED = "chưa nêu"


@dataclass(frozen=True)
class CauseLine:
    """The overdue dossiers of a sector."""

    sector: str
    count: int
    causes: str  # "a × 3; b × 5", what has none at the end


@dataclass(frozen=True)
class RegulationLine:
    """One difficulty that a regulation makes."""

    procedure: str
    difficulty: str
    regulation: str
    count: int


@dataclass(frozen=True)
class Causes:
    unit: AdministrativeUnit
    period: Period
    causes: tuple[DelayCause, ...]  # those that are offered or were stated, the letters of the lines
    lines: tuple[CauseLine, ...]
    regulations: tuple[RegulationLine, ...]
    unstated: int

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)


def overdue_at_the_end(*, units, period: Period) -> QuerySet[Dossier]:
    """What `units` had pending and overdue on the last day, as the report counts it: 06g explains that column."""
    dossiers = Dossier.objects.filter(competent_agency__unit__in=units)
    return counted_in(Figure.PENDING_OVERDUE, dossiers, period.first, period.last)


def with_stated_cause(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Annotated with the key of the latest `delay` that was stated, None without one."""
    latest = Delay.objects.filter(dossier=OuterRef("pk")).order_by("-round")
    return dossiers.annotate(delay=Subquery(latest.values("pk")[:1]))


def causes_of(*, unit: AdministrativeUnit, units, period: Period) -> Causes:
    """Form 06g of what `units` decide. Three statements."""
    found = list(
        with_stated_cause(overdue_at_the_end(units=units, period=period))
        .values_list("version__sector__name", "version__name", "delay")
        .order_by()
    )
    delays = Delay.objects.select_related("cause").in_bulk([delay for *_, delay in found if delay])
    stated = {delay.cause for delay in delays.values()}
    causes = tuple(cause for cause in DelayCause.objects.all() if cause.is_offered or cause in stated)
    return Causes(
        unit=unit,
        period=period,
        causes=causes,
        lines=tuple(_lines(found, delays, causes)),
        regulations=tuple(_regulations(found, delays)),
        unstated=sum(1 for *_, delay in found if not delay),
    )


def _lines(found, delays, causes):
    of_sectors = {}
    for sector, _, delay in found:
        of_sectors.setdefault(sector, Counter())[delays[delay].cause.letter if delay else NOT_STATED] += 1
    letters = [*(cause.letter for cause in causes), NOT_STATED]
    for sector in sorted(of_sectors, key=lambda name: (fold(name), name)):
        counts = of_sectors[sector]
        parts = [f"{letter} × {counts[letter]}" for letter in letters if counts[letter]]
        yield CauseLine(sector, counts.total(), "; ".join(parts))


def _regulations(found, delays):
    counts = Counter()
    for _, procedure, delay in found:
        if delay and delays[delay].cause.is_of_regulation:
            counts[procedure, delays[delay].note, delays[delay].regulation] += 1
    for (procedure, difficulty, regulation), count in sorted(counts.items()):
        yield RegulationLine(procedure, difficulty, regulation, count)
