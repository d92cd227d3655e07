"""What a change of the calendar would do: which days differ, whom it moves, and which days were worked already."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from django.db.models import F, Prefetch, Q
from django.utils import timezone

from dossiers.clocks import due_by
from dossiers.models import Dossier, DueMove
from dossiers.models.querysets import end_of, start_of
from units.calendar_files import Day
from units.calendars import Calendars
from units.models import AdministrativeUnit, CalendarDay


@dataclass(frozen=True)
class Proposal:
    """Days of the country's calendar, or of `unit`'s, as they are to be; `source` is the decision that says so."""

    unit: AdministrativeUnit | None
    source: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class ChangedDay:
    """A day with its row as it is and as it is to be; None where it is what its weekday says."""

    date: date
    before: CalendarDay | None
    after: CalendarDay | None

    def as_list(self):
        return [self.date.isoformat(), *_content(self.before), *_content(self.after)]


@dataclass(frozen=True)
class Moved:
    dossier: Dossier
    due_after: datetime
    steps: list | None  # the derivation; None where the date was not reckoned


@dataclass
class Preview:
    """What a proposal changes, and what follows from it."""

    days: list[ChangedDay]
    moved: list[Moved] = field(default_factory=list)  # by the unit that received them
    worked: dict[date, int] = field(default_factory=dict)  # days taken away on which so many dossiers passed a desk
    paused: int = 0  # reckoned anew when their clock goes on
    promised: int = 0  # promised anew for a day taken away: a promise stays

    @cached_property
    def digest(self):
        """What somebody saw before he accepted: the days, and who moves to when."""
        seen = [[day.as_list() for day in self.days], [[m.dossier.pk, m.due_after.isoformat()] for m in self.moved]]
        return hashlib.sha256(json.dumps([*seen, len(self.worked)]).encode()).hexdigest()

    def by_unit(self):
        """(unit, what of its desk moves) in the order of the units."""
        groups = groupby(self.moved, key=lambda moved: moved.dossier.receiving_desk.unit)
        return [(unit, list(moved)) for unit, moved in groups]


def changed_days(change) -> list[ChangedDay]:
    """The days of a change that was accepted, as they were and as they became."""
    return [ChangedDay(date.fromisoformat(day), _as_kept(*kept[:2]), _as_kept(*kept[2:])) for day, *kept in change.days]


def _as_kept(kind, name):
    return CalendarDay(kind=kind, name=name) if kind else None


def preview_of(proposal, *, today, lock=False) -> Preview:
    """At the same number of statements however many dossiers there are; `lock` keeps others from them meanwhile."""
    changes = list(_changes(proposal))
    if not changes:
        return Preview([])
    before, after = _calendars(proposal, changes)
    taken = _taken_away(proposal, changes, before, after)
    dossiers = _of(proposal.unit)
    return Preview(
        days=changes,
        moved=list(_moved(_touched(dossiers, changes, today, lock), before, after)),
        worked={day: count for day in taken if day <= today and (count := _passed_on(dossiers, day))},
        paused=_overlapping(dossiers, changes).filter(paused_at__isnull=False).count(),
        promised=_promised_for(dossiers, [day for day in taken if day >= today]),
    )


def _changes(proposal) -> Iterable[ChangedDay]:
    there = {day.date: day for day in CalendarDay.objects.filter(unit=proposal.unit)}
    for day in sorted(proposal.days, key=lambda day: day.date):
        before, after = there.get(day.date), _row(day, proposal)
        if _content(before) != _content(after):
            yield ChangedDay(day.date, before, after)


def _row(day, proposal):
    if not day.kind:
        return None
    source = day.source or proposal.source
    return CalendarDay(date=day.date, unit=proposal.unit, kind=day.kind, name=day.name, source=source)


def _content(day):
    return (day.kind, day.name) if day else ("", "")


def _calendars(proposal, changes):
    rows, changed = list(CalendarDay.objects.all()), {change.date for change in changes}
    key = proposal.unit and proposal.unit.pk
    kept = [row for row in rows if row.unit_id != key or row.date not in changed]
    return Calendars(rows), Calendars([*kept, *(change.after for change in changes if change.after)])


def _taken_away(proposal, changes, before, after):
    """The days that were worked and are to be no more."""
    unit = proposal.unit and proposal.unit.pk
    days = (change.date for change in changes)
    return [day for day in days if before.of(unit, day).is_working(day) and not after.of(unit, day).is_working(day)]


def _of(unit):
    """The open and finished dossiers that follow the calendar of `unit`."""
    if unit is None:
        return Dossier.objects.all()
    return Dossier.objects.filter(receiving_desk__unit__in=AdministrativeUnit.objects.within([unit.pk]))


def _overlapping(dossiers, changes):
    """Open ones, some of whose days are changed."""
    first, last = changes[0].date, changes[-1].date
    return dossiers.open().filter(received_at__lt=end_of(last), due_at__gte=start_of(first))


def _touched(dossiers, changes, today, lock):
    """Those whose clock runs and which are not late: what is past never moves."""
    running = _overlapping(dossiers, changes).filter(paused_at=None, due_at__gte=start_of(today))
    if lock:
        running = running.in_order_locked()
    found = running.with_list_data().select_related("rule_set")
    found = found.prefetch_related("pauses", Prefetch("due_moves", DueMove.objects.all()))
    return found.order_by("receiving_desk__unit__code", "receiving_desk", "due_at", "pk")


def _moved(dossiers, before, after):
    for dossier in dossiers:
        unit, on = dossier.receiving_desk.unit_id, timezone.localdate(dossier.received_at)
        due_after, steps = due_by(dossier, after.of(unit, on), instead_of=before.of(unit, on))
        if due_after > dossier.due_at:
            yield Moved(dossier, due_after, steps)


def _passed_on(dossiers, day):
    """How many were received or finished on `day`."""
    within = {"received_at": (start_of(day), end_of(day)), "finished_at": (start_of(day), end_of(day))}
    received, finished = (Q(**{f"{name}__gte": first, f"{name}__lt": end}) for name, (first, end) in within.items())
    return dossiers.filter(received | finished).count()


def _promised_for(dossiers, days):
    promised = dossiers.open().filter(promised_at__gt=F("due_at"))
    return promised.filter(promised_at__date__in=days).count() if days else 0
