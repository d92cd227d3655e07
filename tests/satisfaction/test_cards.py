"""Paper cards: typed in by somebody of elsewhere, sealed once, and answers from then on."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from dossiers import actions as dossier_actions
from satisfaction.actions import batches as actions
from satisfaction.actions import rating
from satisfaction.models import Answer, Card, CardBatch, Source, Survey, desks_typed_by
from tests import builders
from tests.satisfaction.answers import DECEMBER, JANUARY
from units.models import Assignment, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(commune, reformer, now):
    return open_envelope(commune, reformer, now)


@pytest.fixture
def finished(clerk, officer, birth, now):
    """A dossier of the desk whose result is ready this January."""
    dossier = builders.receive(by=clerk, procedure=birth, now=now)
    return dossier_actions.resolve(dossier=dossier, by=officer, now=now)


def open_envelope(unit, by, now, **given):
    given = {"month": JANUARY, "label": "Phong bì 1", "card_count": 2, **given}
    return actions.open_batch(desk=unit.desk, by=by, now=now, **given)


def type_in(batch, *cards, seen=None):
    """Cards as (mark over all, code of the dossier), under their numbers from 1."""
    typed = {n: Card(position=n, overall=mark, dossier_code=code) for n, (mark, code) in enumerate(cards, 1)}
    actions.type_cards(batch=batch, cards=typed, seen=seen or actions.digest({}))


def seal(batch, by, now, difference=""):
    return actions.seal(batch=batch, difference=difference, by=by, now=now)


def faults(batch, by, now):
    with pytest.raises(actions.CardsAtFault) as error:
        seal(batch, by, now)
    return {number: fault.what for number, fault in error.value.faults.items()}


# Typing


def test_cards_are_kept_until_they_are_put_right_or_removed(batch):
    type_in(batch, (4, ""), (5, ""))
    seen = actions.digest({card.position: card for card in batch.cards.all()})
    actions.type_cards(batch=batch, cards={1: None, 2: Card(position=2, overall=1, comment="Chậm")}, seen=seen)
    assert list(batch.cards.values_list("position", "overall", "comment")) == [(2, 1, "Chậm")]


def test_nobody_types_over_what_another_has_just_saved(batch):
    type_in(batch, (4, ""))
    with pytest.raises(actions.CardsChanged):
        type_in(batch, (1, ""))
    assert batch.cards.get().overall == 4


def test_the_same_cards_saved_twice_are_no_conflict(batch):
    type_in(batch, (4, ""))
    type_in(batch, (4, ""))
    assert batch.cards.count() == 1


def test_an_envelope_is_opened_once(batch, commune, other_commune, reformer, now):
    with pytest.raises(actions.EnvelopeKnown):
        open_envelope(commune, reformer, now)
    assert open_envelope(other_commune, reformer, now).pk != batch.pk


# Sealing


def test_a_sealed_card_is_an_answer_of_its_dossier(batch, commune, birth, finished, reformer, now):
    type_in(batch, (4, finished.code), (2, ""))
    sealed = seal(batch, reformer, now)
    assert (sealed.sealed_at, sealed.sealed_by, sealed.difference) == (now, reformer, "")
    assert list(
        Answer.objects.order_by("-overall").values_list("overall", "source", "is_of_dossier", "procedure", "month")
    ) == [(4, Source.PAPER, True, birth.pk, JANUARY), (2, Source.PAPER, False, None, JANUARY)]
    assert set(Answer.objects.values_list("desk", "batch")) == {(commune.desk.pk, batch.pk)}
    assert list(Survey.objects.values_list("dossier", flat=True)) == [finished.pk]
    assert not Card.objects.exists()


def test_what_stands_on_a_card_becomes_the_answer(batch, support, reformer, now):
    card = Card(position=1, overall=5, access=1, feedback=3, comment="Cảm ơn", procedure=support)
    actions.type_cards(batch=batch, cards={1: card}, seen=actions.digest({}))
    seal(batch, reformer, now, "Thiếu một phiếu")
    answer = Answer.objects.get()
    assert (answer.overall, answer.access, answer.staff, answer.feedback) == (5, 1, None, 3)
    assert (answer.comment, answer.procedure) == ("Cảm ơn", support)


@pytest.mark.parametrize("marks", [(), (4,), (4, 4, 4)])
def test_a_number_that_differs_is_explained(batch, reformer, now, marks):
    type_in(batch, *((mark, "") for mark in marks))
    with pytest.raises(actions.NumberDiffers):
        seal(batch, reformer, now)
    assert seal(batch, reformer, now, "Đếm lại").difference == "Đếm lại"
    assert batch.answers.count() == len(marks)


def test_a_number_that_agrees_needs_no_words(batch, reformer, now):
    type_in(batch, (4, ""), (4, ""))
    assert seal(batch, reformer, now, "Không cần").difference == ""


def test_nothing_changes_after_the_seal(batch, reformer, now):
    type_in(batch, (4, ""), (4, ""))
    seal(batch, reformer, now)
    with pytest.raises(actions.BatchSealed):
        seal(batch, reformer, now)
    with pytest.raises(actions.BatchSealed):
        type_in(batch, (4, ""))
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        CardBatch.objects.update(card_count=3)
    assert Answer.objects.count() == 2


# A card that names a dossier


def test_only_a_dossier_that_this_desk_hands_back(batch, finished, other_commune, reformer, now):
    other = open_envelope(other_commune, reformer, now)
    type_in(other, (4, finished.code), (4, "000.06.28.H42-180115-9999"))
    assert faults(other, reformer, now) == {1: actions.UNKNOWN, 2: actions.UNKNOWN}


def test_only_a_dossier_with_a_result(batch, clerk, birth, reformer, now):
    type_in(batch, (4, builders.receive(by=clerk, procedure=birth, now=now).code), (4, ""))
    assert faults(batch, reformer, now) == {1: actions.NO_RESULT}


def test_only_a_dossier_of_the_envelopes_month(commune, finished, reformer, now):
    december = open_envelope(commune, reformer, now, month=DECEMBER)
    type_in(december, (4, finished.code), (4, ""))
    assert faults(december, reformer, now) == {1: actions.OTHER_MONTH}


def test_only_a_dossier_that_is_not_rated_yet(batch, finished, reformer, now):
    type_in(batch, (4, finished.code), (4, ""))
    rating.rate(dossier=finished, marks={"overall": 1}, source=Source.KIOSK, now=now)
    assert faults(batch, reformer, now) == {1: actions.RATED}
    assert (Answer.objects.count(), batch.cards.count()) == (1, 2)


def test_a_dossier_counts_once_in_an_envelope(batch, finished, reformer, now):
    type_in(batch, (4, finished.code), (5, finished.code))
    assert faults(batch, reformer, now) == {2: actions.TWICE}


def test_a_procedure_beside_a_dossier_must_be_its_own(batch, support, finished, reformer, now):
    card = Card(position=1, overall=4, dossier_code=finished.code, procedure=support)
    actions.type_cards(batch=batch, cards={1: card, 2: Card(position=2, overall=4)}, seen=actions.digest({}))
    assert faults(batch, reformer, now) == {1: actions.OTHER_PROCEDURE}


# Who types


def test_who_oversees_the_unit_types(reformer, control, administrator, commune, other_commune, district):
    for user in (reformer, control, administrator):
        assert set(desks_typed_by(user)) == {unit.desk for unit in (commune, other_commune, district)}


@pytest.mark.parametrize("who", ["clerk", "officer", "leader", "district_leader"])
def test_others_type_nothing(batch, request, who):
    user = request.getfixturevalue(who)
    assert list(CardBatch.objects.visible_to(user)) == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.LEADER])
def test_nobody_opens_the_envelope_of_where_he_works(batch, commune, other_commune, reformer, role):
    place = {"desk": commune.desk} if role == Role.CLERK else {"agency": commune.committee}
    Assignment.objects.create(user=reformer, role=role, valid_from=date(2018, 1, 1), **place)
    assert commune.desk not in desks_typed_by(reformer)
    assert other_commune.desk in desks_typed_by(reformer)
    assert list(CardBatch.objects.visible_to(reformer)) == []


def test_at_the_centre_only_its_clerks_are_kept_away(district, reformer):
    Assignment.objects.create(user=reformer, role=Role.OFFICER, agency=district.committee, valid_from=date(2018, 1, 1))
    assert district.desk in desks_typed_by(builders.User.objects.get(pk=reformer.pk))
    Assignment.objects.create(user=reformer, role=Role.CLERK, desk=district.desk, valid_from=date(2018, 1, 1))
    assert district.desk not in desks_typed_by(builders.User.objects.get(pk=reformer.pk))


def test_a_reform_officer_of_the_commune_itself_types_nothing_of_it(commune, clock):
    own = builders.make_user("reform.14635", Role.REFORM_OFFICER, commune)
    assert list(desks_typed_by(own)) == []


# The database


def test_a_sealed_envelope_takes_no_card(batch, commune, reformer, now):
    seal(batch, reformer, now, "Rỗng")
    with pytest.raises(InternalError, match="is sealed"), transaction.atomic():
        Card.objects.create(batch=batch, position=1, overall=4)
    other = open_envelope(commune, reformer, now, label="Phong bì 2")
    type_in(other, (4, ""))
    with pytest.raises(InternalError, match="is sealed"), transaction.atomic():
        other.cards.update(batch=batch)
    assert not batch.cards.exists()


@pytest.mark.parametrize("mark", [0, 6])
def test_no_card_has_a_mark_beyond_five(batch, mark):
    with pytest.raises(IntegrityError, match="card_marks_from_one_to_five"):
        type_in(batch, (mark, ""))
