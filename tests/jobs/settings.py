"""Those of the tests, with mail that leaves a trace outside the database."""

from tests.settings import *  # noqa: F403

EMAIL_BACKEND = "tests.jobs.mailbox.CountingBackend"
TIMETABLE = {}
