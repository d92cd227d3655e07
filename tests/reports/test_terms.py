"""Terms of reports, with and without the day on which the law cuts them off."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.terms import Term, TermKind, before, over_by, term_of, term_with
from units.periods import DAY, Period

DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
CUT_OFFS = st.one_of(st.none(), st.integers(1, 28))


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [
        (Term(2018, 1, TermKind.MONTH), "2017-12-15", "2018-01-14"),
        (Term(2018, 1, TermKind.QUARTER), "2017-12-15", "2018-03-14"),
        (Term(2018, 4, TermKind.QUARTER), "2018-09-15", "2018-12-14"),
        (Term(2018, 1, TermKind.HALF_YEAR), "2017-12-15", "2018-06-14"),
        (Term(2018, 1, TermKind.NINE_MONTHS), "2017-12-15", "2018-09-14"),
        (Term(2018, 1, TermKind.YEAR), "2017-12-15", "2018-12-14"),
    ],
)
def test_terms_that_end_on_the_14th(term, first, last):
    assert term.period(14) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [
        (Term(2018, 2, TermKind.MONTH), "2018-02-01", "2018-02-28"),
        (Term(2017, 4, TermKind.QUARTER), "2017-10-01", "2017-12-31"),
        (Term(2017, 1, TermKind.YEAR), "2017-01-01", "2017-12-31"),
    ],
)
def test_terms_of_the_calendar(term, first, last):
    assert term.period(None) == Period(date.fromisoformat(first), date.fromisoformat(last))


@given(DAYS, CUT_OFFS, st.sampled_from([kind for kind in TermKind if kind != TermKind.NINE_MONTHS]))
def test_every_day_lies_in_one_term_of_a_kind(day, cut_off, kind):
    term = term_of(kind, day, cut_off)
    assert day in term.period(cut_off)
    assert before(term).period(cut_off).last + DAY == term.period(cut_off).first


@given(DAYS, CUT_OFFS, st.sampled_from(TermKind))
def test_the_last_term_that_is_over(day, cut_off, kind):
    period = over_by(kind, day, cut_off).period(cut_off)
    assert period.last < day
    assert (day - period.last).days <= 366


@given(DAYS, CUT_OFFS, st.sampled_from(TermKind))
def test_a_term_is_known_by_its_days(day, cut_off, kind):
    term = term_of(kind, day, cut_off)
    assert term_with(term.period(cut_off), cut_off) == term


def test_other_days_are_no_term():
    assert term_with(Period(date(2017, 1, 2), date(2017, 3, 31)), None) is None
