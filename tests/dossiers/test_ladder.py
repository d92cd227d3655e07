"""When a dossier comes to which rung, and what a reminder says as the days go by."""

from datetime import date

import pytest

from dossiers.ladder import Rung, reached_at, why_now
from tests.builders import at
from units.worktime import WorkCalendar

TET = WorkCalendar({date(2018, 2, day): "Tết Nguyên Đán" for day in range(14, 21)})


@pytest.mark.parametrize(
    ("begun", "due", "half", "day_before", "due_day"),
    [
        # Five working days: half of 38 hours of office time after Monday 10:00 is on Thursday.
        ("2018-01-15 10:00", "2018-01-22 17:00", "2018-01-18 08:30", "2018-01-19 07:00", "2018-01-22 07:00"),
        # Two, over a weekend.
        ("2018-01-12 08:00", "2018-01-16 17:00", "2018-01-15 11:30", "2018-01-15 07:00", "2018-01-16 07:00"),
        # One: the head has nothing to be told on the day of reception.
        ("2018-01-15 08:00", "2018-01-16 17:00", "2018-01-16 07:30", None, "2018-01-16 07:00"),
        # The same day: only whoever has it in hand.
        ("2018-01-15 08:00", "2018-01-15 17:00", "2018-01-15 11:30", None, None),
        # Over Tết.
        ("2018-02-12 08:00", "2018-02-22 17:00", "2018-02-21 07:30", "2018-02-21 07:00", "2018-02-22 07:00"),
        # Begun anew after it was due, or on a day off: at once.
        ("2018-01-15 18:00", "2018-01-15 17:00", "2018-01-15 17:00", None, None),
    ],
)
def test_the_rungs(begun, due, half, day_before, due_day):
    moments = [reached_at(rung, at(begun), at(due), TET) for rung in (Rung.HALF, Rung.DAY_BEFORE, Rung.DUE_DAY)]
    assert moments == [moment and at(moment) for moment in (half, day_before, due_day)]


@pytest.mark.parametrize(
    ("today", "says"),
    [(18, Rung.HALF.label), (22, Rung.DUE_DAY.label), (23, "Quá hạn")],
)
def test_what_a_reminder_says(today, says):
    assert why_now("half", date(2018, 1, 22), date(2018, 1, today)) == says
