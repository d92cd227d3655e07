"""The same dossiers taken in hand at the same time, on rows that are really committed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from dossiers import batches
from dossiers.errands import ERRANDS
from dossiers.models import Batch, BatchItem, DossierEvent
from dossiers.states import Verb
from tests import databases
from tests.builders import make_user, receive
from units.models import Role

own_database, db = databases.own_database, databases.db

AT_ONCE = 4
START = ERRANDS[Verb.START]


@pytest.fixture(autouse=True)
def time_enough(settings):
    """However busy the machine is, the request does all of it."""
    settings.BATCH_SECONDS_AT_ONCE = 60


@pytest.fixture
def dossiers(clerk, support, now):
    return [receive(by=clerk, procedure=support, now=now) for _ in range(8)]


@pytest.fixture
def colleague(commune, clock):
    return make_user("officer2.14635", Role.OFFICER, commune, full_name="Bùi Văn Nam")


def begun(dossiers, *, by, now, together=False):
    rows = [(dossier, {}) for dossier in dossiers]
    return batches.begin(key="key", errand=START, rows=rows, answers={}, is_all_or_none=together, by=by, now=now)


def at_once(*work):
    """Each on a connection of its own, all begun in the same moment."""
    barrier = Barrier(len(work))

    def press(do):
        barrier.wait(timeout=10)
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(press, work))


def test_several_at_the_same_batch_share_it(dossiers, officer, now):
    batch, _ = begun(dossiers, by=officer, now=now)
    at_once(*[lambda: batches.do_at_once(Batch.objects.get(), now=now)] * AT_ONCE)
    assert Counter(batch.items.values_list("outcome", flat=True)) == {"done": 8}
    assert DossierEvent.objects.filter(kind="started").count() == 8


def test_a_press_sent_twice_at_once_is_one_batch(dossiers, officer, now):
    answers = at_once(*[lambda: begun(dossiers, by=officer, now=now)] * AT_ONCE)
    assert sorted(is_new for _, is_new in answers) == [False] * (AT_ONCE - 1) + [True]
    assert BatchItem.objects.count() == 8


@pytest.mark.parametrize("together", [False, True])
def test_of_two_officers_one_wins_each_and_the_other_is_told(dossiers, officer, colleague, now, together):
    first, _ = begun(dossiers, by=officer, now=now, together=together)
    second, _ = begun(dossiers[::-1], by=colleague, now=now, together=together)
    at_once(*[lambda batch=batch: batches.do_at_once(batch, now=now) for batch in (first, second)])
    while any(batches.do_next(batch, now=now) for batch in (first, second)):
        pass
    assert DossierEvent.objects.filter(kind="started").count() == 8
    assert Counter(BatchItem.objects.values_list("outcome", flat=True)) == {"done": 8, "refused": 8}
    if together:
        assert {len(set(batch.items.values_list("outcome", flat=True))) for batch in (first, second)} == {1}
