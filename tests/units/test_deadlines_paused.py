"""Pauses, restarts and half days, one short sentence each. All moments are Vietnam time."""

from datetime import datetime, time

import pytest

from tests.units.test_deadlines import CALENDAR, CALENDAR_DAY, HOUR, RULES, WORKING_DAY, at, days, due, reasons
from units.deadlines import Pause, TimeLimit, TimeUnit, deadline
from units.worktime import OfficeHours, WorkCalendar

HALF_DAY = TimeUnit.HALF_DAY
MONDAY = "2018-01-15T10:00"


def paused(received, amount, unit, *pauses):
    """Each pause as ("from", "to") or ("from", "to", "restarts")."""
    stops = [Pause(at(begins), at(ends), restarts=bool(more)) for begins, ends, *more in pauses]
    return deadline(at(received), TimeLimit(amount, unit), CALENDAR, RULES, stops)


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        pytest.param(
            ("2018-01-17T10:00", "2018-01-17T16:00"), "2018-01-22T17:00", id="within a day it changes nothing"
        ),
        pytest.param(("2018-01-17T10:00", "2018-01-18T16:00"), "2018-01-23T17:00", id="to the next day"),
        pytest.param(("2018-01-17T10:00", "2018-01-24T08:00"), "2018-01-29T17:00", id="for a week"),
        pytest.param(("2018-01-19T16:00", "2018-01-21T09:00"), "2018-01-22T17:00", id="over a weekend"),
        pytest.param(("2018-01-15T16:00", "2018-01-17T09:00"), "2018-01-24T17:00", id="from the day of reception"),
        pytest.param(
            ("2018-01-22T09:00", "2018-01-25T09:00"), "2018-01-26T17:00", id="the last day is used afterwards"
        ),
        pytest.param(("2018-01-22T17:01", "2018-01-25T09:00"), "2018-01-22T17:00", id="what is late stays late"),
        pytest.param(("2018-01-22T09:00", "2018-02-13T09:00"), "2018-02-21T17:00", id="until Tết"),
    ],
)
def test_the_clock_goes_on_after_a_pause(pause, expected):
    assert paused(MONDAY, 5, WORKING_DAY, pause).due_at == at(expected)


def test_each_day_of_a_pause_says_so():
    result = paused(MONDAY, 3, WORKING_DAY, ("2018-01-16T10:00", "2018-01-18T09:00"))
    assert reasons(result) == [
        "reception_day", "working", "paused", "paused", "working", "weekend", "weekend", "working",
    ]  # fmt: skip
    assert days(result) == ["16/01", "19/01", "22/01"]


def test_several_pauses_add_up():
    pauses = [("2018-01-16T10:00", "2018-01-17T10:00"), ("2018-01-19T10:00", "2018-01-22T10:00")]
    assert paused(MONDAY, 5, WORKING_DAY, *pauses).due_at == at("2018-01-24T17:00")


def test_a_last_day_off_is_moved_to_a_working_day_after_the_pause():
    pause = ("2018-01-20T09:00", "2018-01-22T09:00")  # a Saturday, the last of five days
    assert paused(MONDAY, 5, CALENDAR_DAY, pause).due_at == at("2018-01-23T17:00")
    pause = ("2018-01-21T09:00", "2018-01-22T09:00")  # the Sunday after it
    assert paused(MONDAY, 5, CALENDAR_DAY, pause).due_at == at("2018-01-23T17:00")


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        pytest.param(("2018-01-15T10:30", "2018-01-15T11:00"), "2018-01-15T14:30", id="half an hour"),
        pytest.param(("2018-01-15T11:00", "2018-01-15T14:00"), "2018-01-15T15:00", id="over lunch"),
        pytest.param(("2018-01-15T11:00", "2018-01-17T08:00"), "2018-01-17T09:00", id="for days"),
        pytest.param(("2018-01-15T14:00", "2018-01-17T08:00"), "2018-01-15T14:00", id="when they are over"),
    ],
)
def test_hours_stand_still_to_the_minute(pause, expected):
    assert paused(MONDAY, 2, HOUR, pause).due_at == at(expected)


def test_the_limit_begins_anew():
    result = paused(MONDAY, 3, WORKING_DAY, ("2018-01-17T10:00", "2018-01-19T09:00", "restarts"))
    assert result.due_at == at("2018-01-24T17:00")
    assert reasons(result) == [
        "before_restart", "before_restart", "before_restart", "paused",
        "restarted", "weekend", "weekend", "working", "working", "working",
    ]  # fmt: skip


def test_what_was_late_does_not_begin_anew():
    pause = ("2018-01-19T10:00", "2018-01-24T09:00", "restarts")
    assert paused(MONDAY, 3, WORKING_DAY, pause) == due(MONDAY, 3, WORKING_DAY)


@pytest.mark.parametrize(
    ("resumed", "expected"),
    [
        ("2018-01-15T14:00", "2018-01-15T17:00"),
        ("2018-01-15T15:30", "2018-01-16T17:00"),
        ("2018-01-19T09:00", "2018-01-19T17:00"),
        ("2018-01-20T09:00", "2018-01-22T17:00"),
    ],
)
def test_a_same_day_result_is_due_on_the_day_the_papers_came_in(resumed, expected):
    assert paused(MONDAY, 0, WORKING_DAY, ("2018-01-15T11:00", resumed)).due_at == at(expected)


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        pytest.param("2018-01-15T10:00", 1, "2018-01-15T17:00", id="the afternoon"),
        pytest.param("2018-01-15T14:00", 1, "2018-01-16T11:30", id="the next morning"),
        pytest.param("2018-01-15T12:00", 1, "2018-01-15T17:00", id="received at lunch"),
        pytest.param("2018-01-15T06:00", 1, "2018-01-15T11:30", id="before opening"),
        pytest.param("2018-01-19T14:00", 3, "2018-01-23T11:30", id="over a weekend"),
        pytest.param("2018-02-13T14:00", 1, "2018-02-21T11:30", id="over Tết"),
    ],
)
def test_half_days_are_mornings_and_afternoons(received, amount, expected):
    assert due(received, amount, HALF_DAY).due_at == at(expected)


def test_the_last_session_of_a_day_is_not_counted_for_what_comes_in_it_or_later():
    assert reasons(due("2018-01-15T14:00", 1, HALF_DAY)) == ["reception_day", "working"]
    assert reasons(due("2018-01-15T17:01", 1, HALF_DAY)) == ["after_closing", "working"]
    resumed = paused(MONDAY, 2, HALF_DAY, ("2018-01-15T15:00", "2018-01-16T14:00", "restarts"))
    assert reasons(resumed) == ["before_restart", "restarted", "working"]


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        pytest.param(("2018-01-15T14:00", "2018-01-16T08:00"), "2018-01-16T17:00", id="the afternoon is used"),
        pytest.param(("2018-01-16T08:00", "2018-01-16T09:00"), "2018-01-16T11:30", id="within a session nothing"),
        pytest.param(
            ("2018-01-16T08:00", "2018-01-16T14:00"), "2018-01-17T11:30", id="the last one is used afterwards"
        ),
    ],
)
def test_half_days_stand_still_too(pause, expected):
    assert paused(MONDAY, 2, HALF_DAY, pause).due_at == at(expected)


def test_an_office_without_a_break_has_one_session():
    calendar = WorkCalendar(office_hours=OfficeHours(((time(7), time(14)),)))
    assert due(MONDAY, 2, HALF_DAY, calendar=calendar).due_at == at("2018-01-17T14:00")


@pytest.mark.parametrize(
    "pauses",
    [
        [("2018-01-14T10:00", "2018-01-16T10:00")],
        [("2018-01-16T10:00", "2018-01-18T10:00"), ("2018-01-17T10:00", "2018-01-19T10:00")],
    ],
)
def test_pauses_follow_the_reception_and_one_another(pauses):
    with pytest.raises(ValueError, match="pauses follow"):
        paused(MONDAY, 5, WORKING_DAY, *pauses)


def test_a_pause_knows_its_order_and_its_zone():
    with pytest.raises(ValueError, match="before it begins"):
        Pause(at("2018-01-16T10:00"), at("2018-01-15T10:00"))
    with pytest.raises(ValueError, match="time zone"):
        Pause(datetime(2018, 1, 15), at("2018-01-15T10:00"))  # noqa: DTZ001
