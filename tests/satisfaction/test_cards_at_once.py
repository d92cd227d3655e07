"""An envelope that is sealed while somebody else does something with it, on rows that both can see."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from satisfaction.actions import batches as actions
from satisfaction.actions.rating import rate
from satisfaction.models import Answer, Card, CardBatch, Source, Survey
from tests import databases
from tests.builders import at
from tests.satisfaction.answers import JANUARY

own_database, db = databases.own_database, databases.db

NOW = at("2018-01-15 08:00")
TIMES = 4


@pytest.fixture
def batch(commune, reformer, handed_back):
    """Two cards, of which the first names the dossier."""
    envelope = {"month": JANUARY, "label": "Phong bì 1", "card_count": 2}
    batch = actions.open_batch(desk=commune.desk, by=reformer, now=NOW, **envelope)
    cards = {1: Card(position=1, overall=4, dossier_code=handed_back.code), 2: Card(position=2, overall=5)}
    actions.type_cards(batch=batch, cards=cards, seen=actions.digest({}))
    return batch


def seal(batch, by):
    """What came of it, on a connection of its own."""
    try:
        actions.seal(batch=batch, difference="", by=by, now=NOW)
    except actions.BatchSealed:
        return "sealed already"
    except actions.CardsAtFault as error:
        return {number: fault.what for number, fault in error.faults.items()}
    else:
        return "sealed"
    finally:
        connections.close_all()


def wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
            if cursor.fetchone():
                return
            time.sleep(0.01)
    raise AssertionError("Nobody waits.")


def test_a_kiosk_that_was_quicker_by_a_moment(batch, handed_back, reformer):
    """The look at the roll finds nothing, for the kiosk has not committed yet: the roll's key decides."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            rate(dossier=handed_back, marks={"overall": 1}, source=Source.KIOSK, now=NOW)
            sealing = pool.submit(seal, batch, reformer)
            wait_until_somebody_waits()
        assert sealing.result(timeout=10) == {1: actions.RATED}
    assert [answer.source for answer in Answer.objects.all()] == [Source.KIOSK]
    assert (Card.objects.count(), CardBatch.objects.get().sealed_at) == (2, None)


def test_of_several_who_seal_it_at_once_one_does(batch, reformer):
    barrier = Barrier(TIMES)

    def press(_):
        barrier.wait(timeout=10)
        return seal(batch, reformer)

    with ThreadPoolExecutor(TIMES) as pool:
        told = sorted(pool.map(press, range(TIMES)))
    assert told == ["sealed", *["sealed already"] * (TIMES - 1)]
    assert (Answer.objects.count(), Survey.objects.count(), Card.objects.count()) == (2, 1, 0)
