"""The dossiers behind a report, counted by the conditions of `dossiers.figures`: in which cell each of them stands."""

from collections.abc import Iterable

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from dossiers.figures import DAYS, Figure, concerns, conditions
from dossiers.models import Dossier, Pause
from dossiers.models.querysets import end_of
from dossiers.states import Outcome
from reports.models import CAME, WENT, SubmissionCell
from units.models import AdministrativeUnit
from units.periods import Period

# What is said of a cell under the form, besides how many dossiers stand in it.
REMARKS = ("denied", "withdrawn", "stopped", "paused", "assumed")
WRITE = """
    INSERT INTO reports_submissioncell (submission_id, sector_id, came, went, dossiers, {names})
    SELECT %s, found.sector, found.came, found.went, found.ids, {names} FROM ({found}) found
"""


def placed(units: Iterable[AdministrativeUnit], period: Period):
    """The dossiers that concern `units` in `period`, each with its `unit`, its `sector`, how it `came` and `went`."""
    counted = conditions(period.first, period.last)
    concerned = Dossier.objects.filter(concerns(period.first, period.last), competent_agency__unit__in=units)
    return concerned.alias(**DAYS).annotate(
        unit=F("competent_agency__unit"),
        sector=F("version__sector"),
        came=_one_of(CAME, counted),
        went=_one_of(WENT, counted),
    )


def is_known(unit: AdministrativeUnit, period: Period) -> bool:
    """Whether any dossier of the unit is kept here that concerns the period."""
    return placed([unit], period).exists()


def write_cells(submission: int, unit: AdministrativeUnit, period: Period) -> list[SubmissionCell]:
    """Write down what stands behind the report with that key, in one statement: what it counts was there at once."""
    found = placed([unit], period).values("sector", "came", "went").order_by()
    found = found.annotate(ids=ArrayAgg("pk", order_by="pk"), **_remarks(period))
    sql, given = found.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(names=", ".join(REMARKS), found=sql), [submission, *given])
    return list(SubmissionCell.objects.filter(submission=submission))


def _one_of(figures: Iterable[Figure], counted):
    return Case(*(When(counted[figure], then=Value(figure.value)) for figure in figures))


def _remarks(period):
    begun = Pause.objects.filter(dossier=OuterRef("pk"), begun_at__lt=end_of(period.last))
    is_paused = Exists(begun.filter(Q(ended_at=None) | Q(ended_at__gte=end_of(period.last))))
    counted = conditions(period.first, period.last)
    resolved, pending = counted[Figure.RESOLVED_TOTAL], counted[Figure.PENDING_TOTAL]
    return {
        "denied": Count("pk", filter=resolved & Q(outcome=Outcome.DENIED)),
        "withdrawn": Count("pk", filter=resolved & Q(outcome=Outcome.WITHDRAWN)),
        "stopped": Count("pk", filter=resolved & Q(outcome=Outcome.STOPPED)),
        "paused": Count("pk", filter=pending & is_paused),
        "assumed": Count("pk", filter=counted[Figure.RECEIVED] & Q(is_version_assumed=True)),
    }
