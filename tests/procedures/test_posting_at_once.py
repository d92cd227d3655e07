"""Several who post the same board, or take it down, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connections

from procedures import actions
from procedures.models import Posting, PostingPlace, PostingRound, ProcedureVersion
from tests import databases
from tests.procedures.boards import amend
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


def test_a_decision_is_confirmed_once_and_the_others_are_told(commune, clerk, control, birth, support, now):
    decision = amend(birth, support, by=control, now=now)
    told = at_once(confirm, decision, commune, clerk, now)
    assert sorted(told) == ["confirmed", *["refused"] * (TIMES - 1)]
    assert PostingRound.objects.count() == 1
    assert Posting.objects.count() == 2


def confirm(decision, unit, by, now):
    given = {"desk": ServiceDesk.objects.get(unit=unit), "place": PostingPlace.BOARD, "by": by, "now": now}
    begun = list(decision.versions.select_related("procedure"))
    try:
        actions.confirm(decision=decision, put_up=begun, taken_down=[], done_on=date(2018, 1, 15), **given)
    except ValidationError:
        return "refused"
    return "confirmed"


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
