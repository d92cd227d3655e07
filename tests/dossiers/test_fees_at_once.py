"""Two at the same counter: with rows that are really committed, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from dossiers import actions
from dossiers.models import FeeEntry
from tests import databases
from tests.builders import receive, reread

own_database, db = databases.own_database, databases.db

AT_ONCE = 5


@pytest.fixture
def owing(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now, fee_amount=50_000, fee_status="on_collection")


def all_at_once(press, count=AT_ONCE):
    """What became of each press: "done", or the name of what refused it."""
    barrier = Barrier(count)

    def pressed(number):
        barrier.wait(timeout=10)
        try:
            press(number)
        except Exception as refusal:
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return sorted(pool.map(pressed, range(count)))


def test_of_two_who_collect_the_same_fee_one_does(owing, clerk, now):
    told = all_at_once(lambda _: actions.collect_fee(dossier=owing, by=clerk, now=now))
    assert told == ["MoveNotAllowed"] * (AT_ONCE - 1) + ["done"]
    assert [entry.amount for entry in FeeEntry.objects.all()] == [50_000]
    assert reread(owing).fee_kept == 50_000


def test_parts_never_come_to_more_than_the_whole(owing, clerk, now):
    told = all_at_once(lambda _: actions.collect_fee(dossier=owing, by=clerk, now=now, amount=20_000))
    assert told == ["AmountTooHigh"] * (AT_ONCE - 2) + ["done"] * 2
    assert reread(owing).fee_owed == 10_000


def test_one_press_sent_often_is_one_line(owing, clerk, now):
    told = all_at_once(lambda _: actions.collect_fee(dossier=owing, by=clerk, now=now, amount=1000, key="press"))
    assert told == ["done"] * AT_ONCE
    assert reread(owing).fee_kept == 1000


def test_nothing_is_given_back_twice(owing, clerk, now):
    actions.collect_fee(dossier=owing, by=clerk, now=now)
    actions.withdraw(dossier=owing, by=clerk, now=now, reason="Xin rút")
    told = all_at_once(lambda _: actions.refund_fee(dossier=owing, by=clerk, now=now, reason="Rút hồ sơ"))
    assert told == ["MoveNotAllowed"] * (AT_ONCE - 1) + ["done"]
    assert reread(owing).fee_kept == 0


def test_one_receipt_is_recorded_once_and_numbers_have_no_gaps(clerk, support, now):
    """Receptions and collections together: neither waits for the other for ever, and no number is lost."""
    owing = [
        receive(by=clerk, procedure=support, now=now, fee_amount=1000, fee_status="on_collection")
        for _ in range(AT_ONCE)
    ]
    receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123"}

    def press(number):
        if number < AT_ONCE:
            actions.collect_fee(dossier=owing[number], by=clerk, now=now, **receipt)
        else:
            receive(by=clerk, procedure=support, now=now, fee_amount=1000, fee_status="paid")

    told = all_at_once(press, 2 * AT_ONCE)
    assert told == ["ReceiptRecorded"] * (AT_ONCE - 1) + ["done"] * (AT_ONCE + 1)
    numbers = FeeEntry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, AT_ONCE + 2))
