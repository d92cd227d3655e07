"""A change of the calendar: accepted by somebody who has seen which open dossiers it moves, and recorded with each."""

from django.db import transaction
from django.utils import timezone

from dossiers.actions import custody
from dossiers.actions.history import as_text, event_of
from dossiers.calendar_changes import preview_of
from dossiers.models import CalendarChange, Dossier, DossierEvent, DueCause, DueMove, EventKind, Step
from units.imports import lock_table
from units.models import CalendarDay

BATCH = 500  # rows a statement


class NotAsSeen(Exception):
    """Meanwhile it would change other days, or move other dossiers, than were shown; nothing was changed."""


class WorkedDayTaken(Exception):
    """It takes away a day on which people worked, and nobody said why."""


@transaction.atomic
def change_calendar(*, proposal, by, now, reason, seen, worked_reason=""):
    """Write the days, and move each dossier that they move, with an event; what is past or finished never moves.

    `seen` is the digest of the preview that was shown. Raises NotAsSeen, WorkedDayTaken. What a receipt printed first
    stays, and no result falls due earlier (docs/decisions/0014).
    """
    lock_table(CalendarDay)
    preview = preview_of(proposal, today=timezone.localdate(now), lock=True)
    if not preview.days or preview.digest != seen:
        raise NotAsSeen
    if preview.worked and not worked_reason:
        raise WorkedDayTaken
    change = CalendarChange.objects.create(
        unit=proposal.unit,
        source=proposal.source,
        reason=reason,
        worked_reason=worked_reason if preview.worked else "",
        days=[day.as_list() for day in preview.days],
        accepted_at=now,
        accepted_by=by,
    )
    CalendarDay.objects.filter(pk__in=[day.before.pk for day in preview.days if day.before]).delete()
    CalendarDay.objects.bulk_create(day.after for day in preview.days if day.after)
    _move(preview.moved, change)
    return change


def _move(moved, change):
    """Why first: the database moves no due date without it."""
    DueMove.objects.bulk_create((_due_move(each, change) for each in moved), batch_size=BATCH)
    DossierEvent.objects.bulk_create((_event(each, change) for each in moved), batch_size=BATCH)
    for each in moved:
        each.dossier.due_at = each.due_after
        each.dossier.due_steps = each.steps or each.dossier.due_steps
    reckoned = [each.dossier for each in moved if each.steps]
    Dossier.objects.bulk_update(reckoned, ["due_at", "due_steps"], batch_size=BATCH)
    Dossier.objects.bulk_update([each.dossier for each in moved if not each.steps], ["due_at"], batch_size=BATCH)
    _move_steps(change)


def _move_steps(change):
    """Whoever has one in hand has his share of the new time."""
    moves = {move.dossier_id: move for move in change.due_moves.all()}
    for step in Step.objects.open().filter(dossier__in=moves).select_related("dossier", "planned"):
        step.dossier.open_step = step
        custody.due_moved(step.dossier, due_before=moves[step.dossier_id].due_before)


def _due_move(moved, change):
    return DueMove(
        dossier=moved.dossier,
        cause=DueCause.CALENDAR,
        change=change,
        reason=change.reason,
        due_before=moved.dossier.due_at,
        due_after=moved.due_after,
        made_at=change.accepted_at,
        made_by=change.accepted_by,
    )


def _event(moved, change):
    data = {"due_before": as_text(moved.dossier.due_at), "due_after": as_text(moved.due_after)}
    data |= {"change": change.pk, "source": change.source}
    given = {"by": change.accepted_by, "now": change.accepted_at, "reason": change.reason, "data": data}
    return event_of(moved.dossier, EventKind.RECALCULATED, **given)
