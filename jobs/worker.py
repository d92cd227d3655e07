"""The worker: does the jobs that django-tasks queued, one after the other, and may be killed at any moment.

django-tasks-db 0.13 has a worker of its own, but what that one was doing when it was killed stays `RUNNING` for ever.
Here a job and the news of its end are one transaction, under a lock on the job's row. A worker that dies loses both:
its work is undone and the lock is free, by which the others see that the job is nobody's, and do it again. So what a
job does to the database happens once; what it does elsewhere (mail) must bear being done twice.
"""

import logging
import time
from datetime import timedelta
from traceback import format_tb

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.timetable import enqueue_due

MOST_ATTEMPTS = 12  # a job that fails, or brings its worker down, is given up after so many
MOST_MINUTES_BETWEEN = 60  # 1, 2, 4 … minutes after a failure; twelve attempts take seven hours
IDLE_SECONDS = 1
SECONDS_BETWEEN_ROUNDS = 5  # for what comes round again and what dead workers left

logger = logging.getLogger("jobs")


def work(*, worker_id, is_over, only_what_is_ready=False):
    """Do jobs until `is_over()`; waits out a database that does not answer."""
    next_round = 0
    while not is_over():
        try:
            if time.monotonic() >= next_round:
                take_up_orphans()
                enqueue_due(timezone.now())
                next_round = time.monotonic() + SECONDS_BETWEEN_ROUNDS
            found = do_next(worker_id)
        except (OperationalError, InterfaceError) as error:
            logger.warning("The database does not answer: %s", error)
            connection.close()
            found = False
        if not found:
            if only_what_is_ready:
                return
            time.sleep(IDLE_SECONDS)


def do_next(worker_id):
    """Do the next job that is ready, if there is one; whether there was."""
    job = claimed(worker_id)
    if job:
        do(job)
    return job is not None


@transaction.atomic
def claimed(worker_id):
    """Committed before the job is done: one that brings its worker down is counted each time."""
    job = DBTaskResult.objects.ready().get_locked()
    if job:
        job.claim(worker_id)
    return job


@transaction.atomic
def do(job):
    """The job and the news of its end, together or not at all."""
    mine = DBTaskResult.objects.running().filter(pk=job.pk, worker_ids=job.worker_ids)
    if not mine.select_for_update().first():
        return  # somebody took it for an orphan between claim and lock
    try:
        with transaction.atomic():
            returned = job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
    except Exception as error:
        put_off(job, error)
    else:
        job.set_successful(returned)


@transaction.atomic
def take_up_orphans():
    """What is running though no worker holds its row is ready again; how many that were."""
    orphans = list(DBTaskResult.objects.running().select_for_update(skip_locked=True))
    for job in orphans:
        if len(job.worker_ids) < MOST_ATTEMPTS:
            job.status = TaskResultStatus.READY
        else:
            _give_up(job)
        job.save()
    return len(orphans)


def put_off(job, error):
    """After a failure: later again, or given up. Kept is where it failed, not the message, which may quote a row."""
    attempts = len(job.worker_ids)
    job.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    job.traceback = "".join(format_tb(error.__traceback__))
    if attempts < MOST_ATTEMPTS:
        job.status = TaskResultStatus.READY
        job.run_after = timezone.now() + timedelta(minutes=min(2 ** (attempts - 1), MOST_MINUTES_BETWEEN))
    else:
        _give_up(job)
    job.save()
    logger.warning("%s failed (%s), attempt %s: %s", job.task_path, job.exception_class_path, attempts, job.status)


def _give_up(job):
    job.status, job.finished_at = TaskResultStatus.FAILED, timezone.now()
