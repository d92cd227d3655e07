"""What has changed of a frozen report since: the dossiers that count otherwise now, in which cells, and by what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from dossiers.models import Dossier, DossierEvent, EventKind
from reports.behind import placed
from reports.models import Submission
from reports.statutory import Layout
from units.models import User

# What may put a dossier into another cell.
MOVING = [
    EventKind.RECEIVED,
    EventKind.PAUSED,
    EventKind.RESUMED,
    EventKind.RECALCULATED,
    EventKind.EXTENDED,
    EventKind.RESOLVED,
    EventKind.DENIED,
    EventKind.WITHDRAWN,
    EventKind.STOPPED,
    EventKind.SUCCEEDED,
    EventKind.CORRECTED,
]
COMPARE = """
    WITH frozen AS (
        SELECT unnest(cell.dossiers) AS pk, submission.unit_id AS unit, cell.sector_id AS sector, came, went
        FROM reports_submissioncell cell JOIN reports_submission submission ON submission.id = cell.submission_id
        WHERE cell.submission_id = ANY(%s)
    ), current AS ({current})
    SELECT coalesce(frozen.pk, current.pk), frozen.unit, frozen.sector, frozen.came, frozen.went,
        current.unit, current.sector, current.came, current.went
    FROM frozen FULL JOIN current ON current.pk = frozen.pk
    WHERE (frozen.unit, frozen.sector, frozen.came, frozen.went)
        IS DISTINCT FROM (current.unit, current.sector, current.came, current.went)
    ORDER BY 1
"""


@dataclass(frozen=True)
class Place:
    """Where a dossier counts: the keys of unit and sector, and two figures of the form."""

    unit: int
    sector: int
    came: str
    went: str


@dataclass(frozen=True)
class Change:
    dossier: int  # its key
    was: Place | None  # None: it was not in the report
    now: Place | None  # None: it would not be in it


@dataclass(frozen=True)
class CellChange:
    """A cell of the form whose dossiers are not the same any more."""

    sector: int
    figure: str  # of the layout's column
    left: int
    came: int


def changes_of(submission: Submission) -> list[Change]:
    """Of the report and of those that it consolidates, but what was typed. One statement, and one for the parts."""
    counted = [
        each
        for each in [submission, *Submission.objects.parts_of(submission).select_related("unit")]
        if not each.is_typed
    ]
    if not counted:
        return []
    current = placed([each.unit for each in counted], submission.period).order_by()
    sql, given = current.values("pk", "unit", "sector", "came", "went").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COMPARE.format(current=sql), [[each.pk for each in counted], *given])
        return [Change(key, _place(row[:4]), _place(row[4:])) for key, *row in cursor]


def cells_changed(changes: Iterable[Change], layout: Layout) -> list[CellChange]:
    """The cells of the form that `changes` concern, but its sums. By sector, in the order of the columns."""
    left, came = {}, {}
    for change in changes:
        was, now = _cells(change.was, layout), _cells(change.now, layout)
        for cell in was - now:
            left[cell] = left.get(cell, 0) + 1
        for cell in now - was:
            came[cell] = came.get(cell, 0) + 1
    columns = list(layout.numbers)
    found = sorted(left.keys() | came.keys(), key=lambda cell: (cell[0], columns.index(cell[1])))
    return [CellChange(*cell, left.get(cell, 0), came.get(cell, 0)) for cell in found]


@dataclass(frozen=True)
class Deed:
    """A change with the dossier as it is now and the event that did it, as far as its history tells."""

    change: Change
    dossier: Dossier
    event: DossierEvent | None


def deeds(changes: Iterable[Change], submission: Submission, *, user: User, most: int) -> list[Deed]:
    """Of the first `most` of the changes whose dossiers `user` may see."""
    by_key = {change.dossier: change for change in changes}
    seen = Dossier.objects.visible_to(user).filter(pk__in=by_key).select_related("version__sector").order_by("pk")
    dossiers = list(seen[:most])
    later = DossierEvent.objects.filter(dossier__in=dossiers, pk__gt=submission.last_event, kind__in=MOVING)
    events = {event.dossier_id: event for event in later.select_related("by").order_by("pk")}  # the last one stays
    return [Deed(by_key[dossier.pk], dossier, events.get(dossier.pk)) for dossier in dossiers]


def _place(row):
    return None if row[0] is None else Place(*row)


def _cells(place, layout):
    if place is None:
        return set()
    return {(place.sector, _column(figure, layout)) for figure in (place.came, place.went)}


def _column(figure, layout):
    """Early and on time are one column of the form of 2017."""
    return figure if figure in layout.numbers else "resolved_in_time"
