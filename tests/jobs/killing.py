"""Real workers on this process's database, killed in the middle of their work: is each effect there once?"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.models import Mail
from tests import databases
from tests.jobs import effects

WORKERS = 2
PATIENCE = 120  # seconds without any job done
SECONDS_OF_A_JOB = 0.03


@dataclass
class Report:
    kills: int
    jobs: int
    again: int  # jobs that were begun more than once
    rows: Counter  # by key
    mails_sent: int
    files: int
    deliveries: Counter  # by Message-ID: what the mail folder was given
    states: Counter

    @property
    def twice(self):
        """How often a mail was handed over once more."""
        return self.deliveries.total() - len(self.deliveries)

    def faults(self, keys):
        for key in keys:
            if self.rows[key] != 1:
                yield f"{key}: {self.rows[key]} rows"
        for name, number in (("sent", self.mails_sent), ("files", self.files), ("delivered", len(self.deliveries))):
            if number != len(keys):
                yield f"{number} mails {name} of {len(keys)}"
        if self.twice > self.kills:
            yield f"{self.twice} mails delivered again by {self.kills} kills"
        for state, number in self.states.items():
            if state != TaskResultStatus.SUCCESSFUL:
                yield f"{number} jobs {state}"

    def __str__(self):
        lines = {
            "jobs done": self.states[TaskResultStatus.SUCCESSFUL],
            "workers killed": self.kills,
            "jobs begun more than once": self.again,
            "rows left": self.rows.total(),
            "mails sent": self.mails_sent,
            "mails handed over twice, same Message-ID": self.twice,
        }
        return "\n".join(f"{what:44}{number:>6}" for what, number in lines.items())


def killed(*, keys, kills, var, command=("run_jobs",)):
    """A job with a row and a mail for each of `keys`, workers killed `kills` times on the way, then the rest done."""
    effects.make_table()
    for key in keys:
        effects.leave_a_row_and_post.enqueue(key, SECONDS_OF_A_JOB)
    given = set(keys)
    with workers(var, command) as at_work:
        for kill in range(kills):
            # Each kill comes when something was done since the last, or only starting workers would be killed; and
            # somewhere in the next jobs, not always at the same point.
            wait_for_done(len(given) * 2 * kill // (kills + 1))
            time.sleep(random.uniform(0, 3 * SECONDS_OF_A_JOB))
            at_work.kill(random.randrange(WORKERS))
        wait_for_done(len(given) * 2)
    return report(kills, var)


def report(kills, var):
    jobs = DBTaskResult.objects.all()
    delivered = (var / "deliveries").read_text().split() if (var / "deliveries").exists() else []
    return Report(
        kills=kills,
        jobs=len(jobs),
        again=sum(len(job.worker_ids) > 1 for job in jobs),
        rows=Counter(effects.left()),
        mails_sent=Mail.objects.exclude(sent_at=None).count(),
        files=len(list((var / "mail").glob("*.eml"))),
        deliveries=Counter(delivered),
        states=Counter(job.status for job in jobs),
    )


def wait_for_done(number):
    done, since = -1, time.monotonic()
    while done < number:
        if (now_done := DBTaskResult.objects.successful().count()) != done:
            done, since = now_done, time.monotonic()
        if time.monotonic() - since > PATIENCE:
            raise TimeoutError(f"{done} jobs of {number} done, nothing more in {PATIENCE} seconds")
        time.sleep(0.005)


class AtWork:
    def __init__(self, var, command, log):
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.jobs.settings",
            "DATABASE_URL": databases.url(),
            "ONESTOP_VAR": str(var),
        }
        self.command, self.log = [sys.executable, "manage.py", *command], log
        self.running = [self.started() for _ in range(WORKERS)]

    def started(self):
        return subprocess.Popen(
            self.command, cwd=settings.BASE_DIR, env=self.environment, stdout=self.log, stderr=self.log
        )

    def kill(self, number):
        self.running[number].kill()
        self.running[number].wait()
        self.running[number] = self.started()


@contextmanager
def workers(var, command=("run_jobs",)):
    """At work until the block ends, then told to end."""
    with open(var / "workers.log", "a") as log:
        at_work = AtWork(var, command, log)
        try:
            yield at_work
        finally:
            for process in at_work.running:
                process.terminate()
            for process in at_work.running:
                process.wait(PATIENCE)
