"""A finished dossier is rated once; the answer is kept without it."""

import pytest
from django.db import DatabaseError, transaction

from dossiers import actions as dossier_actions
from satisfaction.actions.rating import AlreadyRated, NotFinished, rate
from satisfaction.models import Answer, Source, Survey
from tests.builders import at, receive

NOW = at("2018-01-15 08:00")


def answer_on(dossier, now=NOW, **marks):
    rate(dossier=dossier, marks={"overall": 4} | marks, source=Source.RECEIPT, now=now)


def test_the_roll_and_the_answer_are_kept_apart(handed_back, commune, birth):
    answer_on(handed_back, staff=5, comment="Nhanh, rõ ràng.")
    assert Survey.objects.get().dossier == handed_back
    answer = Answer.objects.get()
    assert (answer.desk, answer.procedure, str(answer.month)) == (commune.desk, birth, "2018-01-01")
    assert (answer.overall, answer.staff, answer.access, answer.comment) == (4, 5, None, "Nhanh, rõ ràng.")
    assert (answer.source, answer.is_of_dossier, answer.batch) == (Source.RECEIPT, True, None)


def test_nothing_leads_from_an_answer_to_its_dossier_or_its_day(handed_back):
    answer_on(handed_back)
    kept = {field.name for field in Answer._meta.get_fields()}
    assert kept == {
        *("id", "desk", "procedure", "month", "source", "is_of_dossier", "batch"),
        *("overall", "access", "paperwork", "staff", "result", "feedback", "comment"),
    }
    assert {field.name for field in Survey._meta.get_fields()} == {"dossier"}


def test_the_history_says_nothing_of_it(handed_back):
    before = list(handed_back.events.values())
    answer_on(handed_back)
    assert list(handed_back.events.values()) == before


def test_a_second_rating_is_refused_and_the_first_stands(handed_back):
    answer_on(handed_back, overall=5)
    with pytest.raises(AlreadyRated):
        answer_on(handed_back, overall=1)
    assert Answer.objects.get().overall == 5


def test_an_answer_that_cannot_be_kept_leaves_the_roll_as_it_was(handed_back):
    with pytest.raises(DatabaseError), transaction.atomic():
        answer_on(handed_back, overall=6)
    assert not Survey.objects.exists()
    answer_on(handed_back)


@pytest.mark.parametrize("state", ["received", "processing"])
def test_what_is_still_open_cannot_be_rated(dossier, officer, now, state):
    if state == "processing":
        dossier = dossier_actions.start(dossier=dossier, by=officer, now=now)
    with pytest.raises(NotFinished):
        answer_on(dossier)
    assert not Survey.objects.exists()


def test_every_end_can_be_rated(clerk, officer, birth, now, resolved):
    denied = dossier_actions.deny(
        dossier=receive(by=clerk, procedure=birth, now=now), by=officer, now=NOW, reason="Không đủ điều kiện"
    )
    withdrawn = dossier_actions.withdraw(
        dossier=receive(by=clerk, procedure=birth, now=now), by=clerk, now=NOW, reason="Xin rút"
    )
    for dossier in (resolved, denied, withdrawn):
        answer_on(dossier)
    assert Survey.objects.count() == Answer.objects.count() == 3


def test_a_result_of_days_to_come_cannot_be_rated_before(resolved):
    with pytest.raises(NotFinished):
        answer_on(resolved, now=at("2018-01-15 07:44"))


@pytest.mark.parametrize(
    ("finished", "month"), [("2018-01-31 23:59", "2018-01-01"), ("2018-02-01 00:00", "2018-02-01")]
)
def test_the_month_is_that_of_the_result_in_vietnam(dossier, officer, finished, month):
    resolved = dossier_actions.resolve(dossier=dossier, by=officer, now=at(finished))
    answer_on(resolved, now=at("2018-03-05 10:00"))
    assert str(Answer.objects.get().month) == month


@pytest.mark.parametrize("model", [Survey, Answer])
def test_neither_is_ever_changed_or_deleted(handed_back, model):
    answer_on(handed_back)
    changes = {"overall": 1} if model is Answer else {"dossier": handed_back}
    for attempt in (lambda: model.objects.update(**changes), lambda: model.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
