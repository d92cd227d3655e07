"""Days late: against the day of effect, or the day of issue if that is later."""

from datetime import date, timedelta

import pytest

from procedures import actions
from procedures.punctuality import Punctuality, days_late, due_on, punctuality, punctuality_of
from tests import builders
from tests.procedures.boards import MONDAY, amend

EFFECT, ISSUE = date(2018, 1, 8), date(2018, 1, 10)


@pytest.mark.parametrize(
    ("effective", "issued", "unit_from", "due"),
    [
        (EFFECT, None, None, EFFECT),
        (EFFECT, date(2018, 1, 2), None, EFFECT),
        (EFFECT, ISSUE, None, ISSUE),  # nobody can post what is not issued
        (EFFECT, ISSUE, date(2018, 1, 12), date(2018, 1, 12)),
        (None, ISSUE, None, None),  # in force since ever
    ],
)
def test_when_it_is_due(effective, issued, unit_from, due):
    assert due_on(effective, issued, unit_from) == due


@pytest.mark.parametrize(
    ("posted", "late"), [(date(2018, 1, 2), 0), (EFFECT, 0), (date(2018, 1, 9), 1), (MONDAY, 7), (None, 7)]
)
def test_how_late_it_was_or_is_by_now(posted, late):
    assert days_late(EFFECT, posted, MONDAY) == late


def test_a_unit_in_figures():
    terms = [(EFFECT, EFFECT), (EFFECT, date(2018, 1, 11)), (EFFECT, None), (None, None), (date(2018, 2, 1), None)]
    counted = punctuality(terms, MONDAY)
    assert counted == Punctuality(days=(0, 3, 7), waiting=1)
    assert (counted.late, counted.median, counted.most) == (2, 3, 7)
    assert (counted + Punctuality((0, 0, 1))).median == 1


def test_of_nothing_there_is_no_median():
    assert (Punctuality().median, Punctuality().most, Punctuality().late) == (None, None, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_of_units_as_of_a_day_in_three_statements(
    control, district, support, birth, now, count, django_assert_num_queries
):
    decision = amend(support, by=control, now=now, issued_on=ISSUE, effective_from=EFFECT)
    version = support.version_on(MONDAY)
    units = [
        builders.make_unit(f"1460{n}", f"Xã {n}", parent=district, agency_code=f"000.5{n}.28.H42") for n in range(count)
    ]
    for n, unit in enumerate(units):
        day = ISSUE + timedelta(days=n)
        actions.post(versions=[version], desk=unit.desk, place="board", posted_on=day, by=control, now=now)
    with django_assert_num_queries(3):
        counted = punctuality_of(units, MONDAY)
    assert [counted[unit.pk] for unit in units] == [Punctuality((n,)) for n in range(count)]
    assert punctuality_of(units, MONDAY, decision) == counted
    assert punctuality_of(units[:1], date(2018, 1, 9))[units[0].pk] == Punctuality()  # not due yet
