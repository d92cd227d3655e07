"""Why a due date is what it is, day by day: one line for each day, or run of days, that did not count.

In Vietnamese, as on the back of the receipt: `Thứ Tư 14/02 – Thứ Ba 20/02: nghỉ Tết Nguyên đán`.
"""

from collections.abc import Callable
from datetime import date
from itertools import groupby

from django.utils.timezone import localdate

from dossiers.due import amount_text, days_off, derivation
from dossiers.states import DossierState
from procedures.models import ExcludedTime
from units.deadlines import DayStep, Deadline, Reason
from units.worktime import SATURDAY

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
TOLD = {
    Reason.WEEKEND: "nghỉ cuối tuần",
    Reason.MAKEUP: "làm bù, tính là ngày làm việc",
    Reason.RECEPTION_DAY: "ngày nhận hồ sơ, không tính",
    Reason.AFTER_CUTOFF: "nhận muộn trong ngày, tính từ ngày làm việc tiếp theo",
    Reason.AFTER_CLOSING: "nhận sau giờ làm việc, tính từ ngày làm việc tiếp theo",
    Reason.BEFORE_RESTART: "trước khi thời hạn được tính lại từ đầu, không tính",
    Reason.RESTARTED: "ngày bắt đầu tính lại thời hạn, không tính",
}
WAITED_FOR = {
    DossierState.SUPPLEMENT: "chờ bổ sung hồ sơ",
    DossierState.PAYMENT: "chờ thực hiện nghĩa vụ tài chính",
}
NOT_COUNTED = {
    ExcludedTime.COMMUNE_RECEPTION: "thời gian tiếp nhận hồ sơ tại xã",
    ExcludedTime.VIOLATION: "thời gian xem xét xử lý vi phạm pháp luật",
    ExcludedTime.APPRAISAL: "thời gian trưng cầu giám định",
}


def lines_of(dossier) -> list[str]:
    """Those of a dossier; none where its due date was not reckoned."""
    reckoned = derivation(dossier)
    if reckoned is None:
        return []
    has_paused = any(step.reason == Reason.PAUSED for step in reckoned.steps)
    pauses = list(dossier.pauses.exclude(ended_at=None)) if has_paused else []
    lines = in_lines(reckoned, waited_for=lambda day: _waited_for(pauses, day))
    return (
        [*lines, *(_why_moved(move) for move in dossier.due_moves.select_related("change"))]
        if dossier.is_due_moved
        else lines
    )


def in_lines(deadline: Deadline, waited_for: Callable[[date], str] = lambda day: "") -> list[str]:
    """The lines of a derivation, in order; a day that counts as any other has none.

    `waited_for` says of a day on which the clock stood still what for: `chờ bổ sung hồ sơ`.
    """
    due = deadline.steps[-1].day
    runs = groupby(deadline.steps, key=lambda step: _told(step, due, waited_for))
    return [f"{_days([step.day for step in run])}: {words}" for words, run in runs if words]


def day_in_words(day):
    """`Thứ Hai 15/01`"""
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m}"


def _waited_for(pauses, day):
    found = [pause for pause in pauses if localdate(pause.begun_at) <= day <= localdate(pause.ended_at)]
    return WAITED_FOR.get(found[0].state) or NOT_COUNTED[found[0].cause] if found else ""


def _why_moved(move):
    """What moved a due date whose clock ran."""
    day = day_in_words(localdate(move.made_at))
    if move.change:
        return f"{day}: lịch làm việc thay đổi theo {move.change.source}, tính lại ngày hẹn trả"
    return f"{day}: gia hạn một lần thêm {amount_text(move.amount, move.dossier.limit)}"


def _told(step: DayStep, due, waited_for):
    """What a line says of the day, the same for all days of a run; empty where there is nothing to say."""
    match step.reason:
        case Reason.HOLIDAY:
            return _day_off(step)
        case Reason.LEFT_OUT:
            return f"{_day_off(step)}, không tính theo quy định của thủ tục"
        case Reason.PAUSED:
            return ", ".join(filter(None, ["tạm dừng", waited_for(step.day)]))
        case Reason.MOVED_OFF:
            return f"ngày cuối của thời hạn là ngày nghỉ nên chuyển sang {day_in_words(due)}"
    return TOLD.get(step.reason, "")


def _day_off(step):
    """By the common name of the days of Tết, else by its own."""
    if not step.note and step.day.weekday() >= SATURDAY:
        return TOLD[Reason.WEEKEND]
    is_tet = "Tết" in step.note and "Dương lịch" not in step.note
    return days_off("Tết Nguyên Đán" if is_tet else step.note, tet="Tết Nguyên đán")


def _days(days):
    if len(days) > 2:
        return f"{day_in_words(days[0])} – {day_in_words(days[-1])}"
    return ", ".join(map(day_in_words, days))
