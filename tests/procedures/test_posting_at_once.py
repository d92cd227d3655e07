"""Several who post the same board at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from django.db import connections

from procedures import actions
from procedures.models import Posting, PostingPlace, ProcedureVersion
from tests import databases
from units.models import ServiceDesk

own_database, db = databases.own_database, databases.db
TIMES = 4


def test_each_sheet_hangs_once_and_everybody_is_told_what_he_did(commune, clerk, birth, support, now):
    barrier = Barrier(TIMES)

    def press(_):
        barrier.wait(timeout=10)
        try:
            return actions.post(
                versions=ProcedureVersion.objects.select_related("procedure"),
                desk=ServiceDesk.objects.get(unit=commune),
                place=PostingPlace.BOARD,
                posted_on=date(2018, 1, 12),
                by=clerk,
                now=now,
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        told = sorted(pool.map(press, range(TIMES)), key=lambda done: done.posted)
    assert told == [actions.Posted(posted=0, already=2)] * (TIMES - 1) + [actions.Posted(posted=2, already=0)]
    assert Posting.objects.count() == 2
