"""Feedback in figures: how much came, what became of it in time, what waits. Each figure is a condition, and its list.

Criterion 8 of NĐ 61/2018/NĐ-CP art. 31 asks how much was handled in time, and so does the reform index.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from procedures.models import Feedback, FeedbackState
from units.models import AdministrativeUnit
from units.periods import Period
from units.sums import Sums


def condition(figure: str, today: date) -> Q:
    """What a figure of `FeedbackCounts` counts."""
    closed, waiting = ~Q(state=FeedbackState.RECEIVED), Q(state=FeedbackState.RECEIVED)
    return {
        "received": Q(),
        "in_time": closed & Q(answered_at__date__lte=F("due_on")),
        "late": closed & Q(answered_at__date__gt=F("due_on")),
        "waiting": waiting,
        "overdue": waiting & Q(due_on__lt=today),
        "declined": Q(state=FeedbackState.DECLINED),
        "to_publish": Q(state=FeedbackState.ANSWERED, published_at=None),
        "published": Q(published_at__isnull=False),
    }[figure]


FIGURES = ("received", "in_time", "late", "waiting", "overdue", "declined", "to_publish", "published")


@dataclass(frozen=True)
class FeedbackCounts(Sums):
    """Of what was received in a period, as it stands on a day: `received` = `in_time` + `late` + `waiting`.

    In time and late is what was answered by the day it was due, or after it; what is not for the agencies here
    (`declined`) is answered too. `overdue` are those of `waiting` whose day is over.
    """

    received: int = 0
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0
    declined: int = 0
    to_publish: int = 0
    published: int = 0

    @property
    def in_time_percent(self) -> float | None:
        """Of what is answered or should be by now; None where that is nothing."""
        judged = self.in_time + self.late + self.overdue
        return self.in_time * 100 / judged if judged else None


def feedback_counts(unit: AdministrativeUnit, period: Period, *, today: date, below: bool = False) -> FeedbackCounts:
    """What `unit` received in `period` (`below`: with the units under it) and what became of it by `today`.

    One statement. For those who compute the index; what somebody may see is `counts_by_unit`.
    """
    of_unit = Q(unit__in=AdministrativeUnit.objects.within([unit.pk])) if below else Q(unit=unit)
    return FeedbackCounts(**received_in(period).filter(of_unit).aggregate(**_counted(today)))


def counts_by_unit(rows, *, today: date) -> dict[int, FeedbackCounts]:
    """By the key of the unit that answers; of `rows` of feedback, in one statement."""
    lines = rows.order_by().values("unit").annotate(**_counted(today))
    return {line.pop("unit"): FeedbackCounts(**line) for line in lines}


def received_in(period: Period):
    return Feedback.objects.filter(received_on__range=(period.first, period.last))


def _counted(today):
    return {figure: Count("pk", filter=condition(figure, today)) for figure in FIGURES}


def published_of(procedure):
    return procedure.feedback.published().select_related("about", "unit")
