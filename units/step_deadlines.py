"""When each step of a dossier's way is due, so that the steps add up to the whole. Pure, as `units.deadlines`.

NĐ 61/2018/NĐ-CP art. 31, criterion 2: the time that each participating agency took counts by itself.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from units.deadlines import Pause
from units.worktime import VIETNAM, WorkCalendar

MINUTE = timedelta(minutes=1)


def step_deadlines(
    begins_at: datetime,
    due_at: datetime,
    hours: Sequence[int | float | Decimal],
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
    *,
    limit_hours: int | float | Decimal,
) -> list[datetime]:
    """The moment at which each step is due, Vietnam time, in order; the last one at `due_at`.

    `hours` are the office hours planned for each. The office time from `begins_at` to `due_at`, pauses left out, is
    shared among the steps in their proportion, to the whole minute; without any, all are due at `due_at`. `pauses` in
    order, none overlapping.
    ValueError for an empty plan, a step without time, a plan longer than `limit_hours`, the statutory limit in office
    hours, and a due moment before the beginning.
    """
    planned = [Fraction(amount) for amount in hours]
    if not planned or min(planned) <= 0:
        raise ValueError("a plan needs at least one step, and each step some time")
    if sum(planned) > Fraction(limit_hours):
        raise ValueError(f"the steps take {_text(sum(planned))} hours, the limit is {_text(Fraction(limit_hours))}")
    if due_at < begins_at:
        raise ValueError("the steps are due before they begin")
    stretches = list(_office_time(begins_at.astimezone(VIETNAM), due_at.astimezone(VIETNAM), calendar, pauses))
    minutes = sum((ends - begins for begins, ends in stretches), timedelta()) // MINUTE
    shares = [int(minutes * sum(planned[:count]) / sum(planned)) for count in range(1, len(planned))]
    due = due_at.astimezone(VIETNAM)
    return [*(_after(share * MINUTE, stretches, due) for share in shares), due]


def office_time(begins_at: datetime, ends_at: datetime, calendar: WorkCalendar) -> timedelta:
    """How much office time lies between two moments; none where the second is not later."""
    stretches = _office_time(begins_at.astimezone(VIETNAM), ends_at.astimezone(VIETNAM), calendar, ())
    return sum((ends - begins for begins, ends in stretches), timedelta())


def _office_time(begins_at, due_at, calendar, pauses) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of office time between two moments that no pause takes away, in order."""
    for offset in range((due_at.date() - begins_at.date()).days + 1):
        day = begins_at.date() + timedelta(offset)
        for opens, closes in calendar.sessions_on(day) if calendar.is_working(day) else ():
            yield from _without(pauses, max(opens, begins_at), min(closes, due_at))


def _without(pauses, begins, ends):
    for pause in pauses:
        if begins < min(ends, pause.begins):
            yield begins, min(ends, pause.begins)
        begins = max(begins, pause.ends)
    if begins < ends:
        yield begins, ends


def _after(time, stretches, otherwise):
    """The first moment at which that much of the stretches has passed."""
    for begins, ends in stretches:
        if time <= ends - begins:
            return begins.astimezone(VIETNAM) + time
        time -= ends - begins
    return otherwise


def _text(hours):
    return f"{float(hours):g}"
