"""When a dossier's result is due, by the calendar, hours and rules of its reception, and why, in one sentence.

`dossiers.due_days` tells the same day by day.
"""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from dossiers.models import DueCause
from units.calendars import work_calendar
from units.deadlines import DayStep, Deadline, Reason, TimeUnit, deadline, skipped_ranges

UNITS = {
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.CALENDAR_DAY: "ngày",
    TimeUnit.HALF_DAY: "buổi làm việc",
    TimeUnit.HOUR: "giờ làm việc",
}


def due(*, limit, unit, received_at, rule_set):
    """The deadline of a dossier received in `unit` that has `limit`, or None where no time limit is published."""
    if limit is None:
        return None
    calendar = work_calendar(on=timezone.localdate(received_at), unit=unit)
    return deadline(received_at, limit, calendar, rule_set.as_rules())


def as_json(steps):
    return [[step.day.isoformat(), step.counted, step.reason.value, step.note] for step in steps]


def derivation(dossier):
    """The deadline as it was reckoned at reception or after a pause; None for one set by hand or imported."""
    if not dossier.due_steps:
        return None
    steps = tuple(
        DayStep(date.fromisoformat(day), counted, Reason(reason), note)
        for day, counted, reason, note in dossier.due_steps
    )
    return Deadline(due_at=dossier.due_at, steps=steps)


def limit_text(limit):
    """Thời gian giải quyết as it stands on slips and pages: `03 ngày làm việc`."""
    if limit is None:
        return "chưa công bố thời hạn"
    if limit.amount == 0:
        return "trong ngày làm việc"
    return amount_text(limit.amount, limit)


def extended_by(dossier):
    """By how much the time of a dossier was extended, in the unit of its limit; 0 if it was not."""
    return next((move.amount for move in dossier.due_moves.all() if move.cause == DueCause.EXTENSION), 0)


def limit_of(dossier, extension=None):
    """The time that a dossier has, its extension included; None where no time limit is published."""
    limit = dossier.limit
    extension = extended_by(dossier) if extension is None else extension
    return limit and replace(limit, amount=limit.amount + extension)


def amount_text(amount, limit):
    """`05 ngày làm việc`"""
    return f"{amount:02d} {UNITS[limit.unit]}"


def why(*, limit, received_at, deadline, extension=0):
    """The reason for a date in one sentence: `Nhận 13/02, hẹn 22/02: 02 ngày làm việc; nghỉ Tết … 14–20/02`."""
    told = "%H:%M %d/%m" if limit.amount and limit.unit in (TimeUnit.HALF_DAY, TimeUnit.HOUR) else "%d/%m"
    first, last = timezone.localtime(received_at), timezone.localtime(deadline.due_at)
    parts = [f"Nhận {first:{told}}, hẹn {last:{told}}: {limit_text(limit)}"]
    if extension:
        parts.append(f"gia hạn {amount_text(extension, limit)}")
    if any(step.reason == Reason.AFTER_CUTOFF for step in deadline.steps):
        parts.append("nhận muộn trong ngày nên trả kết quả trong ngày làm việc tiếp theo")
    if deadline.steps[-1].reason == Reason.MOVED_TO:
        parts.append("ngày cuối của thời hạn là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo")
    return "; ".join(parts + notable(deadline))


def notable(deadline):
    """What made the way to a due date longer or shorter than its weekdays say: `nghỉ Tết 14–20/02`, `làm bù 05/01`."""
    parts = [
        f"{_not_counted(reason, names)} {_days(start, end)}"
        for start, end, reason, names in skipped_ranges(deadline)
        if reason in (Reason.HOLIDAY, Reason.LEFT_OUT, Reason.PAUSED)
    ]
    if day := _begun_anew_on(deadline.steps):
        parts.append(f"tính lại từ đầu {day:%d/%m}")
    return parts + [f"làm bù {step.day:%d/%m}" for step in deadline.steps if step.reason == Reason.MAKEUP]


def why_of(dossier):
    """The same for a dossier: reckoned, set by the clerk with his reason, or brought by an import."""
    if dossier.due_reason:
        return dossier.due_reason
    reckoned = derivation(dossier)
    if reckoned is None:
        return ""
    given = {"limit": dossier.limit, "received_at": dossier.received_at, "deadline": reckoned}
    return why(**given, extension=extended_by(dossier) if dossier.is_due_moved else 0)


def end_of_office_day(day, unit):
    """Closing time on `day`: when what falls due on that day is due."""
    closes = work_calendar(on=day, unit=unit).office_hours.closes
    return timezone.make_aware(datetime.combine(day, closes))


def _not_counted(reason, names):
    if reason == Reason.PAUSED:
        return "tạm dừng"
    return "không tính" if reason == Reason.LEFT_OUT and not names else days_off(names)


def _begun_anew_on(steps):
    """The day from which the limit began anew; None if it never did."""
    if steps[0].reason == Reason.BEFORE_RESTART:
        return next(step.day for step in steps if step.reason not in (Reason.BEFORE_RESTART, Reason.PAUSED))
    return steps[0].day if steps[0].reason == Reason.RESTARTED else None


def days_off(names, *, tet="Tết"):
    """`nghỉ Quốc khánh`; of the days of Tết their common name; a name that says itself that it is off stays alone."""
    if "Tết Nguyên Đán" in names:
        return f"nghỉ {tet}"
    if names.startswith(("Nghỉ", "Ngày nghỉ")):
        return names[0].lower() + names[1:]
    return f"nghỉ {names}" if names else "nghỉ"


def _days(start, end):
    if start == end:
        return f"{start:%d/%m}"
    return f"{start:%d}–{end:%d/%m}" if start.month == end.month else f"{start:%d/%m}–{end:%d/%m}"
