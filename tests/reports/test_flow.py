"""How a period is cut into parts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.flow import DAY, Grain, flow, grain_of, parts
from reports.places import Places
from tests.builders import at, receive
from units.periods import Period


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 5000))
def test_the_parts_are_all_of_it(first, days):
    period = Period(first, date.fromordinal(first.toordinal() + days))
    found = parts(period)
    assert (found[0].first, found[-1].last) == (period.first, period.last)
    assert all(right.first == left.last + DAY for left, right in zip(found, found[1:], strict=False))
    assert len(found) <= 38


@pytest.mark.parametrize(
    ("first", "last", "grain"),
    [
        (date(2018, 1, 1), date(2018, 1, 31), Grain.DAY),
        (date(2018, 1, 1), date(2018, 3, 31), Grain.WEEK),
        (date(2018, 1, 1), date(2018, 12, 31), Grain.MONTH),
        (date(2000, 1, 1), date(2018, 12, 31), Grain.YEAR),
    ],
)
def test_they_suit_its_length(first, last, grain):
    assert grain_of(Period(first, last)) == grain


def test_weeks_begin_on_monday():
    weeks = parts(Period(date(2018, 1, 3), date(2018, 3, 1)))
    assert {week.first.weekday() for week in weeks[1:]} == {0}


@pytest.mark.django_db
def test_a_moment_counts_on_its_day_in_vietnam(clerk, commune, birth):
    """Half past midnight there is still the day before in London."""
    receive(by=clerk, procedure=birth, now=at("2018-01-10 00:30"))
    period = Period(date(2018, 1, 9), date(2018, 1, 10))
    assert [part.received for part in flow(places=Places.each([commune.pk]), period=period, carried_over=0)] == [0, 1]
