import json
from datetime import time

import pytest
from django.core.management import CommandError, call_command

from units.models import RuleSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def explain(capsys):
    """Runs the command and reads its standard output as JSON."""

    def run(received, limit, unit="working_day", *options):
        call_command("explain_deadline", f"--received={received}", f"--limit={limit}", f"--unit={unit}", *options)
        return json.loads(capsys.readouterr().out)

    return run


def test_it_explains_tet(explain):
    answer = explain("2018-02-13T10:00", 2)
    assert answer["due_at"] == "2018-02-22T17:00:00+07:00"
    assert [step["day"] for step in answer["steps"] if step["counted"]] == ["2018-02-21", "2018-02-22"]
    assert answer["steps"][3] == {"day": "2018-02-16", "counted": False, "reason": "public holiday: Tết Nguyên Đán"}
    assert [set(step) for step in answer["steps"]] == [{"day", "counted", "reason"}] * 10


@pytest.mark.parametrize(
    ("received", "limit", "unit", "due_at"),
    [
        ("2018-01-15T15:00", 0, "working_day", "2018-01-15T17:00:00+07:00"),
        ("2018-01-15T15:01", 0, "working_day", "2018-01-16T17:00:00+07:00"),
        ("2018-01-15T10:00", 5, "calendar_day", "2018-01-22T17:00:00+07:00"),
        ("2018-01-15T10:00", 2, "hour", "2018-01-15T14:00:00+07:00"),
        ("2018-01-15T10:00", 1, "half_day", "2018-01-15T17:00:00+07:00"),
        ("2018-01-15T14:00", 1, "half_day", "2018-01-16T11:30:00+07:00"),
        ("2018-01-15T18:00Z", 1, "working_day", "2018-01-17T17:00:00+07:00"),
        ("2018-01-15 10:00:00+07:00", 1, "working_day", "2018-01-16T17:00:00+07:00"),
        ("2019-01-04T10:00", 1, "working_day", "2019-01-05T17:00:00+07:00"),
    ],
)
def test_it_takes_every_unit_and_any_offset(explain, received, limit, unit, due_at):
    assert explain(received, limit, unit)["due_at"] == due_at


def test_the_rules_are_those_in_force_at_reception(explain):
    RuleSet.objects.filter(key="ND-61-2018").update(same_day_cutoff=time(16))
    assert explain("2018-06-20T15:30", 0)["due_at"] == "2018-06-21T17:00:00+07:00"
    assert explain("2018-06-21T15:30", 0)["due_at"] == "2018-06-21T17:00:00+07:00"
    assert explain("2018-06-21T15:30", 0, "hour", "--rules=QD-09-2015")["due_at"] == "2018-06-22T17:00:00+07:00"


def test_the_clock_stands_still_as_often_as_it_is_told(explain):
    pauses = ["--paused", "2018-01-17T10:00", "2018-01-18T16:00", "--paused", "2018-01-22T08:00", "2018-01-24 08:00Z"]
    answer = explain("2018-01-15T10:00", 5, "working_day", *pauses)
    assert answer["due_at"] == "2018-01-25T17:00:00+07:00"
    still = [step["day"] for step in answer["steps"] if step["reason"] == "the clock stood still"]
    assert still == ["2018-01-18", "2018-01-23", "2018-01-24"]


def test_after_a_pause_the_limit_may_begin_anew(explain):
    pause = ["--paused", "2018-01-17T10:00", "2018-01-18T16:00", "--restarts"]
    answer = explain("2018-01-15T10:00", 5, "working_day", *pause)
    assert answer["due_at"] == "2018-01-25T17:00:00+07:00"
    assert [step["day"] for step in answer["steps"] if step["counted"]][0] == "2018-01-19"


def test_it_warns_of_years_without_holidays(capsys):
    call_command("explain_deadline", "--received=2099-12-31T10:00", "--limit=1", "--unit=working_day")
    assert capsys.readouterr().err.strip() == "the calendar has no holidays for 2099, 2100"


def paused(begins, ends):
    return ["--received=2018-01-15T10:00", "--limit=1", "--paused", begins, ends]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--received=tomorrow", "--limit=1"], "'tomorrow' is not a time"),
        (["--received=2018-02-30", "--limit=1"], "'2018-02-30' is not a time"),
        (["--received=2018-01-15T10:00", "--limit=-1"], "cannot be negative"),
        (["--received=2018-01-15T10:00", "--limit=1000000"], "no end within 100 years"),
        (["--received=2018-01-15T10:00", "--limit=1", "--rules=none"], "there is no rule set 'none'; there are: "),
        (paused("2018-01-16", "later"), "--paused: 'later' is not a time such as 2018-02-13T10:00"),
        (paused("2018-01-17", "2018-01-16"), "a pause ends before it begins"),
        (paused("2018-01-14", "2018-01-16"), "pauses follow the reception and one another"),
    ],
)
def test_bad_input_is_refused_in_one_line(options, message):
    with pytest.raises(CommandError, match=message) as refusal:
        call_command("explain_deadline", "--unit=working_day", *options)
    assert refusal.value.returncode == 1
    assert "\n" not in str(refusal.value)


def test_a_day_without_rules_is_refused():
    RuleSet.objects.filter(key="ND-118-2025").delete()
    with pytest.raises(CommandError, match="no rule set is in force on 01/07/2025"):
        call_command("explain_deadline", "--received=2025-07-01T10:00", "--limit=1", "--unit=hour")


@pytest.mark.parametrize(
    "options",
    [
        ["--limit=x", "--unit=hour"],
        ["--limit=1", "--unit=week"],
        ["--limit=1"],
        ["--limit=1", "--unit=hour", "--paused=x"],
    ],
)
def test_wrong_usage_is_refused(options):
    with pytest.raises(CommandError, match="Error: "):
        call_command("explain_deadline", "--received=2018-01-15T10:00", *options)


def test_to_restart_after_no_pause_is_wrong_usage():
    with pytest.raises(CommandError, match="give --paused") as refusal:
        call_command("explain_deadline", "--received=2018-01-15T10:00", "--limit=1", "--unit=hour", "--restarts")
    assert refusal.value.returncode == 2
