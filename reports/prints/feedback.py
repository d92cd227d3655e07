"""What was received of feedback on procedures, unit by unit: the figures from which form 05 is filled in.

The layout of form 05 is still to be looked up, so this is an annex and does not bear its number.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from prints.render import render
from procedures.feedback import FeedbackCounts
from reports.heading import heading_of
from units.models import AdministrativeUnit, ReportSet, User
from units.periods import Period

TITLE = "Tiếp nhận, xử lý phản ánh, kiến nghị về quy định hành chính"
FORM = "Phụ lục: số liệu cho Biểu 05"
COLUMNS = {
    "received": "Tiếp nhận",
    "in_time": "Trả lời đúng hạn",
    "late": "Trả lời quá hạn",
    "waiting": "Đang xử lý",
    "overdue": "Trong đó quá hạn",
    "published": "Đã công khai",
}


def printed(
    counts: Mapping[AdministrativeUnit, FeedbackCounts],
    *,
    unit: AdministrativeUnit,
    period: Period,
    report_set: ReportSet,
    by: User,
    now: datetime,
) -> bytes:
    """`counts` of each unit in its order, also of those that received nothing."""
    heading = heading_of(unit=unit, period=period, report_set=report_set, form=FORM, title=TITLE, by=by, now=now)
    lines = [[str(n), each.name, *_cells(line)] for n, (each, line) in enumerate(counts.items(), 1)]
    data = asdict(heading) | {
        "unit_of_count": "Đơn vị tính: phản ánh, kiến nghị",
        "heads": ["STT", "Đơn vị", *COLUMNS.values()],
        "lines": lines,
        "total": ["", "Tổng cộng", *_cells(sum(counts.values(), FeedbackCounts()))],
        "issued_at": now,
    }
    return render("reports/prints/feedback.typ", data, {})


def _cells(counts):
    return [str(getattr(counts, column)) for column in COLUMNS]
