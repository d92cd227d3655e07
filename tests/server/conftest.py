import tempfile
from pathlib import Path

import pytest

from tests import databases
from tests.server.serving import served

own_database, db = databases.own_database, databases.db


@pytest.fixture
def var():
    """What the served site keeps: uploads, secret key, log."""
    with tempfile.TemporaryDirectory(prefix="onestop-served-") as folder:
        yield Path(folder)


@pytest.fixture
def served_site(db, var):
    """The whole site behind gunicorn, on the test's own database."""
    with served(var) as site:
        yield site
