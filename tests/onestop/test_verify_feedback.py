"""`verify` finds feedback whose history says otherwise, and published words that tell who somebody is."""

import pytest

from procedures.models import Feedback, FeedbackState
from tests.onestop.planting import plant
from tests.procedures.said import NAME, PHONE, TEXT, answered, give, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(birth, commune, control, now):
    made = published(give(birth, now, about=commune, sender_name=NAME, sender_contact=PHONE), control, now)
    answered(give(birth, now, about=commune), control, now)
    return made


def test_sound_ones_pass(verify, made):
    status, said, _ = verify()
    assert status == 0
    assert "feedback: 2 feedback on procedures, 0 faults" in said
    assert "published feedback: 1 published, 0 faults" in said


@pytest.mark.parametrize(
    "words", [{"public_text": f"{TEXT} {NAME}"}, {"public_text": "Gọi 0988 777 666"}, {"public_answer": PHONE}]
)
def test_words_that_tell_who_somebody_is_are_named_and_not_repeated(verify, made, words):
    plant(Feedback, made.pk, **words)
    status, _, faults = verify()
    assert (status, faults) == (
        1,
        [f"published feedback: {made.number}: what everybody reads tells who somebody is"],
    )


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"state": FeedbackState.DECLINED, "cause": "unclear"}, "its state is not what its history says"),
        ({"published_at": None, "published_by": None}, "whether it is published is not what its history says"),
    ],
)
def test_one_whose_history_says_otherwise_is_named(verify, made, values, fault):
    values = values | {"published_at": None, "published_by": None} if "state" in values else values
    other = Feedback.objects.exclude(pk=made.pk).get()
    wrong = other if "state" in values else made
    plant(Feedback, wrong.pk, **values)
    status, _, faults = verify()
    assert (status, faults) == (1, [f"feedback: {wrong.number}: {fault}"])
