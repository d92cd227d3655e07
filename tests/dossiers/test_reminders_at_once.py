"""The ladder climbed by several workers in one moment, with rows that are really committed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from dossiers.models import Reminder
from dossiers.reminding import climb
from jobs.models import Mail
from tests import databases
from tests.builders import at, receive
from units.models import User

own_database, db = databases.own_database, databases.db

AT_ONCE = 4


@pytest.mark.server
def test_each_reminder_and_each_mail_is_there_once(db, clerk, officer, support):
    User.objects.filter(pk=officer.pk).update(email="officer@kimson.example")
    for _ in range(12):
        receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
    together = Barrier(AT_ONCE)

    def climbed(_):
        try:
            together.wait()
            return len(climb(now=at("2018-01-18 08:30")))
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        new = list(pool.map(climbed, range(AT_ONCE)))
    assert sum(new) == Reminder.objects.count() == 12
    mailed = " ".join(Mail.objects.values_list("text", flat=True))
    assert [mailed.count(f": {reminder.dossier.code},") for reminder in Reminder.objects.all()] == [1] * 12
