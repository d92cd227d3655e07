"""Sums of answers: what they count, who sees them, and that they tell nobody apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers import actions
from satisfaction import results
from satisfaction.models import Factor
from satisfaction.results import Satisfaction, Share, kept_back
from tests import builders
from tests.satisfaction.answers import DECEMBER, JANUARY, answer

PERIOD = {"first": date(2018, 1, 10), "last": date(2018, 1, 12)}
WINTER = {"first": date(2017, 12, 31), "last": date(2018, 1, 1)}


@pytest.fixture
def serve(clerk, birth, now):
    """So many dossiers handed back at the desk at once."""

    def run(n, by=clerk, at=now):
        for _ in range(n):
            intake = actions.Intake(version=birth.versions.get(), applicant_name="Nguyễn Văn Đức")
            key = f"served-{next(builders.counting)}"
            actions.receive_and_hand_back(desk=by.desks[0], intake=intake, key=key, by=by, now=at)

    return run


# Pure


def test_a_share_is_of_those_who_answered():
    assert Satisfaction(answers=5, satisfied=4, served=20).share == 0.8
    assert Satisfaction(answers=5, satisfied=4, served=20).response_rate == 0.25


def test_fewer_than_five_answers_stay_hidden():
    cell = Satisfaction(answers=4, satisfied=4, served=4, of_factors={"staff": Share(4, 4)})
    assert (cell.is_hidden, cell.share, cell.response_rate, cell.factors) == (True, None, None, {})


def test_what_is_kept_back_stays_hidden_though_it_has_enough():
    cell = Satisfaction(answers=50, satisfied=40, served=90, is_kept_back=True)
    assert (cell.is_too_few, cell.is_hidden, cell.share, cell.response_rate) == (False, True, None, None)


def test_a_factor_that_few_marked_stays_hidden_by_itself():
    cell = Satisfaction(answers=9, satisfied=9, of_factors={"staff": Share(4, 4), "access": Share(5, 1)})
    assert (cell.factors[Factor.STAFF].share, cell.factors[Factor.ACCESS].share) == (None, 0.2)
    assert cell.factors[Factor.RESULT].share is None


def test_the_threshold_is_a_setting(settings):
    settings.FEWEST_ANSWERS_SHOWN = 0
    assert (Satisfaction(answers=1, satisfied=1).share, Satisfaction().share) == (1, None)


def test_nobody_served_has_no_response_rate():
    assert Satisfaction(answers=9, satisfied=9).response_rate is None


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ({}, ""),
        ({"a": 5, "b": 9}, ""),
        ({"a": 3, "b": 9, "c": 7}, "ac"),  # 3 alone could be reckoned
        ({"a": 3, "b": 4, "c": 7}, "ab"),
        ({"a": 1, "b": 1, "c": 7}, "abc"),
        ({"a": 0, "b": 9}, "a"),  # gives nothing away
        ({"a": 0, "b": 4, "c": 9}, "abc"),
        ({"a": 4}, "a"),
    ],
)
def test_what_a_total_would_give_away_is_kept_back(numbers, hidden):
    assert kept_back(numbers, 5) == set(hidden)


@given(st.dictionaries(st.integers(), st.integers(0, 40), max_size=12), st.integers(1, 10))
def test_what_is_hidden_can_be_reckoned_only_as_a_sum_of_enough(numbers, fewest):
    hidden = kept_back(numbers, fewest)
    together = sum(numbers[cell] for cell in hidden)
    shown = [n for cell, n in numbers.items() if cell not in hidden]
    assert {cell for cell, n in numbers.items() if n < fewest} <= hidden
    assert together == 0 or together >= fewest or not shown
    if larger := [n for n in (numbers[cell] for cell in hidden) if n >= fewest]:
        assert len(larger) == 1  # no more than is needed
        assert larger[0] <= min(shown, default=larger[0])
        assert 0 < together - larger[0] < fewest


# Counted


pytestmark = pytest.mark.django_db


def test_answers_and_dossiers_of_the_months_that_the_days_touch(commune, district_leader, birth, serve, now):
    serve(2)
    serve(1, at=now - timedelta(days=20))  # in December
    answer(4, commune.desk, birth, overall=5, staff=2)
    answer(1, commune.desk, birth, overall=3, staff=4)
    answer(1, commune.desk, birth, month=DECEMBER)
    cell = results.over_all(user=district_leader, **PERIOD)
    assert (cell.answers, cell.satisfied, cell.served) == (5, 4, 2)
    assert (cell.factors[Factor.STAFF], cell.factors[Factor.ACCESS]) == (Share(5, 1), Share(0, 0))
    assert results.over_all(user=district_leader, **WINTER).answers == 6


def test_whoever_may_rate_could_be_asked(district_leader, clerk, officer, birth, now, serve):
    _open, waiting, denied, withdrawn = (builders.receive(by=clerk, procedure=birth, now=now) for _ in range(4))
    actions.resolve(dossier=waiting, by=officer, now=now)
    actions.deny(dossier=denied, by=officer, now=now, reason="Không đủ điều kiện")
    actions.withdraw(dossier=withdrawn, by=clerk, now=now, reason="Xin rút")
    serve(1)
    assert results.over_all(user=district_leader, **PERIOD).served == 4


def test_by_desk(commune, other_commune, district_leader, stranger, birth, serve):
    serve(3)
    serve(1, by=stranger)
    answer(6, commune.desk, birth)
    answer(7, other_commune.desk, birth, overall=1)
    cells = results.by_desk(user=district_leader, **PERIOD)
    assert {desk: (cell.answers, cell.satisfied, cell.served) for desk, cell in cells.items()} == {
        commune.desk.pk: (6, 6, 3),
        other_commune.desk.pk: (7, 0, 1),
    }


def test_by_procedure_with_the_cards_that_name_none(commune, district_leader, birth, support, serve):
    serve(1)
    answer(6, commune.desk, birth)
    answer(8, commune.desk, support)
    cells = results.by_procedure(user=district_leader, **PERIOD, desk=commune.desk)
    assert {procedure: (cell.answers, cell.served) for procedure, cell in cells.items()} == {
        birth.pk: (6, 1),
        support.pk: (8, 0),
    }


def test_by_month_with_those_between_in_which_nothing_was(commune, district_leader, birth, serve):
    serve(2)
    answer(6, commune.desk, birth, month=date(2017, 11, 1))
    cells = results.by_month(user=district_leader, first=date(1900, 1, 1), last=date(2100, 12, 31))
    assert [(month, cell.answers, cell.served) for month, cell in cells.items()] == [
        (date(2017, 11, 1), 6, 0),
        (DECEMBER, 0, 0),
        (JANUARY, 0, 2),
    ]


def test_of_nothing_there_are_no_months(district_leader):
    assert results.by_month(user=district_leader, first=date(1900, 1, 1), last=date(2100, 12, 31)) == {}


def test_by_source(commune, district_leader, birth):
    answer(6, commune.desk, birth)
    answer(5, commune.desk, birth, source="receipt", overall=1)
    cells = results.by_source(user=district_leader, **PERIOD)
    assert {source: cell.share for source, cell in cells.items()} == {"kiosk": 1, "receipt": 0}


def test_the_smallest_cell_that_would_give_a_hidden_one_away_is_hidden(
    commune, other_commune, district, district_leader, birth
):
    answer(2, commune.desk, birth, overall=1)
    answer(9, other_commune.desk, birth)
    answer(30, district.desk, birth)
    cells = results.by_desk(user=district_leader, **PERIOD)
    assert [cells[unit.desk.pk].share for unit in (commune, other_commune, district)] == [None, None, 1]


def test_a_leader_sees_his_own_commune_only(commune, other_commune, leader, birth, serve, stranger):
    serve(1, by=stranger)
    answer(6, commune.desk, birth)
    answer(7, other_commune.desk, birth)
    assert set(results.by_desk(user=leader, **PERIOD)) == {commune.desk.pk}
    assert results.over_all(user=leader, **PERIOD).answers == 6
    assert results.by_procedure(user=leader, **PERIOD, desk=other_commune.desk) == {}


@pytest.mark.parametrize("who", ["clerk", "officer"])
def test_who_oversees_nothing_gets_nothing(commune, birth, serve, request, who):
    serve(1)
    answer(6, commune.desk, birth)
    assert results.by_desk(user=request.getfixturevalue(who), **PERIOD) == {}


def test_each_table_is_two_statements(commune, district_leader, birth, django_assert_num_queries):
    answer(6, commune.desk, birth)
    district_leader.duties  # noqa: B018 - read before
    with django_assert_num_queries(2):
        results.by_desk(user=district_leader, **PERIOD)
    with django_assert_num_queries(2):
        results.over_all(user=district_leader, **PERIOD)
