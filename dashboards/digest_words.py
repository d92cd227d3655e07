"""The week in words, always in Vietnamese: the same lines on paper and in the mail. They name no citizen."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from dashboards.digest import Digest
from prints.amounts import in_figures
from reports.tallies import Figures

TITLE = "Bản tin tuần: giải quyết thủ tục hành chính"


@dataclass(frozen=True)
class Line:
    """A figure of the week, of the week before, and of the same week of last year."""

    name: str
    this: str
    before: str
    last_year: str


def week_lines(digest: Digest) -> list[Line]:
    of = {
        "Tiếp nhận": lambda figures: in_figures(figures.received),
        "Đã giải quyết": lambda figures: in_figures(figures.resolved_total),
        "Trước và đúng hạn": _in_time,
        "Đang giải quyết cuối tuần": lambda figures: in_figures(figures.pending_total),
        "Quá hạn cuối tuần": lambda figures: in_figures(figures.pending_overdue),
    }
    return [Line(name, *(_told(value, week) for week in _weeks(digest))) for name, value in of.items()]


def now_lines(digest: Digest) -> list[tuple[str, str]]:
    """What waits now: (what, how many)."""
    waits = digest.waits
    return [
        ("Đang quá hạn", in_figures(waits.overdue)),
        ("Đến hạn hôm nay và đến hết tuần", in_figures(digest.due_this_week)),
        ("Quá hạn chưa xin lỗi hoặc đã quá ngày hẹn lại", in_figures(waits.unapologised)),
        ("Có kết quả, chưa trả", in_figures(digest.to_hand_back)),
        (f"Trong đó quá {settings.UNCOLLECTED_DAYS} ngày chưa có người đến nhận", in_figures(waits.uncollected)),
    ]


def need_lines(digest: Digest) -> list[str]:
    """`3 hồ sơ quá hạn: Xã Kim Định 2, Xã Ân Hòa 1`"""
    return [f"{in_figures(need.count)} {need.text}{_where(need)}" for need in digest.needs]


def overdue_line(digest: Digest) -> str:
    return ", ".join(f"{name} {in_figures(n)}" for name, n in digest.overdue.items())


def opinions_line(digest: Digest) -> str:
    opinions, month = digest.opinions, f"tháng {digest.month.first:%m/%Y}"
    if opinions.is_hidden or opinions.percent is None:
        return f"Hài lòng {month}: quá ít lượt đánh giá để nêu tỷ lệ"
    return f"Hài lòng {month}: {_percent(opinions.percent)} của {in_figures(opinions.answers)} lượt đánh giá"


def posted_line(digest: Digest) -> str:
    posted = digest.posted
    if not posted.applied:
        return "Niêm yết: không có thủ tục phải niêm yết"
    shown = f"{in_figures(posted.posted)}/{in_figures(posted.applied)} thủ tục"
    return f"Niêm yết: {shown}, {in_figures(posted.stale)} bản hết hiệu lực"


def as_at(digest: Digest) -> str:
    return f"{timezone.localtime(digest.made_at):%H:%M %d/%m/%Y}"


def subject(digest: Digest) -> str:
    return f"{digest.scope.unit.name}: tuần {digest.week}"


def text(digest: Digest) -> str:
    """Of the mail: its main figures, and where the live ones are."""
    before = "{} (tuần trước {}; cùng tuần năm trước {})".format
    weeks = [f"{line.name}: {before(line.this, line.before, line.last_year)}" for line in week_lines(digest)]
    now = [f"{what}: {n}" for what, n in now_lines(digest)]
    needs = need_lines(digest)
    parts = [
        [TITLE, f"{digest.scope.unit.name}, tuần {digest.week}"],
        weeks,
        [f"Tính đến {as_at(digest)}:", *now],
        ["Cần lãnh đạo:", *needs] if needs else [],
        [opinions_line(digest), posted_line(digest)],
        [f"Số liệu hiện tại: {digest.address}"],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _weeks(digest):
    return digest.this, digest.before, digest.last_year


def _told(value, figures: Figures):
    """Of a week of which nothing is recorded nothing is said."""
    return "–" if figures.is_empty else value(figures)


def _in_time(figures):
    return "–" if figures.percent_in_time is None else _percent(figures.percent_in_time)


def _percent(value):
    return f"{value:.1f} %".replace(".", ",")


def _where(need):
    named = [f"{place.name} {place.value}" for place in need.places]
    if need.more:
        named.append(f"{need.more} đơn vị khác")
    return f": {', '.join(named)}" if named else ""
