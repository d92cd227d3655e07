"""Workers killed in the middle of their work; `make test-jobs` does it at full size."""

import os
import time
from collections import Counter
from dataclasses import replace

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs import worker
from tests import databases
from tests.jobs import effects
from tests.jobs.killing import Report, killed, wait_for_done, workers

own_database, db = databases.own_database, databases.db

JOBS = int(os.environ.get("KILLED_JOBS") or 60)
KILLS = int(os.environ.get("KILLS") or 6)


@pytest.mark.server
def test_each_effect_is_there_once_none_is_lost_and_none_hangs(db, tmp_path):
    keys = [f"key-{number}" for number in range(JOBS)]
    report = killed(keys=keys, kills=KILLS, var=tmp_path)
    print(f"\n{report}")
    assert list(report.faults(keys)) == []
    assert report.kills == KILLS
    assert report.again > 0  # workers were killed at work, not beside it


@pytest.mark.server
def test_what_a_living_worker_does_is_not_taken_from_it(db, tmp_path):
    effects.make_table()
    effects.leave_a_row.enqueue("a", 3)
    with workers(tmp_path):
        wait_for_the_first()
        while DBTaskResult.objects.running().exists():
            assert worker.take_up_orphans() == 0
        wait_for_done(1)
    assert len(DBTaskResult.objects.get().worker_ids) == 1


@pytest.mark.server
def test_told_to_end_a_worker_finishes_what_it_is_doing(db, tmp_path):
    effects.make_table()
    effects.leave_a_row.enqueue("a", 1)
    effects.leave_a_row.enqueue("b", 1)
    effects.leave_a_row.enqueue("c", 1)
    with workers(tmp_path):
        wait_for_the_first()
    states = Counter(DBTaskResult.objects.values_list("status", flat=True))
    assert states[TaskResultStatus.RUNNING] == 0
    assert states[TaskResultStatus.SUCCESSFUL] == len(effects.left()) >= 1
    assert states[TaskResultStatus.READY] == 3 - len(effects.left())


def wait_for_the_first():
    while not DBTaskResult.objects.running().exists():
        time.sleep(0.05)
    time.sleep(0.2)  # between claim and lock a job may be taken for an orphan, and is then left to whoever took it


class TestTheCheck:
    """What it must not overlook."""

    sound = Report(
        kills=1,
        jobs=4,
        again=1,
        rows=Counter("ab"),
        mails_sent=2,
        files=2,
        deliveries=Counter(["<a>", "<b>", "<b>"]),
        states=Counter({TaskResultStatus.SUCCESSFUL: 4}),
    )

    def test_sees_nothing_where_there_is_nothing(self):
        assert list(self.sound.faults("ab")) == []

    @pytest.mark.parametrize(
        ("fault", "told"),
        [
            ({"rows": Counter("abb")}, "b: 2 rows"),
            ({"rows": Counter("a")}, "b: 0 rows"),
            ({"mails_sent": 1}, "1 mails sent of 2"),
            ({"files": 1}, "1 mails files of 2"),
            ({"deliveries": Counter(["<a>"])}, "1 mails delivered of 2"),
            ({"kills": 0}, "1 mails delivered again by 0 kills"),
            ({"states": Counter({TaskResultStatus.RUNNING: 1})}, "1 jobs RUNNING"),
            ({"states": Counter({TaskResultStatus.FAILED: 1})}, "1 jobs FAILED"),
        ],
    )
    def test_sees(self, fault, told):
        assert list(replace(self.sound, **fault).faults("ab")) == [told]
