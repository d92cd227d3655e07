import pytest

from dossiers import due
from procedures.models import ProcedureVersion
from tests.builders import at, make_procedure, receive
from units.deadlines import Pause, Rules, deadline
from units.models import CalendarDay, RuleSet
from units.worktime import WorkCalendar


def why(procedure, received_at, unit):
    version = procedure.version_on(received_at.date())
    rule_set = RuleSet.objects.in_force_on(received_at.date())
    found = due.due(limit=version.limit, unit=unit, received_at=received_at, rule_set=rule_set)
    return due.why(limit=version.limit, received_at=received_at, deadline=found)


@pytest.mark.parametrize(
    ("limit", "received", "sentence"),
    [
        ((0, "working_day"), "2018-01-15 14:59", "Nhận 15/01, hẹn 15/01: trong ngày làm việc"),
        ((3, "working_day"), "2018-01-15 14:59", "Nhận 15/01, hẹn 18/01: 03 ngày làm việc"),
        ((12, "hour"), "2018-01-15 08:00", "Nhận 08:00 15/01, hẹn 14:00 16/01: 12 giờ làm việc"),
        ((1, "half_day"), "2018-01-15 08:00", "Nhận 08:00 15/01, hẹn 17:00 15/01: 01 buổi làm việc"),
        ((0, "half_day"), "2018-01-15 08:00", "Nhận 15/01, hẹn 15/01: trong ngày làm việc"),
        (
            (0, "working_day"),
            "2018-01-15 15:01",
            "Nhận 15/01, hẹn 16/01: trong ngày làm việc; "
            "nhận muộn trong ngày nên trả kết quả trong ngày làm việc tiếp theo",
        ),
        (
            (5, "calendar_day"),
            "2018-01-15 08:00",
            "Nhận 15/01, hẹn 22/01: 05 ngày; "
            "ngày cuối của thời hạn là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo",
        ),
        (
            (2, "working_day"),
            "2018-02-13 10:00",
            "Nhận 13/02, hẹn 22/02: 02 ngày làm việc; nghỉ Tết 14–20/02",
        ),
        ((2, "working_day"), "2019-01-03 10:00", "Nhận 03/01, hẹn 05/01: 02 ngày làm việc; làm bù 05/01"),
    ],
)
def test_the_reason_is_one_sentence(commune, limit, received, sentence):
    procedure = make_procedure("1.1", "x", time_limit=limit[0], time_unit=limit[1])
    assert why(procedure, at(received), commune) == sentence


@pytest.mark.parametrize(
    ("restarts", "sentence"),
    [
        (False, "Nhận 15/01, hẹn 22/01: 03 ngày làm việc; tạm dừng 18–19/01"),
        (True, "Nhận 15/01, hẹn 24/01: 03 ngày làm việc; tạm dừng 18/01; tính lại từ đầu 19/01"),
    ],
)
def test_a_pause_and_a_restart_are_told(restarts, sentence):
    pause = Pause(at("2018-01-17 10:00"), at("2018-01-19 09:00"), restarts=restarts)
    version = ProcedureVersion(time_limit=3, time_unit="working_day")
    received = at("2018-01-15 08:00")
    found = deadline(received, version.limit, WorkCalendar(), Rules("any"), [pause])
    assert due.why(limit=version.limit, received_at=received, deadline=found) == sentence


def test_a_day_off_that_says_so_itself_is_not_said_to_be_off_twice(commune):
    procedure = make_procedure("1.1", "x", time_limit=1)
    sentence = (
        "Nhận 28/12, hẹn 02/01: 01 ngày làm việc; ngày nghỉ (thay cho ngày 05/01/2019), Tết Dương lịch 31/12–01/01"
    )
    assert why(procedure, at("2018-12-28 10:00"), commune) == sentence


def test_days_that_a_procedure_leaves_out_are_named(commune):
    land = make_procedure("1.1", "x", time_limit=3, time_unit="calendar_day", leaves_out=["weekend", "holiday"])
    assert why(land, at("2018-02-13 10:00"), commune).startswith("Nhận 13/02, hẹn 23/02: 03 ngày; nghỉ ")


def test_the_offices_own_shorter_time_is_the_one_that_counts(clerk):
    procedure = make_procedure("1.1", "x", time_limit=10, promised_limit=6)
    assert receive(by=clerk, procedure=procedure, now=at("2018-01-15 08:00")).due_at == at("2018-01-23 17:00")


def test_a_dossier_keeps_its_derivation_when_the_calendar_changes(clerk, support, now):
    dossier = receive(by=clerk, procedure=support, now=now)
    before = due.derivation(dossier)
    CalendarDay.objects.create(date="2018-01-16", kind="holiday", name="x", source="x")
    assert due.derivation(dossier) == before
    assert before.due_at == dossier.due_at
