"""Jobs that come round again, and how the queue is watched."""

import signal
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.base import Task

from jobs import worker
from jobs.models import Mail, Round
from jobs.outbox import post
from jobs.tasks import forget_done
from jobs.timetable import enqueue_due
from tests.jobs import effects

TIMETABLE = settings.TIMETABLE  # of the installation
DAILY = {"jobs.tasks.forget_done": timedelta(days=1)}


@pytest.fixture(autouse=True)
def timetable(db, settings):
    settings.TIMETABLE = DAILY


@pytest.fixture
def start():
    return timezone.now()


def test_what_is_due_is_queued_once_and_again_a_round_later(queue, do_all, start):
    for hours, queued in ((0, 1), (1, 1), (23, 1), (24, 2), (25, 2)):
        enqueue_due(start + timedelta(hours=hours))
        assert (hours, queue.count()) == (hours, queued)
        do_all()


def test_what_still_waits_is_not_queued_again(queue, start):
    enqueue_due(start)
    enqueue_due(start + timedelta(days=2))
    assert queue.count() == 1


def test_after_a_week_without_a_worker_it_comes_once(queue, do_all, start):
    enqueue_due(start)
    do_all()
    enqueue_due(start + timedelta(days=7))
    do_all()
    enqueue_due(start + timedelta(days=7, hours=1))
    assert queue.count() == 2


def test_what_left_the_timetable_does_not_come_again(queue, settings, start):
    enqueue_due(start)
    queue.all().delete()
    settings.TIMETABLE = {}
    enqueue_due(start + timedelta(days=2))
    assert queue.count() == 0


def test_the_timetable_of_the_installation_names_jobs():
    assert all(isinstance(import_string(path), Task) for path in TIMETABLE)


def test_jobs_done_long_ago_are_forgotten_others_not(queue, do_all, settings):
    effects.make_table()
    for key in "ab":
        effects.leave_a_row.enqueue(key)
    effects.leave_a_row_and_fail.enqueue("c")
    do_all()
    done = queue.filter(status=TaskResultStatus.SUCCESSFUL)
    done.filter(pk=done.first().pk).update(finished_at=timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS + 1))
    assert forget_done.call() == 1
    assert queue.count() == 2


class TestTheCommand:
    def said(self):
        out = StringIO()
        call_command("jobs", stdout=out)
        return out.getvalue().splitlines()

    def test_says_how_the_queue_stands(self, do_all):
        effects.make_table()
        effects.leave_a_row.enqueue("a")
        post(key="a", to="officer@kimson.example", subject="a", text="a")
        worker.claimed("a-worker")
        assert self.said() == ["ready: 1", "running: 1", "given up: 0", "mails waiting: 1"]

    def test_says_what_comes_next(self, start):
        enqueue_due(start)
        assert self.said()[-1] == f"next: {Round.objects.get().due_at:%Y-%m-%d %H:%M:%S} UTC jobs.tasks.forget_done"

    def test_complains_of_a_job_that_was_given_up(self, queue, do_all):
        effects.make_table()
        effects.leave_a_row_and_fail.enqueue("a")
        queue.update(worker_ids=["dead"] * (worker.MOST_ATTEMPTS - 1))
        do_all()
        with pytest.raises(CommandError, match="leave_a_row_and_fail .* given up, builtins.ZeroDivisionError"):
            self.said()

    @pytest.mark.parametrize(("minutes", "is_stuck"), [(14, False), (16, True)])
    def test_complains_when_nobody_does_what_is_ready(self, queue, minutes, is_stuck):
        effects.leave_a_row.enqueue("a")
        queue.update(enqueued_at=timezone.now() - timedelta(minutes=minutes))
        if is_stuck:
            with pytest.raises(CommandError, match="1 ready for more than 15 minutes"):
                self.said()
        else:
            assert self.said()[0] == "ready: 1"

    def test_a_job_put_off_until_later_is_not_stuck(self, queue, do_all):
        effects.make_table()
        effects.leave_a_row_and_fail.enqueue("a")
        do_all()
        queue.update(enqueued_at=timezone.now() - timedelta(days=1))
        assert self.said()[0] == "ready: 0"


@pytest.fixture
def signals():
    """The worker answers to signals; afterwards the tests do again."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
def test_the_worker_ends_when_nothing_is_ready_if_asked_to(queue):
    post(key="a", to="officer@kimson.example", subject="a", text="a")
    call_command("run_jobs", once=True)
    assert Mail.objects.get().sent_at is not None
    assert not queue.exclude(status=TaskResultStatus.SUCCESSFUL).exists()


@pytest.mark.usefixtures("signals")
def test_the_worker_ends_with_the_server_that_it_runs_beside(tmp_path, queue):
    effects.leave_a_row.enqueue("a")
    call_command("run_jobs", beside=str(tmp_path / "gunicorn.pid"))
    assert queue.get().status == TaskResultStatus.READY
