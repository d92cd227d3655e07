"""What stands over and under the report where it is sent: who reports to whom, of when, and how it was counted.

In Vietnamese, whatever the page speaks: it is a statutory form.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from prints import dates
from prints.trial import demo_note
from reports.composing import Report
from reports.statutory import UNIT_OF_COUNT
from reports.terms import term_with
from units.models import User


@dataclass(frozen=True)
class Heading:
    form: str
    title: str
    reporter: str
    receiver: str  # "" for who reports to nobody here
    period: str
    unit_of_count: str
    notes: tuple[str, ...]
    dateline: str
    preparer: str
    demo_note: str


def heading_of(report: Report, *, by: User, now: datetime) -> Heading:
    """Of `report` as `by` prepares it."""
    above = report.unit.parent
    return Heading(
        form=report.form,
        title=report.title,
        reporter=report.unit.committee.name,
        receiver=above.committee.name if above else "",
        period=f"Kỳ báo cáo: {_period(report)}",
        unit_of_count=f"Đơn vị tính: {UNIT_OF_COUNT}",
        notes=tuple(_notes(report)),
        dateline=f"{report.unit.place_name}, {dates.day_in_words(dates.in_vietnam(now))}",
        preparer=by.full_name,
        demo_note=demo_note(),
    )


def _period(report):
    first, last = (f"{day:%d/%m/%Y}" for day in (report.period.first, report.period.last))
    days = f"từ ngày {first} đến ngày {last}"
    term = term_with(report.period, report.report_set.cut_off_day)
    with translation.override("vi"):
        return f"{term} ({days})" if term else days


def _notes(report):
    total, day = report.total, f"{report.period.last:%d/%m/%Y}"
    if total.paused:
        yield f"{total.paused} hồ sơ đang tạm dừng tính thời gian ngày {day}, tính trong số chưa đến hạn."
    if total.withdrawn or total.stopped:
        yield (
            f"{total.withdrawn} hồ sơ công dân rút, {total.stopped} hồ sơ dừng giải quyết: "
            "tính trong số đã giải quyết, không tính trước hạn."
        )
    if total.denied:
        yield f"{total.denied} hồ sơ có kết quả là văn bản từ chối, tính trong số đã giải quyết."
    if total.assumed:
        yield f"{total.assumed} hồ sơ tiếp nhận trước ngày thủ tục có hiệu lực trong danh mục."
