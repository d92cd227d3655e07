"""The figures of the period at a glance, each with the period before beside it."""

from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from dashboards import links
from dashboards.board import Board
from dossiers.figures import Figure

FIVE = {
    Figure.RECEIVED: pgettext_lazy("dossiers", "received"),
    Figure.RESOLVED_TOTAL: pgettext_lazy("dossiers", "resolved"),
    Figure.RESOLVED_LATE: pgettext_lazy("dossiers", "resolved late"),
    Figure.PENDING_TOTAL: pgettext_lazy("dossiers", "pending at the end"),
    Figure.PENDING_OVERDUE: pgettext_lazy("dossiers", "overdue at the end"),
}
BAD = (Figure.RESOLVED_LATE, Figure.PENDING_OVERDUE)


@dataclass(frozen=True)
class Detail:
    """What stands beneath a figure: a number, what it is of, and its list, if it has one."""

    value: str
    name: str
    href: str = ""


@dataclass(frozen=True)
class Headline:
    value: int
    name: str
    href: str
    is_bad: bool
    details: list[Detail]
    before: int
    href_before: str

    @property
    def difference(self) -> int:
        return abs(self.value - self.before)

    @property
    def direction(self) -> str:
        return "same" if self.value == self.before else "more" if self.value > self.before else "fewer"


def headlines(board: Board) -> list[Headline]:
    return [_headline(board, figure, name) for figure, name in FIVE.items()]


def name_of_before(board: Board) -> str:
    """What people call the period before; nothing where nothing is known of it."""
    period = board.scope.period
    if board.before.is_empty:
        return ""
    if period.is_year_so_far:
        return _("same days of %(year)s") % {"year": period.before.first.year}
    return _("period before")


def _headline(board, figure, name):
    value = getattr(board.total.summary, figure)
    return Headline(
        value=value,
        name=name,
        href=_href(board, figure),
        is_bad=bool(value and figure in BAD),
        details=list(_details(board, figure)),
        before=getattr(board.before, figure),
        href_before=links.figure(figure, board.scope.period.before, **links.of_part(board.scope.whole)),
    )


def _details(board, figure):
    now = board.total.summary
    if figure == Figure.RECEIVED and now.carried_over:
        yield _detail(board, Figure.CARRIED_OVER, _("carried over"))
    elif figure == Figure.RESOLVED_TOTAL and now.resolved_total:
        yield _detail(board, Figure.RESOLVED_EARLY, pgettext("dossiers", "early"))
        yield _detail(board, Figure.RESOLVED_ON_TIME, pgettext("dossiers", "on time"))
    elif figure == Figure.RESOLVED_LATE and now.resolved_total:
        yield Detail(f"{floatformat(now.percent_in_time, 1)} %", _("resolved in time"))


def _detail(board, figure, name):
    return Detail(number_format(getattr(board.total.summary, figure)), name, _href(board, figure))


def _href(board, figure):
    return links.figure(figure, board.scope.period, **links.of_part(board.scope.whole))
