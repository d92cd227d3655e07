"""The rules of counting, one short sentence each, on the days they matter. All moments are Vietnam time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from units.deadlines import Deadline, Reason, Rules, TimeLimit, TimeUnit, deadline, describe, skipped_ranges
from units.worktime import VIETNAM, DayKind, OfficeHours, WorkCalendar

HOUR, WORKING_DAY, CALENDAR_DAY = TimeUnit.HOUR, TimeUnit.WORKING_DAY, TimeUnit.CALENDAR_DAY
LAND = frozenset({DayKind.WEEKEND, DayKind.HOLIDAY})
RULES = Rules("qd09-2015")


def run(first, *names):
    return {date.fromisoformat(first) + timedelta(offset): name for offset, name in enumerate(names)}


TET = ("29 Tết", "Giao thừa Tết Nguyên Đán", "Tết Nguyên Đán", "Mùng hai Tết Nguyên Đán", "Mùng ba Tết Nguyên Đán")
TET += ("Mùng bốn Tết Nguyên Đán", "Mùng năm Tết Nguyên Đán")
CALENDAR = WorkCalendar(
    holidays=run("2017-01-01", "Tết Dương lịch", "Tết Dương lịch (nghỉ bù)")
    | run("2017-01-26", *TET)
    | run("2017-04-30", "Ngày Chiến thắng", "Ngày Quốc tế Lao động", "Ngày Chiến thắng (nghỉ bù)")
    | run("2018-01-01", "Tết Dương lịch")
    | run("2018-02-14", *TET)
    | run("2018-04-30", "Ngày Chiến thắng", "Ngày Quốc tế Lao động")
    | run("2018-12-31", "Ngày nghỉ (thay cho ngày 05/01/2019)", "Tết Dương lịch"),
    makeup_days=run("2019-01-05", "Ngày làm bù"),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def due(received, amount, unit, leaves_out=frozenset(), calendar=CALENDAR):
    return deadline(at(received), TimeLimit(amount, unit, leaves_out), calendar, RULES)


def days(result, counted=True):
    return [f"{step.day:%d/%m}" for step in result.steps if step.counted is counted]


def reasons(result):
    return [step.reason.value for step in result.steps]


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        pytest.param("2018-01-15T10:00", 1, "2018-01-16T17:00", id="the next day"),
        pytest.param("2018-01-15T06:00", 1, "2018-01-16T17:00", id="before opening"),
        pytest.param("2018-01-15T15:01", 1, "2018-01-16T17:00", id="after 15:00 only same-day results wait"),
        pytest.param("2018-01-15T23:59", 1, "2018-01-16T17:00", id="after closing the reception date still counts"),
        pytest.param("2018-01-19T10:00", 1, "2018-01-22T17:00", id="over a weekend"),
        pytest.param("2018-01-20T10:00", 1, "2018-01-22T17:00", id="received on a Saturday"),
        pytest.param("2018-01-21T10:00", 2, "2018-01-23T17:00", id="received on a Sunday"),
        pytest.param("2018-01-15T10:00", 15, "2018-02-05T17:00", id="three weeks"),
        pytest.param("2017-01-25T10:00", 1, "2017-02-02T17:00", id="Tết 2017"),
        pytest.param("2018-02-13T10:00", 2, "2018-02-22T17:00", id="Tết 2018"),
        pytest.param("2018-02-16T10:00", 1, "2018-02-21T17:00", id="received online on Tết"),
        pytest.param("2017-04-28T10:00", 1, "2017-05-03T17:00", id="30/4 on a Sunday, made up for on Tuesday"),
        pytest.param("2018-04-27T10:00", 1, "2018-05-02T17:00", id="30/4 and 1/5"),
        pytest.param("2018-12-28T10:00", 3, "2019-01-04T17:00", id="into the new year"),
        pytest.param("2018-12-28T10:00", 4, "2019-01-05T17:00", id="a make-up Saturday is worked"),
        pytest.param("2019-01-05T10:00", 1, "2019-01-07T17:00", id="received on a make-up Saturday"),
        pytest.param("2019-01-11T10:00", 1, "2019-01-14T17:00", id="an ordinary Saturday is not"),
        pytest.param("2016-02-26T10:00", 1, "2016-02-29T17:00", id="leap day"),
        pytest.param("2017-02-28T10:00", 1, "2017-03-01T17:00", id="no leap day"),
    ],
)
def test_working_days_end_at_closing_after_the_reception_day(received, amount, expected):
    assert due(received, amount, WORKING_DAY).due_at == at(expected)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param("2018-01-15T05:00", "2018-01-15T17:00", id="before opening"),
        pytest.param("2018-01-15T12:00", "2018-01-15T17:00", id="at lunch"),
        pytest.param("2018-01-15T15:00", "2018-01-15T17:00", id="exactly 15:00"),
        pytest.param("2018-01-15T15:00:01", "2018-01-16T17:00", id="a second later"),
        pytest.param("2018-01-19T15:01", "2018-01-22T17:00", id="Friday after 15:00"),
        pytest.param("2018-01-20T09:00", "2018-01-22T17:00", id="Saturday"),
        pytest.param("2018-02-13T15:30", "2018-02-21T17:00", id="last afternoon before Tết"),
        pytest.param("2018-02-20T09:00", "2018-02-21T17:00", id="last day of Tết"),
        pytest.param("2019-01-05T15:00", "2019-01-05T17:00", id="make-up Saturday"),
        pytest.param("2018-12-28T16:00", "2019-01-02T17:00", id="into the new year"),
    ],
)
@pytest.mark.parametrize("unit", TimeUnit)
def test_same_day_results_are_due_that_day_until_15_00(received, expected, unit):
    assert due(received, 0, unit).due_at == at(expected)


def test_the_rules_may_set_another_hour_for_same_day_results():
    result = deadline(at("2018-01-15T15:30"), TimeLimit(0, WORKING_DAY), CALENDAR, Rules("later", time(16)))
    assert result.due_at == at("2018-01-15T17:00")


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        pytest.param("2018-01-15T10:00", 1, "2018-01-16T17:00", id="the next day"),
        pytest.param("2018-01-19T10:00", 1, "2018-01-22T17:00", id="moved off a Saturday"),
        pytest.param("2018-01-15T10:00", 6, "2018-01-22T17:00", id="moved off a Sunday"),
        pytest.param("2018-01-15T10:00", 7, "2018-01-22T17:00", id="weekends within are counted"),
        pytest.param("2018-02-13T10:00", 3, "2018-02-21T17:00", id="moved off Tết"),
        pytest.param("2018-12-30T10:00", 6, "2019-01-05T17:00", id="a make-up Saturday stays"),
        pytest.param("2016-02-15T10:00", 14, "2016-02-29T17:00", id="leap day"),
        pytest.param("2017-12-18T10:00", 30, "2018-01-17T17:00", id="into the new year"),
    ],
)
def test_calendar_days_end_on_a_working_day(received, amount, expected):
    assert due(received, amount, CALENDAR_DAY).due_at == at(expected)


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        pytest.param("2018-01-15T07:00", 8, "2018-01-15T17:00", id="a whole day"),
        pytest.param("2018-01-15T07:00", 9, "2018-01-16T08:00", id="a day and an hour"),
        pytest.param("2018-01-15T09:30", 2, "2018-01-15T11:30", id="the end of the morning stays there"),
        pytest.param("2018-01-15T10:00", 2, "2018-01-15T14:00", id="over lunch"),
        pytest.param("2018-01-15T10:00:30", 2, "2018-01-15T14:00:30", id="to the second"),
        pytest.param("2018-01-15T12:15", 1, "2018-01-15T14:30", id="received at lunch"),
        pytest.param("2018-01-15T11:30", 1, "2018-01-15T14:30", id="received as lunch begins"),
        pytest.param("2018-01-15T05:00", 1, "2018-01-15T08:00", id="before opening"),
        pytest.param("2018-01-15T17:00", 1, "2018-01-16T08:00", id="at closing"),
        pytest.param("2018-01-15T20:00", 8, "2018-01-16T17:00", id="after closing"),
        pytest.param("2018-01-19T16:00", 8, "2018-01-22T16:00", id="over a weekend"),
        pytest.param("2018-01-20T09:00", 4, "2018-01-22T11:00", id="received on a Saturday"),
        pytest.param("2018-02-13T16:30", 1, "2018-02-21T07:30", id="over Tết"),
        pytest.param("2019-01-04T16:00", 2, "2019-01-05T08:00", id="on a make-up Saturday"),
    ],
)
def test_hours_run_while_the_office_is_open(received, amount, expected):
    assert due(received, amount, HOUR).due_at == at(expected)


@pytest.mark.parametrize(
    ("leaves_out", "amount", "unit", "expected"),
    [
        pytest.param(LAND, 2, CALENDAR_DAY, "2018-02-22T17:00", id="days off, as land procedures do"),
        pytest.param({DayKind.HOLIDAY}, 3, CALENDAR_DAY, "2018-02-23T17:00", id="holidays alone"),
        pytest.param({DayKind.HOLIDAY}, 4, CALENDAR_DAY, "2018-02-26T17:00", id="holidays, moved off a Saturday"),
        pytest.param(LAND, 2, WORKING_DAY, "2018-02-22T17:00", id="nothing new for working days"),
    ],
)
def test_a_procedure_may_leave_out_kinds_of_days(leaves_out, amount, unit, expected):
    assert due("2018-02-13T10:00", amount, unit, frozenset(leaves_out)).due_at == at(expected)


def test_a_procedure_may_leave_out_make_up_days():
    result = due("2019-01-04T16:00", 2, HOUR, frozenset({DayKind.MAKEUP}))
    assert result.due_at == at("2019-01-07T08:00")
    assert reasons(result) == ["working", "left_out", "weekend", "working"]


def test_another_time_zone_is_converted_first():
    received = datetime(2018, 1, 15, 17, 30, tzinfo=UTC)  # past midnight in Vietnam
    assert deadline(received, TimeLimit(1, WORKING_DAY), CALENDAR, RULES) == due("2018-01-16T00:30", 1, WORKING_DAY)


def test_the_answer_is_in_vietnam_time():
    assert due("2018-02-13T10:00", 2, WORKING_DAY).due_at.isoformat() == "2018-02-22T17:00:00+07:00"


def test_another_office_has_other_hours():
    calendar = WorkCalendar(office_hours=OfficeHours(((time(8), time(12)), (time(13), time(16, 30)))))
    assert due("2018-01-15T10:00", 1, WORKING_DAY, calendar=calendar).due_at == at("2018-01-16T16:30")
    assert due("2018-01-15T11:00", 2, HOUR, calendar=calendar).due_at == at("2018-01-15T14:00")


# Why


def test_tet_explains_itself():
    result = due("2018-02-13T10:00", 2, WORKING_DAY)
    assert days(result) == ["21/02", "22/02"]
    assert reasons(result) == ["reception_day", *["holiday"] * 7, "working", "working"]
    assert [step.note for step in result.steps[1:8]] == list(TET)


def test_a_make_up_day_explains_itself():
    last = due("2018-12-28T10:00", 4, WORKING_DAY).steps[-1]
    assert (last.counted, last.reason, last.note) == (True, Reason.MAKEUP, "Ngày làm bù")


def test_a_last_day_off_says_where_the_end_moved():
    result = due("2018-02-13T10:00", 3, CALENDAR_DAY)
    assert days(result) == ["14/02", "15/02", "16/02"]
    assert reasons(result) == [
        "reception_day", "calendar", "calendar", "moved_off", *["holiday"] * 4, "moved_to",
    ]  # fmt: skip


def test_the_one_day_of_a_same_day_result_is_counted():
    assert reasons(due("2018-01-15T15:00", 0, WORKING_DAY)) == ["due_same_day"]
    late = due("2018-01-19T15:01", 0, WORKING_DAY)
    assert reasons(late) == ["after_cutoff", "weekend", "weekend", "working"]
    assert days(late) == ["22/01"]
    assert reasons(due("2018-01-20T15:01", 0, WORKING_DAY)) == ["weekend", "weekend", "working"]


def test_days_are_counted_in_which_hours_passed():
    assert days(due("2018-01-19T16:00", 8, HOUR)) == ["19/01", "22/01"]
    assert days(due("2018-01-19T16:00", 1, HOUR)) == ["19/01"]
    late = due("2018-01-19T17:00", 8, HOUR)
    assert reasons(late) == ["after_closing", "weekend", "weekend", "working"]
    assert days(late) == ["22/01"]


def test_days_left_out_say_so():
    result = due("2018-01-19T10:00", 1, CALENDAR_DAY, LAND)
    assert reasons(result) == ["reception_day", "left_out", "left_out", "calendar"]


def test_every_reason_has_a_sentence():
    assert all(describe(reason) for reason in Reason)
    assert describe(Reason.HOLIDAY, "Quốc khánh") == "public holiday: Quốc khánh"


# What a person asks about


def ranges(result):
    return [(f"{first:%d/%m}", f"{last:%d/%m}", reason.value, names) for first, last, reason, names in result]


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        pytest.param("2018-01-15T10:00", 15, WORKING_DAY, [], id="ordinary weekends are no news"),
        pytest.param("2018-01-15T10:00", 0, WORKING_DAY, [], id="the same day"),
        pytest.param(
            "2018-02-13T10:00", 2, WORKING_DAY, [("14/02", "20/02", "holiday", "29 Tết, Tết Nguyên Đán")], id="Tết"
        ),
        pytest.param(
            "2018-02-13T10:00", 3, CALENDAR_DAY, [("16/02", "20/02", "holiday", "Tết Nguyên Đán")], id="moved off"
        ),
        pytest.param("2018-01-15T10:00", 6, CALENDAR_DAY, [], id="moved off a Sunday"),
        pytest.param(
            "2017-04-28T10:00", 1, WORKING_DAY,
            [("30/04", "02/05", "holiday", "Ngày Chiến thắng, Ngày Quốc tế Lao động")], id="not the Saturday before",
        ),
        pytest.param(
            "2018-02-12T16:00", 40, WORKING_DAY,
            [("14/02", "20/02", "holiday", "29 Tết, Tết Nguyên Đán")], id="one range after days that were counted",
        ),
        pytest.param(
            "2018-12-28T10:00", 1, WORKING_DAY,
            [("31/12", "01/01", "holiday", "Ngày nghỉ (thay cho ngày 05/01/2019), Tết Dương lịch")], id="new year",
        ),
    ],
)  # fmt: skip
def test_skipped_ranges_name_the_days_off_in_between(received, amount, unit, expected):
    assert ranges(skipped_ranges(due(received, amount, unit))) == expected


def test_a_weekend_inside_a_run_of_holidays_belongs_to_it():
    calendar = WorkCalendar(run("2018-01-19", "Nghỉ") | run("2018-01-22", "Nghỉ"))
    result = due("2018-01-18T10:00", 1, WORKING_DAY, calendar=calendar)
    assert ranges(skipped_ranges(result)) == [("19/01", "22/01", "holiday", "Nghỉ")]


def test_a_counted_day_parts_two_runs():
    calendar = WorkCalendar(run("2018-01-16", "A") | run("2018-01-18", "B"))
    result = due("2018-01-15T10:00", 2, WORKING_DAY, calendar=calendar)
    assert ranges(skipped_ranges(result)) == [("16/01", "16/01", "holiday", "A"), ("18/01", "18/01", "holiday", "B")]


def test_holidays_a_procedure_leaves_out_are_named():
    result = due("2018-02-13T10:00", 2, CALENDAR_DAY, LAND)
    assert ranges(skipped_ranges(result)) == [("14/02", "20/02", "left_out", "29 Tết, Tết Nguyên Đán")]


# Refusals


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2018, 1, 15, 10), TimeLimit(1, WORKING_DAY), CALENDAR, RULES)


def test_a_negative_limit_is_refused():
    with pytest.raises(ValueError, match="negative: -1"):
        TimeLimit(-1, WORKING_DAY)


@pytest.mark.parametrize("amount", [0, 1])
@pytest.mark.parametrize("unit", TimeUnit)
def test_a_calendar_without_working_days_is_refused(amount, unit):
    calendar = WorkCalendar({date(2018, 1, 1) + timedelta(offset): "Nghỉ" for offset in range(40_000)})
    with pytest.raises(ValueError, match="within 100 years of 2018-01-15"):
        due("2018-01-15T10:00", amount, unit, calendar=calendar)


@pytest.mark.parametrize("amount", [30_000, 10**12])
@pytest.mark.parametrize("unit", [WORKING_DAY, HOUR])
def test_a_limit_beyond_all_reason_is_refused(amount, unit):
    with pytest.raises(ValueError, match="within 100 years|beyond the years"):
        due("2018-01-15T10:00", amount * (8 if unit == HOUR else 1), unit)


@pytest.mark.parametrize("received", [datetime.max.replace(tzinfo=UTC), datetime(9999, 12, 31, 10, tzinfo=VIETNAM)])
def test_the_end_of_time_is_refused(received):
    with pytest.raises(ValueError, match="beyond the years"):
        deadline(received, TimeLimit(1, WORKING_DAY), CALENDAR, RULES)


@pytest.mark.parametrize(
    "sessions",
    [
        pytest.param((), id="none"),
        pytest.param(((time(8), time(8)),), id="empty"),
        pytest.param(((time(12), time(8)),), id="backwards"),
        pytest.param(((time(8), time(12)), (time(11), time(17))), id="overlapping"),
        pytest.param(((time(13), time(17)), (time(8), time(12))), id="out of order"),
    ],
)
def test_office_hours_out_of_order_are_refused(sessions):
    with pytest.raises(ValueError, match="office hours"):
        OfficeHours(sessions)


# The calendar by itself


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2018-02-13", DayKind.WORKING, ""),
        ("2018-02-10", DayKind.WEEKEND, ""),
        ("2018-02-11", DayKind.WEEKEND, ""),
        ("2018-02-16", DayKind.HOLIDAY, "Tết Nguyên Đán"),
        ("2018-02-17", DayKind.HOLIDAY, "Mùng hai Tết Nguyên Đán"),
        ("2019-01-05", DayKind.MAKEUP, "Ngày làm bù"),
    ],
)
def test_days_are_of_one_kind(day, kind, name):
    day = date.fromisoformat(day)
    assert (CALENDAR.kind(day), CALENDAR.name(day)) == (kind, name)
    assert CALENDAR.is_working(day) is (kind in (DayKind.WORKING, DayKind.MAKEUP))


def test_a_day_both_off_and_made_up_for_is_worked():
    calendar = WorkCalendar(run("2018-01-20", "Nghỉ"), run("2018-01-20", "Làm bù"))
    day = date(2018, 1, 20)
    assert (calendar.is_working(day), calendar.kind(day), calendar.name(day)) == (True, DayKind.MAKEUP, "Làm bù")


def test_the_next_working_day_is_strictly_after():
    assert CALENDAR.next_working_day(date(2018, 2, 13)) == date(2018, 2, 21)
    assert CALENDAR.next_working_day(date(2018, 2, 20)) == date(2018, 2, 21)
    assert CALENDAR.next_working_day(date(2018, 2, 21)) == date(2018, 2, 22)


def test_working_days_are_added_and_counted_alike():
    start, end = date(2018, 2, 13), date(2018, 2, 22)
    assert CALENDAR.add_working_days(start, 2) == end
    assert CALENDAR.add_working_days(start, 0) == start
    assert CALENDAR.working_days_between(start, end) == 2
    assert CALENDAR.working_days_between(end, date(2018, 2, 23)) == 1
    assert CALENDAR.working_days_between(start, start) == 0
    assert CALENDAR.working_days_between(end, start) == 0
    assert CALENDAR.working_days_between(start, date(2018, 2, 20)) == 0
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(start, -1)


def test_office_hours_open_and_close():
    assert (OfficeHours().opens, OfficeHours().closes) == (time(7), time(17))


def test_a_deadline_can_be_compared_and_kept():
    result = due("2018-02-13T10:00", 2, WORKING_DAY)
    assert result == Deadline(result.due_at, result.steps)
    assert hash(result) == hash(due("2018-02-13T10:00", 2, WORKING_DAY))
