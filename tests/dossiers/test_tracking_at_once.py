"""Tries at the same time, and on the far side of a rollback or a restart: with rows that are really committed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from dossiers.tracking import NotOpened, dossier_of
from tests import databases
from tests.builders import receive
from units.models import Attempt

own_database, db = databases.own_database, databases.db

HOME = "113.160.1.1"
AT_ONCE = 6


@pytest.fixture
def dossier(clerk, birth, now):
    return receive(by=clerk, procedure=birth, now=now)


def told(code, secret):
    """Tried on a connection of its own, as another process would."""
    try:
        dossier_of(code, secret, address=HOME)
    except NotOpened as refusal:
        return "closed" if refusal.until else "wrong"
    else:
        return "opened"
    finally:
        connection.close()


def is_refused(code, secret):
    return told(code, secret) != "opened"


def test_tries_at_once_are_all_counted(dossier, settings):
    settings.TRACKING_TRIES_OF_PAIR = 4 * AT_ONCE
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert all(pool.map(lambda _: is_refused(dossier.code, "ABCD2345"), range(4 * AT_ONCE)))
    assert set(Attempt.objects.values_list("tries", flat=True)) == {4 * AT_ONCE}


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_of_tries_at_once_none_slips_past_the_limit(dossier, settings, limit):
    """Wrong and right together: just so many wrong ones are judged as the limit says, and then no right one is."""
    settings.TRACKING_TRIES_OF_PAIR = limit
    wrong, right = ["ABCD2345"] * AT_ONCE, [dossier.secret] * AT_ONCE
    barrier = Barrier(2 * AT_ONCE)

    def press(secret):
        barrier.wait(timeout=10)
        return told(dossier.code, secret)

    with ThreadPoolExecutor(2 * AT_ONCE) as pool:
        answers = list(pool.map(press, [secret for pair in zip(wrong, right, strict=True) for secret in pair]))
    assert answers[::2].count("wrong") == limit
    assert answers[::2].count("closed") == AT_ONCE - limit
    assert set(answers[1::2]) <= ({"opened", "closed"} if limit else {"closed"})
    assert told(dossier.code, dossier.secret) == "closed"


def test_all_who_are_right_at_once_get_in(dossier):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert not any(pool.map(lambda _: is_refused(dossier.code, dossier.secret), range(2 * AT_ONCE)))
    assert Attempt.objects.count() == 0


def test_a_restart_forgets_nothing(dossier, settings):
    settings.TRACKING_TRIES_OF_PAIR = 1
    assert is_refused(dossier.code, "ABCD2345")
    connection.close()
    assert is_refused(dossier.code, dossier.secret)


def test_a_failing_request_forgets_nothing_either(dossier):
    """Inside a transaction that could be rolled back it does not work at all."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        dossier_of(dossier.code, dossier.secret, address=HOME)
