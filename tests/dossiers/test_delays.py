"""Why a dossier is late: stated by its office, kept in its history, stated anew at will."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from dossiers import actions
from dossiers.models import Delay, DelayCause, EventKind
from tests.builders import at, receive

LATER = at("2018-01-24 09:00")


@pytest.fixture
def dossier(clerk, support):
    """Due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))


@pytest.fixture
def staff_short(db):
    return DelayCause.objects.get(letter="a")


@pytest.fixture
def regulation(db):
    return DelayCause.objects.get(is_of_regulation=True)


def explain(dossier, by, cause, now=LATER, **more):
    return actions.explain_delay(dossier=dossier, by=by, now=now, cause=cause, **more)


def test_the_cause_is_kept_with_who_and_when(dossier, officer, staff_short):
    delay = explain(dossier, officer, staff_short, note="Một người kiêm hai việc")
    assert (delay.round, delay.cause, delay.stated_by, delay.stated_at) == (1, staff_short, officer, LATER)
    event = dossier.events.get(kind=EventKind.DELAY_EXPLAINED)
    assert (event.reason, event.data["letter"], event.by) == ("Một người kiêm hai việc", "a", officer)


def test_what_is_stated_anew_is_one_more_row(dossier, officer, staff_short, regulation):
    explain(dossier, officer, staff_short)
    explain(dossier, officer, regulation, note="Thiếu hướng dẫn", regulation="Thông tư 01")
    assert [delay.cause for delay in dossier.delays.all()] == [staff_short, regulation]


def test_the_same_again_changes_nothing(dossier, officer, staff_short):
    explain(dossier, officer, staff_short)
    explain(dossier, officer, staff_short)
    assert dossier.delays.count() == dossier.events.filter(kind=EventKind.DELAY_EXPLAINED).count() == 1


def test_what_was_finished_late_may_be_explained_too(dossier, officer, staff_short):
    actions.resolve(dossier=dossier, by=officer, now=at("2018-01-23 10:00"))
    assert explain(dossier, officer, staff_short).round == 1


def test_what_is_in_time_has_no_delay(dossier, officer, staff_short):
    with pytest.raises(actions.NotLate):
        explain(dossier, officer, staff_short, now=at("2018-01-22 16:00"))
    actions.resolve(dossier=dossier, by=officer, now=at("2018-01-22 16:30"))
    with pytest.raises(actions.NotLate):
        explain(dossier, officer, staff_short)
    assert not Delay.objects.exists()


def test_a_regulation_without_the_difficulty_is_refused_by_the_database(dossier, officer, regulation):
    with pytest.raises(IntegrityError), transaction.atomic():
        explain(dossier, officer, regulation, regulation="Thông tư 01")


def test_nobody_changes_what_was_stated(dossier, officer, staff_short):
    explain(dossier, officer, staff_short)
    with pytest.raises(DatabaseError), transaction.atomic():
        Delay.objects.update(note="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        Delay.objects.all().delete()
