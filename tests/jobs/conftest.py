import pytest
from django_tasks_db.models import DBTaskResult

from jobs import worker


@pytest.fixture
def queue(db):
    return DBTaskResult.objects


@pytest.fixture
def do_all(db):
    """Do what is ready, as one worker does; how many jobs it was."""

    def done():
        count = 0
        while worker.do_next("the-worker"):
            count += 1
        return count

    return done
