"""The terms of statutory reports: months, quarters, half years, years, ending on the day that the law cuts off. Pure.

TT 01/2020/TT-VPCP has a month end on its 14th, so that the first quarter goes from 15 December to 14 March (recalled:
the day is data of the report set). Where no day is given, terms are those of the calendar.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.periods import DAY, Period, plus_months


class TermKind(TextChoices):
    MONTH = "month", gettext_lazy("month")
    QUARTER = "quarter", gettext_lazy("quarter")
    HALF_YEAR = "half_year", gettext_lazy("half year")
    NINE_MONTHS = "nine_months", gettext_lazy("nine months")
    YEAR = "year", gettext_lazy("year")


MONTHS = {
    TermKind.MONTH: 1,
    TermKind.QUARTER: 3,
    TermKind.HALF_YEAR: 6,
    TermKind.NINE_MONTHS: 9,
    TermKind.YEAR: 12,
}
FROM_JANUARY = (TermKind.NINE_MONTHS, TermKind.YEAR)  # there is one of them in a year


@dataclass(frozen=True, order=True)
class Term:
    year: int
    number: int  # the how manieth of its kind in the year, from 1
    kind: TermKind

    def __str__(self):
        facts = {"n": self.number, "year": self.year}
        match self.kind:
            case TermKind.MONTH:
                return _("Month %(n)d of %(year)d") % facts
            case TermKind.QUARTER:
                return _("Quarter %(n)d of %(year)d") % facts
            case TermKind.HALF_YEAR if self.number == 1:
                return _("First half of %(year)d") % facts
            case TermKind.HALF_YEAR:
                return _("Second half of %(year)d") % facts
            case TermKind.NINE_MONTHS:
                return _("Nine months of %(year)d") % facts
        return _("Year %(year)d") % facts

    def period(self, cut_off: int | None) -> Period:
        """`cut_off` is the day of the month with which terms end; None: the last."""
        months = MONTHS[self.kind]
        last_month = date(self.year, self.number * months, 1)
        return Period(_end(plus_months(last_month, -months), cut_off) + DAY, _end(last_month, cut_off))


def term_of(kind: TermKind, day: date, cut_off: int | None) -> Term:
    """The term of that kind in which `day` lies; of nine months the one of its year, also in the last three."""
    month = day.replace(day=1)
    if cut_off and day.day > cut_off:
        month = plus_months(month, 1)
    return Term(month.year, 1 if kind in FROM_JANUARY else (month.month - 1) // MONTHS[kind] + 1, kind)


def over_by(kind: TermKind, day: date, cut_off: int | None) -> Term:
    """The last term of that kind that was over before `day`."""
    term = term_of(kind, day, cut_off)
    while term.period(cut_off).last >= day:
        term = before(term)
    return term


def term_with(period: Period, cut_off: int | None) -> Term | None:
    """The term that has these very days, if one has."""
    terms = (term_of(kind, period.last, cut_off) for kind in TermKind)
    return next((term for term in terms if term.period(cut_off) == period), None)


def before(term: Term) -> Term:
    """The one of its kind before it."""
    if term.number > 1:
        return Term(term.year, term.number - 1, term.kind)
    return Term(term.year - 1, 1 if term.kind in FROM_JANUARY else 12 // MONTHS[term.kind], term.kind)


def _end(month, cut_off):
    """The last day of the term that ends in `month`."""
    following = plus_months(month, 1)
    return following - DAY if cut_off is None else min(month + timedelta(days=cut_off - 1), following - DAY)
