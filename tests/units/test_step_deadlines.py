"""Steps that add up to the whole: examples, and a walker that goes minute by minute."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.units.test_deadlines import CALENDAR, RULES, WORKING_DAY, at
from tests.units.test_deadlines_by_brute_force import SESSIONS
from units.deadlines import Pause, TimeLimit, deadline
from units.step_deadlines import step_deadlines
from units.worktime import VIETNAM, OfficeHours, WorkCalendar

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MONDAY = "2018-01-15T07:00"


def steps(begins, due, hours, *pauses, limit_hours=1000):
    stops = [Pause(at(first), at(last)) for first, last in pauses]
    return step_deadlines(at(begins), at(due), hours, CALENDAR, stops, limit_hours=limit_hours)


def test_each_step_has_its_share_of_the_office_time():
    # Monday and Tuesday have 16 hours.
    assert steps(MONDAY, "2018-01-16T17:00", [4, 8, 4]) == [
        at("2018-01-15T11:00"),
        at("2018-01-16T11:00"),
        at("2018-01-16T17:00"),
    ]


def test_a_plan_shorter_than_the_limit_is_stretched_to_it():
    assert steps(MONDAY, "2018-01-16T17:00", [1, 2, 1]) == steps(MONDAY, "2018-01-16T17:00", [4, 8, 4])


def test_tet_belongs_to_no_step():
    due = deadline(at("2018-02-13T10:00"), TimeLimit(2, WORKING_DAY), CALENDAR, RULES).due_at
    found = step_deadlines(at("2018-02-13T10:00"), due, [5, 8, 8], CALENDAR, limit_hours=21)
    assert found == [at("2018-02-13T17:00"), at("2018-02-21T17:00"), at("2018-02-22T17:00")]


def test_a_pause_belongs_to_no_step():
    pause = ("2018-01-15T11:00", "2018-01-17T07:00")
    assert steps(MONDAY, "2018-01-17T17:00", [4, 8], pause) == [at("2018-01-15T11:00"), at("2018-01-17T17:00")]


def test_shares_are_whole_minutes_and_the_last_ends_with_the_limit():
    found = steps("2018-01-15T07:00", "2018-01-15T08:40", [1, 1, 1])
    assert found == [at("2018-01-15T07:33"), at("2018-01-15T08:06"), at("2018-01-15T08:40")]


def test_one_step_is_the_whole():
    assert steps(MONDAY, "2018-01-16T17:00", [Decimal("0.5")]) == [at("2018-01-16T17:00")]


def test_where_no_office_time_is_left_all_are_due_with_the_limit():
    assert steps("2018-01-20T09:00", "2018-01-21T17:00", [1, 1]) == [at("2018-01-21T17:00")] * 2


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        ([], "at least one step"),
        ([8, 0], "each step some time"),
        ([8, -1], "each step some time"),
        ([8, 8.5], "the steps take 16.5 hours, the limit is 16"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(hours, message):
    with pytest.raises(ValueError, match=message):
        steps(MONDAY, "2018-01-16T17:00", hours, limit_hours=16)


def test_a_plan_may_take_the_whole_limit():
    assert steps(MONDAY, "2018-01-16T17:00", [8, 8], limit_hours=16)[-1] == at("2018-01-16T17:00")


def test_nothing_is_due_before_it_begins():
    with pytest.raises(ValueError, match="due before they begin"):
        steps("2018-01-16T17:00", MONDAY, [8])


@st.composite
def plans(draw):
    moment = datetime.combine(draw(st.dates(date(2017, 1, 1), date(2019, 12, 31))), time(), VIETNAM)
    begins = moment + draw(st.integers(0, 24 * 60)) * MINUTE
    due = begins + draw(st.integers(0, 8 * 24 * 60)) * MINUTE
    marks = sorted(draw(st.lists(st.integers(-600, 9 * 24 * 60), max_size=6)))
    pauses = [Pause(begins + a * MINUTE, begins + b * MINUTE) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    odd = [begins.date() + draw(st.integers(0, 8)) * DAY for _ in range(draw(st.integers(0, 3)))]
    calendar = WorkCalendar(
        dict.fromkeys(odd[:2], "off"), dict.fromkeys(odd[2:], "worked"), OfficeHours(draw(st.sampled_from(SESSIONS)))
    )
    hours = draw(st.lists(st.integers(1, 40) | st.sampled_from([0.5, 0.25, Decimal("1.5")]), min_size=1, max_size=6))
    return begins, due, hours, calendar, pauses


def walk(begins, due, hours, calendar, pauses):
    """Minute by minute: how long the office is open, then how long until each share of it has passed."""

    def is_open(moment):
        works = calendar.is_working(moment.date())
        opened = any(opens <= moment.time() < closes for opens, closes in calendar.office_hours.sessions)
        return works and opened and not any(pause.begins <= moment < pause.ends for pause in pauses)

    moments = [begins + offset * MINUTE for offset in range((due - begins) // MINUTE)]
    opened = [moment for moment in moments if is_open(moment)]
    whole, used, found = sum(map(Decimal, hours)), Decimal(0), []
    for amount in hours[:-1]:
        used += Decimal(amount)
        passed = int(len(opened) * used / whole)
        found.append(passed)
    return opened, found


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(plans())
def test_the_walker_agrees(plan):
    begins, due, hours, calendar, pauses = plan
    found = step_deadlines(begins, due, hours, calendar, pauses, limit_hours=10_000)
    opened, shares = walk(*plan)
    assert len(found) == len(hours)
    assert found == sorted(found)
    assert found[-1] == due
    for moment, share in zip(found, shares, strict=False):
        assert sum(minute < moment for minute in opened) == share
        # The first such moment: the office was open just before, or nothing had passed yet.
        assert not share or moment - MINUTE in opened
        assert opened or moment == due
