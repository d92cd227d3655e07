"""The words of the quarter's report, made from its figures: sentences that a reform officer would have to type.

In Vietnamese, whatever the page speaks: it is what is signed and sent. No figure here is counted anew: each is one of
the forms behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from prints.amounts import in_figures
from procedures.feedback import FeedbackCounts
from procedures.postings import Share
from reports.causes import Causes
from reports.composing import Report
from reports.tallies import Figures
from satisfaction.results import Satisfaction

TITLE = "Tình hình, kết quả kiểm soát thủ tục hành chính"


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What the sentences are made of, all of one unit (with those under it) and one period."""

    report: Report
    is_frozen: bool  # as it was submitted
    missing: tuple[str, ...]  # who under the unit has not submitted
    before: Figures  # of the period that this one is compared with
    causes: Causes
    decided_new: int
    decided_amended: int
    posted: Share  # on the period's last day
    feedback: FeedbackCounts
    satisfaction: Satisfaction
    remarks: str


def sections_of(facts: Facts) -> list[Section]:
    parts = [
        ("Công bố, niêm yết thủ tục hành chính", _published(facts)),
        ("Tiếp nhận, giải quyết thủ tục hành chính", _resolved(facts)),
        ("Hồ sơ quá hạn và nguyên nhân", _overdue(facts)),
        ("Tiếp nhận, xử lý phản ánh, kiến nghị về quy định hành chính", _feedback(facts.feedback)),
        ("Mức độ hài lòng của tổ chức, cá nhân", _satisfied(facts.satisfaction)),
        ("Khó khăn, vướng mắc và kiến nghị", facts.remarks.splitlines() or ["Không có."]),
    ]
    return [Section(title, tuple(part for part in paragraphs if part)) for title, paragraphs in parts]


def _published(facts) -> Iterator[str]:
    decided = facts.decided_new + facts.decided_amended
    if decided:
        yield (
            f"Trong kỳ có {decided} thủ tục hành chính được công bố mới hoặc sửa đổi, bổ sung "
            f"({facts.decided_new} ban hành mới, {facts.decided_amended} sửa đổi, bổ sung)."
        )
    posted = facts.posted
    share = f"{in_figures(posted.posted)}/{in_figures(posted.applied)}"
    tail = f", còn {posted.stale} bản niêm yết chưa thay" if posted.stale else ""
    yield f"Đến {_last(facts)} đã niêm yết công khai {share} lượt thủ tục hành chính tại các nơi phải niêm yết{tail}."


def _resolved(facts) -> Iterator[str]:
    total = facts.report.total
    yield (
        f"Tổng số hồ sơ tiếp nhận: {in_figures(total.received_total)}, trong đó tiếp nhận mới trong kỳ "
        f"{in_figures(total.received)} (trực tuyến {in_figures(total.received_online)}; trực tiếp, dịch vụ bưu chính "
        f"{in_figures(total.received_direct)}), từ kỳ trước chuyển qua {in_figures(total.carried_over)}."
    )
    yield (
        f"Đã giải quyết {in_figures(total.resolved_total)} hồ sơ: trước hạn {in_figures(total.resolved_early)}, "
        f"đúng hạn {in_figures(total.resolved_on_time)}, quá hạn {in_figures(total.resolved_late)}"
        f"{_percent_in_time(total)}."
    )
    yield (
        f"Đang giải quyết {in_figures(total.pending_total)} hồ sơ: chưa đến hạn {in_figures(total.pending_in_time)}, "
        f"quá hạn {in_figures(total.pending_overdue)}."
    )
    if not facts.before.is_empty:
        before = facts.report.period.before
        yield (
            f"So với thời gian từ {before.first:%d/%m/%Y} đến {before.last:%d/%m/%Y}: số hồ sơ tiếp nhận mới "
            f"{_compared(total.received, facts.before.received)}, số đã giải quyết "
            f"{_compared(total.resolved_total, facts.before.resolved_total)}."
        )
    yield _missing(facts)


def _missing(facts):
    if not facts.missing:
        return ""
    how = "không có trong số liệu tổng hợp" if facts.is_frozen else "số liệu lấy từ hồ sơ trên hệ thống"
    return f"Chưa gửi báo cáo: {', '.join(facts.missing)} ({how})."


def _overdue(facts) -> Iterator[str]:
    causes = facts.causes
    if not causes.total:
        yield f"Đến {_last(facts)} không có hồ sơ quá hạn chưa giải quyết xong."
        return
    yield f"Đến {_last(facts)} còn {in_figures(causes.total)} hồ sơ quá hạn chưa giải quyết xong (chi tiết: biểu 06g)."
    if causes.unstated:
        yield f"{in_figures(causes.unstated)} hồ sơ chưa nêu nguyên nhân."
    for line in causes.regulations:
        yield f"Vướng mắc do quy định tại {line.regulation}: {line.difficulty} ({line.procedure}, {line.count} hồ sơ)."


def _feedback(counts) -> Iterator[str]:
    if not counts.received:
        yield "Trong kỳ không tiếp nhận phản ánh, kiến nghị nào."
        return
    yield (
        f"Tiếp nhận {counts.received} phản ánh, kiến nghị; đã trả lời {counts.in_time + counts.late} "
        f"({counts.in_time} đúng hạn, {counts.late} quá hạn), đang xử lý {counts.waiting}; "
        f"đã công khai {counts.published} nội dung trả lời."
    )


def _satisfied(satisfaction) -> Iterator[str]:
    if satisfaction.is_hidden or satisfaction.share is None:
        yield "Chưa đủ ý kiến đánh giá để công bố tỷ lệ."
        return
    percent = f"{satisfaction.share * 100:.1f}".replace(".", ",")
    yield f"{percent} % hài lòng hoặc rất hài lòng, trên {in_figures(satisfaction.answers)} ý kiến đánh giá."


def _percent_in_time(total):
    if total.percent_in_time is None:
        return ""
    return f"; tỷ lệ trước hạn và đúng hạn {total.percent_in_time:.1f} %".replace(".", ",")


def _compared(now, before):
    if now == before:
        return "bằng nhau"
    return f"{'tăng' if now > before else 'giảm'} {in_figures(abs(now - before))}"


def _last(facts):
    return f"ngày {facts.report.period.last:%d/%m/%Y}"
