"""What becomes of a job: done, failed and tried again, given up, taken up after its worker died."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus

from jobs import worker
from tests.jobs import effects


@pytest.fixture(autouse=True)
def table(db):
    effects.make_table()


def test_a_job_is_done_once_and_says_so(queue, do_all):
    effects.leave_a_row.enqueue("a")
    assert do_all() == 1
    assert do_all() == 0
    assert effects.left() == ["a"]
    assert queue.get().status == TaskResultStatus.SUCCESSFUL


def test_a_job_is_queued_with_what_surrounds_it_or_not_at_all(queue):
    with transaction.atomic():
        effects.leave_a_row.enqueue("a")
        transaction.set_rollback(True)
    assert queue.count() == 0


@pytest.mark.parametrize("fails", [effects.leave_a_row_and_fail, effects.leave_a_row_and_break_the_transaction])
def test_a_job_that_fails_leaves_nothing_and_is_tried_again_later(queue, do_all, fails):
    fails.enqueue("a")
    assert do_all() == 1
    assert effects.left() == []
    job = queue.get()
    assert job.status == TaskResultStatus.READY
    assert timedelta(seconds=50) < job.run_after - timezone.now() < timedelta(seconds=70)


def test_what_is_kept_of_a_failure_says_where_but_quotes_nothing(queue, do_all):
    effects.leave_a_row_and_fail.enqueue("Nguyễn Văn Đức")
    do_all()
    job = queue.get()
    assert job.exception_class_path == "builtins.ZeroDivisionError"
    assert "leave_a_row_and_fail" in job.traceback
    assert "Nguyễn" not in job.traceback


def test_a_job_that_fails_for_ever_is_given_up(queue, do_all):
    effects.leave_a_row_and_fail.enqueue("a")
    for attempt in range(1, worker.MOST_ATTEMPTS + 1):
        queue.update(run_after=timezone.now())
        assert (attempt, do_all()) == (attempt, 1)
    job = queue.get()
    assert (job.status, len(job.worker_ids)) == (TaskResultStatus.FAILED, worker.MOST_ATTEMPTS)
    assert job.finished_at is not None


def test_a_failing_job_keeps_no_other_waiting(queue, do_all):
    effects.leave_a_row_and_fail.enqueue("a")
    effects.leave_a_row.enqueue("b")
    assert do_all() == 2
    assert effects.left() == ["b"]


def test_what_a_dead_worker_was_doing_is_done_by_another(queue, do_all):
    effects.leave_a_row.enqueue("a")
    worker.claimed("the-dead-one")
    assert do_all() == 0
    assert worker.take_up_orphans() == 1
    assert do_all() == 1
    assert effects.left() == ["a"]
    assert queue.get().worker_ids == ["the-dead-one", "the-worker"]


def test_a_job_that_brings_down_every_worker_is_given_up(queue):
    effects.leave_a_row.enqueue("a")
    for _ in range(worker.MOST_ATTEMPTS):
        worker.claimed("another")
        worker.take_up_orphans()
    assert worker.claimed("the-last") is None
    assert queue.get().status == TaskResultStatus.FAILED


def test_a_worker_whose_job_was_taken_from_it_leaves_it_alone(queue, do_all):
    effects.leave_a_row.enqueue("a")
    slow = worker.claimed("the-slow-one")
    worker.take_up_orphans()
    assert do_all() == 1
    worker.do(slow)
    assert effects.left() == ["a"]
