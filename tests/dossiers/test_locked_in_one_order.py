"""Whoever locks several dossiers does so in one order, so that two of them never wait in a circle."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections, transaction

from dossiers.calendar_changes import Proposal, preview_of
from dossiers.models import Dossier
from tests import databases
from tests.builders import at, receive
from units.calendar_files import Day

WAITING = """
    SELECT 1 FROM pg_locks waits JOIN pg_locks here USING (pid)
    JOIN pg_database ON pg_database.oid = here.database
    WHERE NOT waits.granted AND datname = current_database()
"""

own_database, db = databases.own_database, databases.db


def change_of_calendar():
    storm = Day(date(2018, 1, 17), "holiday", "Bão số 1")
    preview_of(Proposal(None, "Công điện 01", (storm,)), today=date(2018, 1, 15), lock=True)


def several_at_once():
    Dossier.objects.order_by("due_at").in_order_locked()


@pytest.mark.parametrize("work", [change_of_calendar, several_at_once])
def test_who_waits_for_the_first_holds_none_of_the_others(work, clerk, support):
    first = receive(by=clerk, procedure=support, now=at("2018-01-15 09:00"))
    last = receive(by=clerk, procedure=support, now=at("2018-01-12 09:00"))
    assert last.due_at < first.due_at
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Dossier.objects.select_for_update().get(pk=first.pk)
        other = pool.submit(in_a_transaction, work)
        wait_until_somebody_waits()
        assert Dossier.objects.select_for_update(nowait=True).get(pk=last.pk) == last
    other.result(timeout=10)


def in_a_transaction(work):
    try:
        with transaction.atomic():
            work()
    finally:
        connections.close_all()


def wait_until_somebody_waits():
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone():
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")
