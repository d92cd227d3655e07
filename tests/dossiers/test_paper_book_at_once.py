"""A past day is numbered by several who press at once, while today goes on: with rows that are really committed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from dossiers import actions
from dossiers.imports import COLUMNS, add_dossiers
from dossiers.models import BookCounter, Dossier, DossierCounter
from tests import databases
from tests.builders import at, receive
from tests.dossiers.test_paper_book import enter
from units.tables import Row

own_database, db = databases.own_database, databases.db

AT_ONCE = 16


def at_once(presses):
    """What each of `presses` gave, all begun at the same moment, each on a connection of its own."""
    barrier = Barrier(len(presses))

    def press(do):
        barrier.wait(timeout=10)
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def numbers_of(day):
    return sorted(Dossier.objects.filter(numbered_on=day).values_list("number", flat=True))


def test_sixteen_at_once_for_a_past_day_and_today(clerk, support, now):
    past = [lambda n=n: enter(clerk, support, now, f"{n}", at(f"2018-01-12 09:{n:02d}")) for n in range(AT_ONCE)]
    today = [lambda: receive(by=clerk, procedure=support, now=now) for _ in range(AT_ONCE)]
    at_once([press for pair in zip(past, today, strict=True) for press in pair])
    assert numbers_of(date(2018, 1, 12)) == numbers_of(date(2018, 1, 15)) == list(range(1, AT_ONCE + 1))
    assert sorted(DossierCounter.objects.values_list("last", flat=True)) == [AT_ONCE, AT_ONCE]
    assert BookCounter.objects.get().last == 2 * AT_ONCE


@pytest.mark.parametrize("key", ["the same", None])
def test_one_line_sent_by_all_at_once_is_one_dossier(clerk, support, now, key):
    """By one form sent again and again, or by clerks who have the same page of the book before them."""
    sent = [lambda n=n: enter(clerk, support, now, key=key or f"form {n}") for n in range(AT_ONCE)]
    answers = at_once(sent)
    assert len({dossier.code for dossier, _ in answers}) == 1
    assert sum(is_new for _, is_new in answers) == 1
    assert (Dossier.objects.count(), DossierCounter.objects.get().last) == (1, 1)


def test_one_number_for_different_people_goes_to_the_first(clerk, support, now):
    def send(n):
        try:
            return enter(clerk, support, now, key=f"form {n}", person=f"Nguyễn Văn {chr(65 + n)}")[1]
        except actions.KeyReused as conflict:
            return conflict.dossier.code

    answers = at_once([lambda n=n: send(n) for n in range(4)])
    assert sorted(map(str, answers)) == [*["000.06.28.H42-180112-0001"] * 3, "True"]


def test_an_import_of_that_day_and_the_paper_book_give_no_number_twice(clerk, birth, now):
    cells = {
        "receiving_unit": "14635",
        "competent_unit": "14635",
        "procedure_code": birth.code,
        "channel": "in_person",
        "applicant_name": "Vũ Thị Mến",
        "received_at": "2018-01-12 07:10",
        "due_at": "2018-01-12",
    }
    row = Row(2, dict.fromkeys(COLUMNS, "") | cells | {"code": "000.06.28.H42-180112-0040"})
    enter(clerk, birth, now, "1")
    entered = [lambda n=n: enter(clerk, birth, now, f"{n}") for n in range(2, 8)]
    at_once([lambda: add_dossiers([row], now=now), *entered])
    numbers = numbers_of(date(2018, 1, 12))
    after = [number for number in numbers if number > 40]
    assert numbers == [*range(1, 8 - len(after)), *range(41, 41 + len(after))]
    assert DossierCounter.objects.get().last == max(40, *numbers)
