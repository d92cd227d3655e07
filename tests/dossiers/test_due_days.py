"""One readable line for each day, or run of days, that did not count."""

import pytest

from dossiers import actions
from dossiers.due import why_of
from dossiers.due_days import in_lines, lines_of
from tests.builders import receive, reread
from tests.units.test_deadlines import CALENDAR, CALENDAR_DAY, HOUR, RULES, WORKING_DAY, at
from units.deadlines import DayStep, Deadline, Pause, Reason, TimeLimit, deadline
from units.worktime import DayKind


def lines(received, amount, unit, *pauses, leaves_out=(), **kwargs):
    """Each pause as ("from", "to") or ("from", "to", "restarts")."""
    limit = TimeLimit(amount, unit, frozenset(leaves_out))
    stops = [Pause(at(begins), at(ends), restarts=bool(more)) for begins, ends, *more in pauses]
    return in_lines(deadline(at(received), limit, CALENDAR, RULES, stops), **kwargs)


def test_tet_is_one_line_under_its_common_name():
    assert lines("2018-02-13T10:00", 2, WORKING_DAY) == [
        "Thứ Ba 13/02: ngày nhận hồ sơ, không tính",
        "Thứ Tư 14/02 – Thứ Ba 20/02: nghỉ Tết Nguyên đán",
    ]


def test_each_weekend_is_one_line():
    assert lines("2018-01-15T10:00", 10, WORKING_DAY) == [
        "Thứ Hai 15/01: ngày nhận hồ sơ, không tính",
        "Thứ Bảy 20/01, Chủ nhật 21/01: nghỉ cuối tuần",
        "Thứ Bảy 27/01, Chủ nhật 28/01: nghỉ cuối tuần",
    ]


def test_days_off_of_different_names_are_lines_of_their_own():
    assert lines("2018-04-27T10:00", 1, WORKING_DAY)[1:] == [
        "Thứ Bảy 28/04, Chủ nhật 29/04: nghỉ cuối tuần",
        "Thứ Hai 30/04: nghỉ Ngày Chiến thắng",
        "Thứ Ba 01/05: nghỉ Ngày Quốc tế Lao động",
    ]


def test_a_make_up_day_and_the_day_off_it_stands_for_are_told():
    assert lines("2018-12-28T10:00", 4, WORKING_DAY)[2:] == [
        "Thứ Hai 31/12: ngày nghỉ (thay cho ngày 05/01/2019)",
        "Thứ Ba 01/01: nghỉ Tết Dương lịch",
        "Thứ Bảy 05/01: làm bù, tính là ngày làm việc",
    ]


def test_calendar_days_tell_where_the_end_moves_to():
    assert lines("2018-01-15T10:00", 5, CALENDAR_DAY) == [
        "Thứ Hai 15/01: ngày nhận hồ sơ, không tính",
        "Thứ Bảy 20/01: ngày cuối của thời hạn là ngày nghỉ nên chuyển sang Thứ Hai 22/01",
        "Chủ nhật 21/01: nghỉ cuối tuần",
    ]


def test_days_that_the_procedure_leaves_out_say_so():
    assert lines("2018-02-09T10:00", 3, CALENDAR_DAY, leaves_out=[DayKind.WEEKEND, DayKind.HOLIDAY])[1:] == [
        "Thứ Bảy 10/02, Chủ nhật 11/02: nghỉ cuối tuần, không tính theo quy định của thủ tục",
        "Thứ Tư 14/02 – Thứ Ba 20/02: nghỉ Tết Nguyên đán, không tính theo quy định của thủ tục",
    ]


@pytest.mark.parametrize(
    ("received", "unit", "told"),
    [
        ("2018-01-15T15:01", WORKING_DAY, ["Thứ Hai 15/01: nhận muộn trong ngày, tính từ ngày làm việc tiếp theo"]),
        ("2018-01-15T15:00", WORKING_DAY, []),
        ("2018-01-20T09:00", WORKING_DAY, ["Thứ Bảy 20/01, Chủ nhật 21/01: nghỉ cuối tuần"]),
    ],
)
def test_same_day_results(received, unit, told):
    assert lines(received, 0, unit) == told


def test_hours_received_after_closing():
    told = ["Thứ Hai 15/01: nhận sau giờ làm việc, tính từ ngày làm việc tiếp theo"]
    assert lines("2018-01-15T17:30", 2, HOUR) == told


def test_a_pause_says_what_was_waited_for():
    pause = ("2018-01-15T15:00", "2018-01-18T09:00")
    asked = dict(waited_for=lambda day: "chờ bổ sung hồ sơ")
    assert lines("2018-01-15T10:00", 1, WORKING_DAY, pause, **asked)[1:] == [
        "Thứ Ba 16/01 – Thứ Năm 18/01: tạm dừng, chờ bổ sung hồ sơ",
    ]
    assert lines("2018-01-15T10:00", 1, WORKING_DAY, pause)[1:] == ["Thứ Ba 16/01 – Thứ Năm 18/01: tạm dừng"]


def test_pauses_for_different_things_are_lines_of_their_own():
    pauses = [("2018-01-15T15:00", "2018-01-17T09:00"), ("2018-01-17T10:00", "2018-01-18T09:00")]
    asked = dict(waited_for=lambda day: "chờ nộp tiền" if day.day == 18 else "chờ bổ sung hồ sơ")
    assert lines("2018-01-15T10:00", 1, WORKING_DAY, *pauses, **asked)[1:] == [
        "Thứ Ba 16/01, Thứ Tư 17/01: tạm dừng, chờ bổ sung hồ sơ",
        "Thứ Năm 18/01: tạm dừng, chờ nộp tiền",
    ]


def test_a_limit_that_begins_anew():
    assert lines("2018-01-15T10:00", 3, WORKING_DAY, ("2018-01-17T10:00", "2018-01-19T09:00", "restarts")) == [
        "Thứ Hai 15/01 – Thứ Tư 17/01: trước khi thời hạn được tính lại từ đầu, không tính",
        "Thứ Năm 18/01: tạm dừng",
        "Thứ Sáu 19/01: ngày bắt đầu tính lại thời hạn, không tính",
        "Thứ Bảy 20/01, Chủ nhật 21/01: nghỉ cuối tuần",
    ]


def test_a_dossier_tells_what_it_waited_for_and_its_new_date(clerk, officer, support, now):
    dossier = receive(by=clerk, procedure=support, now=now)
    on = {"dossier": dossier, "by": officer}
    actions.ask_for_papers(**on, now=at("2018-01-16T10:00"), reason="Thiếu giấy tờ")
    actions.resume(**on, now=at("2018-01-18T09:00"))
    actions.await_payment(**on, now=at("2018-01-22T10:00"), reason="Nộp thuế")
    actions.resume(**on, now=at("2018-01-23T09:00"))
    found = reread(dossier)
    assert lines_of(found) == [
        "Thứ Hai 15/01: ngày nhận hồ sơ, không tính",
        "Thứ Tư 17/01, Thứ Năm 18/01: tạm dừng, chờ bổ sung hồ sơ",
        "Thứ Bảy 20/01, Chủ nhật 21/01: nghỉ cuối tuần",
        "Thứ Ba 23/01: tạm dừng, chờ thực hiện nghĩa vụ tài chính",
    ]
    assert why_of(found).startswith("Nhận 15/01, hẹn 25/01: 05 ngày làm việc; tạm dừng 17–18/01; tạm dừng 23/01")


@pytest.mark.parametrize(
    "reason", sorted(set(Reason) - {Reason.WORKING, Reason.CALENDAR, Reason.DUE_SAME_DAY, Reason.MOVED_TO})
)
def test_every_reason_not_to_count_a_day_has_its_line(reason):
    received = at("2018-01-15T10:00")
    (line,) = in_lines(Deadline(received, (DayStep(received.date(), False, reason),)))
    assert line.startswith("Thứ Hai 15/01: ")
