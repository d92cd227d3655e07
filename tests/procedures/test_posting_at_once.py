"""Several who post the same board, or take it down, at the same moment."""

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
    told = at_once(post, commune, clerk, now)
    told.sort(key=lambda done: done.posted)
    assert told == [actions.Posted(posted=0, already=2)] * (TIMES - 1) + [actions.Posted(posted=2, already=0)]
    assert Posting.objects.count() == 2


def test_each_sheet_is_taken_down_once_and_everybody_is_told_what_he_did(commune, clerk, birth, support, now):
    post(commune, clerk, now)
    assert sorted(at_once(take_down, commune, clerk, now)) == [0] * (TIMES - 1) + [2]


def post(unit, by, now):
    return actions.post(
        versions=ProcedureVersion.objects.select_related("procedure"),
        desk=ServiceDesk.objects.get(unit=unit),
        place=PostingPlace.BOARD,
        posted_on=date(2018, 1, 12),
        by=by,
        now=now,
    )


def take_down(unit, by, now):
    return actions.take_down(postings=Posting.objects.all(), removed_on=date(2018, 1, 15), by=by, now=now)


def at_once(do, *arguments):
    """What each of several is told who do the same at the same moment."""
    barrier = Barrier(TIMES)

    def press(_):
        barrier.wait(timeout=10)
        try:
            return do(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(press, range(TIMES)))
