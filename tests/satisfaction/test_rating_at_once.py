"""Two who press at the same moment, on rows that both can see."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from satisfaction.actions.rating import AlreadyRated, rate
from satisfaction.models import Answer, Source, Survey
from tests import databases
from tests.builders import at

own_database, db = databases.own_database, databases.db
TIMES = 5


def test_one_answer_is_kept_and_the_others_are_told(handed_back):
    barrier = Barrier(TIMES)

    def press(mark):
        barrier.wait(timeout=10)
        try:
            rate(dossier=handed_back, marks={"overall": mark}, source=Source.RECEIPT, now=at("2018-01-15 08:00"))
        except AlreadyRated:
            return "rated already"
        finally:
            connections.close_all()
        return "saved"

    with ThreadPoolExecutor(TIMES) as pool:
        told = list(pool.map(press, range(1, TIMES + 1)))
    assert sorted(told) == ["rated already"] * (TIMES - 1) + ["saved"]
    assert (Survey.objects.count(), Answer.objects.count()) == (1, 1)
    assert Answer.objects.get().overall == told.index("saved") + 1
