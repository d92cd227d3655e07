"""How satisfied people were: sums of answers that tell nobody apart.

Satisfied are the two upper marks of five (QĐ 2640/QĐ-BNV 2017). Answers count in the month in which the result was
ready, so whole months are counted: those that the days touch. Fewer than `FEWEST_ANSWERS_SHOWN` answers stay hidden,
and so does what would give them away (`kept_back`; docs/decisions/0011).
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.db.models import Count, DateField, F, Q
from django.db.models.functions import TruncMonth

from dossiers.models import Dossier
from dossiers.models.querysets import end_of, start_of
from satisfaction.models import Answer, Factor, Mark
from units.models import OVERSEEING, ServiceDesk, User
from units.periods import Period, month_of
from units.worktime import VIETNAM


@dataclass(frozen=True)
class Share:
    """How many of those who answered were satisfied."""

    answers: int = 0
    satisfied: int = 0
    is_kept_back: bool = False  # enough answers, but with the table's total they would give others away

    @property
    def is_too_few(self) -> bool:
        return self.answers < settings.FEWEST_ANSWERS_SHOWN

    @property
    def is_hidden(self) -> bool:
        return self.is_too_few or self.is_kept_back

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where it is hidden."""
        return None if self.is_hidden or not self.answers else self.satisfied / self.answers

    @property
    def percent(self) -> float | None:
        return None if self.share is None else self.share * 100


@dataclass(frozen=True)
class Satisfaction(Share):
    """One cell: the marks over all, those of each factor, and how many could be asked.

    `served` are the dossiers finished in those months (resolved, denied or withdrawn) whose result the desk hands
    back: those that may be rated. Paper cards without a dossier may make the answers more than these.
    """

    served: int = 0
    of_factors: Mapping[str, Share] = field(default_factory=dict)

    @property
    def response_rate(self) -> float | None:
        """Answers to those who could be asked; None where it is hidden or nobody could be asked."""
        return None if self.is_hidden or not self.served else self.answers / self.served

    @property
    def response_percent(self) -> float | None:
        return None if self.response_rate is None else self.response_rate * 100

    @property
    def factors(self) -> dict[Factor, Share]:
        """Each factor's share of those who gave it a mark; of a hidden cell none."""
        return {} if self.is_hidden else {factor: self.of_factors.get(factor, Share()) for factor in Factor}


def over_all(*, user: User, first: date, last: date) -> Satisfaction:
    """Of all the desks that `user` oversees together. Two statements."""
    return _cells(_Scope(user, first, last), None, None).get(None, Satisfaction())


def by_desk(*, user: User, first: date, last: date) -> dict[int, Satisfaction]:
    """By the key of the desk that handed back, where anybody was served or answered.

    One desk can only be had as one of these cells: asked for by itself, it would show what is kept back here. Where
    its cell is hidden, nothing below may be shown of it.
    """
    return _protected(_cells(_Scope(user, first, last), F("desk"), F("returning_desk")))


def by_procedure(*, user: User, first: date, last: date, desk=None) -> dict[int | None, Satisfaction]:
    """By the key of the procedure; None for paper cards that name none."""
    return _protected(_cells(_Scope(user, first, last, desk), F("procedure"), F("version__procedure")))


def by_month(*, user: User, first: date, last: date, desk=None) -> dict[date, Satisfaction]:
    """By the first day of each month, from the first to the last that hold anything."""
    ready_in = TruncMonth("finished_at", tzinfo=VIETNAM, output_field=DateField())
    cells = _protected(_cells(_Scope(user, first, last, desk), F("month"), ready_in))
    months = Period(min(cells), max(cells)).months() if cells else ()
    return {month.first: cells.get(month.first, Satisfaction()) for month in months}


def by_source(*, user: User, first: date, last: date, desk=None) -> dict[str, Satisfaction]:
    """By how people answered; nobody is served by a source."""
    return _protected(_cells(_Scope(user, first, last, desk), F("source"), None))


def answers_of(*, user: User, first: date, last: date, desk: ServiceDesk | None = None):
    """The answers themselves, for who sums them up or shows their comments apart from everything else."""
    return _Scope(user, first, last, desk).answers()


def together(cells: Iterable[Satisfaction]) -> Satisfaction:
    """Several cells as one; of one alone it is as it was."""
    cells = list(cells)
    if len(cells) == 1:
        return cells[0]
    return Satisfaction(
        answers=sum(cell.answers for cell in cells),
        satisfied=sum(cell.satisfied for cell in cells),
        served=sum(cell.served for cell in cells),
        of_factors={factor: _share([cell.of_factors.get(factor, Share()) for cell in cells]) for factor in Factor},
    )


def _share(shares):
    return Share(sum(share.answers for share in shares), sum(share.satisfied for share in shares))


def kept_back(numbers: Mapping[Hashable, int], fewest: int) -> set:
    """Which cells stay hidden in a table whose total is shown.

    Each with fewer than `fewest` answers; and if these together come to fewer as well, the smallest of the others
    until they do not: what is hidden can be reckoned from the total, but only as one sum of enough answers.
    """
    hidden, together = set(), 0
    for cell in sorted(numbers, key=numbers.get):
        if numbers[cell] >= fewest and not 0 < together < fewest:
            break
        hidden.add(cell)
        together += numbers[cell]
    return hidden


def _protected(cells):
    hidden = kept_back({key: cell.answers for key, cell in cells.items()}, settings.FEWEST_ANSWERS_SHOWN)
    return {key: replace(cell, is_kept_back=key in hidden) for key, cell in cells.items()}


def whole_months(first: date, last: date) -> Period:
    """The months that the days from `first` to `last` touch: what an answer can be counted in."""
    return Period(month_of(first).first, month_of(last).last)


@dataclass(frozen=True)
class _Scope:
    """Whose answers, of which months."""

    user: User
    first: date
    last: date
    desk: ServiceDesk | None = None

    def answers(self):
        answers = Answer.objects.visible_to(self.user).in_months_of(self.first, self.last)
        return answers.filter(desk=self.desk) if self.desk else answers

    def served(self):
        """To be counted only, of the desks overseen: fewer than `visible_to` allows, as the answers are."""
        months = whole_months(self.first, self.last)
        dossiers = Dossier.objects.filter(
            finished_at__gte=start_of(months.first),
            finished_at__lt=end_of(months.last),
            returning_desk__unit__in=self.user.units_of(*OVERSEEING),
        )
        return dossiers.filter(returning_desk=self.desk) if self.desk else dossiers


def _cells(scope, of_answers, of_dossiers):
    """The cells by group: what an answer and what a dossier is grouped by; None where they are not."""
    answered = {line.pop("group"): line for line in _grouped(scope.answers(), of_answers, **_marks())}
    served = {}
    if of_dossiers is not None or of_answers is None:
        counted = _grouped(scope.served(), of_dossiers, served=Count("*"))  # by an index alone
        served = {line["group"]: line["served"] for line in counted}
    return {group: _cell(answered.get(group), served.get(group, 0)) for group in answered.keys() | served.keys()}


def _grouped(rows, group, **sums):
    if group is None:
        return [{"group": None, **rows.aggregate(**sums)}]
    return rows.values(group=group).annotate(**sums).order_by()


def _marks():
    sums = {}
    for name in ("overall", *Factor.values):
        sums[f"{name}_answers"] = Count(name)
        sums[f"{name}_satisfied"] = Count("pk", filter=Q(**{f"{name}__gte": Mark.SATISFIED}))
    return sums


def _cell(sums, served):
    if sums is None:
        return Satisfaction(served=served)
    return Satisfaction(
        answers=sums["overall_answers"],
        satisfied=sums["overall_satisfied"],
        served=served,
        of_factors={name: Share(sums[f"{name}_answers"], sums[f"{name}_satisfied"]) for name in Factor.values},
    )
