"""What stands over and under the report where it is sent: who reports to whom, of when, and how it was counted.

In Vietnamese, whatever the page speaks: it is a statutory form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from prints import dates
from prints.trial import demo_note
from reports.composing import Report
from reports.statutory import UNIT_OF_COUNT
from reports.terms import term_with
from units.models import AdministrativeUnit, ReportSet, User
from units.periods import Period


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


def heading_of(
    *,
    unit: AdministrativeUnit,
    period: Period,
    report_set: ReportSet,
    form: str,
    title: str,
    notes: Iterable[str] = (),
    by: User,
    now: datetime,
) -> Heading:
    """Of a form as `by` prepares it for `unit`."""
    above = unit.parent
    return Heading(
        form=form,
        title=title,
        reporter=unit.committee.name,
        receiver=above.committee.name if above else "",
        period=f"Kỳ báo cáo: {in_words(period, report_set)}",
        unit_of_count=f"Đơn vị tính: {UNIT_OF_COUNT}",
        notes=tuple(notes),
        dateline=f"{unit.place_name}, {dates.day_in_words(dates.in_vietnam(now))}",
        preparer=by.full_name,
        demo_note=demo_note(),
    )


def heading_of_report(report: Report, *, by: User, now: datetime) -> Heading:
    return heading_of(
        unit=report.unit,
        period=report.period,
        report_set=report.report_set,
        form=report.form,
        title=report.title,
        notes=_notes(report),
        by=by,
        now=now,
    )


def in_words(period: Period, report_set: ReportSet) -> str:
    """`Quý 4 năm 2017 (từ ngày 01/10/2017 đến ngày 31/12/2017)`; of other days the days alone."""
    days = f"từ ngày {period.first:%d/%m/%Y} đến ngày {period.last:%d/%m/%Y}"
    term = term_with(period, report_set.cut_off_day)
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
    yield from report.notes
