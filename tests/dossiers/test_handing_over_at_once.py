"""Several who scan the same slip, or list the same results, at the same moment: one does, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from dossiers import actions
from dossiers.models import HandoverList, Step
from dossiers.scans import take_over
from tests import databases
from tests.builders import at, receive

own_database, db = databases.own_database, databases.db
TIMES = 4
NOW = at("2018-01-15 10:00")


def test_one_takes_the_papers_over_and_the_others_hear_that_they_are_taken(clerk, officer, support, now):
    dossier = receive(by=clerk, procedure=support, now=now)
    actions.resolve(dossier=dossier, by=officer, now=now)
    outcomes = at_once(lambda: take_over(dossier.code, by=clerk, now=NOW))
    assert sorted(outcome.is_taken for outcome in outcomes) == [False] * (TIMES - 1) + [True]
    told = {outcome.sentence for outcome in outcomes if not outcome.is_taken}
    assert told == {"Hồ sơ đã được nhận rồi, lúc 10:00 15/01/2018, người nhận: Phạm Thị Lan."}
    assert dossier.events.filter(kind="taken_over").count() == 1


def test_a_result_comes_on_one_list_and_no_number_is_lost(clerk, officer, support, now):
    dossier = receive(by=clerk, procedure=support, now=now)
    actions.resolve(dossier=dossier, by=officer, now=now)
    made = at_once(lambda: listed(dossier, officer))
    assert sorted(made) == ["01/2018"] + [actions.AlreadyListed.__name__] * (TIMES - 1)
    assert HandoverList.objects.get().entries.count() == 1


def listed(dossier, by):
    step = Step.objects.filter(dossier=dossier).last()
    try:
        return str(actions.list_results(agency=step.before.agency, desk=step.desk, steps=[step], by=by, now=NOW))
    except actions.AlreadyListed as refusal:
        return type(refusal).__name__


def at_once(do):
    """What each of several is told who do the same at the same moment."""
    barrier = Barrier(TIMES)

    def press(_):
        barrier.wait(timeout=10)
        try:
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(press, range(TIMES)))
