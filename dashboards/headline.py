"""The figures of the period at a glance, each with the period before beside it."""

from dataclasses import dataclass

from dashboards import links
from dashboards.board import Board
from dossiers.figures import Figure

FIVE = [
    Figure.RECEIVED,
    Figure.RESOLVED_TOTAL,
    Figure.RESOLVED_LATE,
    Figure.PENDING_TOTAL,
    Figure.PENDING_OVERDUE,
]
TONES = {Figure.RESOLVED_LATE: "is-late", Figure.PENDING_OVERDUE: "is-late"}


@dataclass(frozen=True)
class Headline:
    figure: Figure
    value: int
    before: int
    href: str
    href_before: str
    tone: str = ""

    @property
    def difference(self) -> int:
        return abs(self.value - self.before)

    @property
    def direction(self) -> str:
        return "same" if self.value == self.before else "more" if self.value > self.before else "fewer"


def headlines(board: Board) -> list[Headline]:
    period, where = board.scope.period, links.of_scope(board.scope)
    return [
        Headline(
            figure=figure,
            value=getattr(board.total.summary, figure.value),
            before=getattr(board.before, figure.value),
            href=links.figure(figure, period, **where),
            href_before=links.figure(figure, period.before, **where),
            tone=TONES.get(figure, "") if getattr(board.total.summary, figure.value) else "",
        )
        for figure in FIVE
    ]
