"""`verify` finds answers that went astray, planted behind the back of triggers."""

import contextlib

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection

from dossiers import actions as dossier_actions
from satisfaction.actions import batches, rating
from satisfaction.models import Answer, Card, CardBatch, Source, Survey
from tests import builders
from tests.builders import at
from tests.satisfaction.answers import JANUARY
from units.models import Role

pytestmark = pytest.mark.django_db

HERE = "answers: Xã Kim Định (14635): "
MORNING = at("2018-01-15 07:10")


@pytest.fixture(autouse=True)
def dossier(clerk, officer, birth, now):
    """A dossier that was rated at the kiosk."""
    dossier = builders.receive(by=clerk, procedure=birth, now=MORNING)
    dossier = dossier_actions.resolve(dossier=dossier, by=officer, now=now)
    rating.rate(dossier=dossier, marks={"overall": 4}, source=Source.KIOSK, now=now)
    return dossier


@pytest.fixture(autouse=True)
def batch(district, commune, clock, now):
    """A sealed envelope of two cards."""
    by = builders.make_user("reform.376", Role.REFORM_OFFICER, district)
    given = {"month": JANUARY, "label": "Hòm phiếu", "card_count": 2}
    batch = batches.open_batch(desk=commune.desk, by=by, now=now, **given)
    cards = {n: Card(position=n, overall=4) for n in (1, 2)}
    batches.type_cards(batch=batch, cards=cards, seen=batches.digest({}))
    return batches.seal(batch=batch, difference="", by=by, now=now)


@pytest.fixture
def faults(capsys, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def run():
        with contextlib.suppress(SystemExit):
            call_command("verify")
        return capsys.readouterr().err.splitlines()

    return run


def test_what_became_of_cards_and_kiosks_is_sound(faults):
    assert (Answer.objects.count(), faults()) == (3, [])


def test_an_answer_that_nobody_gave(faults, dossier):
    values = {"overall": 5, "source": Source.KIOSK, "month": JANUARY}
    Answer.objects.create(desk=dossier.returning_desk, procedure=dossier.procedure, **values)
    assert faults() == [f"{HERE}1.001193 of 01/2018: 1 dossiers rated, 2 answers"]


def test_a_rated_dossier_whose_answer_is_gone(faults):
    with pgtrigger.ignore():
        Answer.objects.filter(source=Source.KIOSK).delete()
    assert faults() == [f"{HERE}1.001193 of 01/2018: 1 dossiers rated, 0 answers"]


def test_an_answer_whose_dossier_left_the_roll(faults):
    with pgtrigger.ignore():
        Survey.objects.all().delete()
    assert faults() == [f"{HERE}1.001193 of 01/2018: 0 dossiers rated, 1 answers"]


def test_an_answer_that_was_taken_out_of_its_envelope(faults):
    with pgtrigger.ignore():
        Answer.objects.filter(pk=Answer.objects.filter(source=Source.PAPER).first().pk).delete()
    assert faults() == [f'{HERE}envelope "Hòm phiếu": 2 cards, 1 answers, no reason given']


def test_a_number_that_was_explained_is_no_fault(faults, batch):
    with pgtrigger.ignore():
        CardBatch.objects.update(card_count=9, difference="Bảy phiếu trắng")
    assert faults() == []


def test_a_card_left_in_a_sealed_envelope(faults, batch):
    with pgtrigger.ignore():
        Card.objects.create(batch=batch, position=3, overall=1)
    assert faults() == [f'{HERE}envelope "Hòm phiếu": sealed, but 1 cards are left in it']


def test_answers_of_an_envelope_that_is_open(faults, batch):
    with connection.cursor() as cursor, pgtrigger.ignore():
        cursor.execute("UPDATE satisfaction_cardbatch SET sealed_at = NULL, sealed_by_id = NULL")
    assert faults() == [f'{HERE}envelope "Hòm phiếu": not sealed, but 2 answers came out of it']
