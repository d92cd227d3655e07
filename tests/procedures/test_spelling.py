"""A letter typed wrong: what was meant is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.spelling import LETTERS, meant, one_slip_from

NAMES = [
    "dang ky khai sinh",
    "dang ky lai khai sinh",
    "dang ky ket hon",
    "cap ban sao trich luc ho tich",
    "chung thuc ban sao tu ban chinh",
    "cap giay phep xay dung nha o",
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dang ki khai sinh", "dang ky khai sinh"),
        ("khai sihn", "khai sinh"),
        ("khia sinh", "khai sinh"),
        ("trich lc", "trich luc"),
        ("chunng thuc", "chung thuc"),
        ("ket hon", "ket hon"),
    ],
)
def test_one_slip_in_a_word_is_forgiven(typed, found):
    assert meant(typed, NAMES) == found


def test_two_slips_in_a_word_are_not_guessed_at():
    assert meant("giay fep", NAMES) is None


@pytest.mark.parametrize("typed", ["", "bitcoin", "khai sinh xay", "a b c d e f g h i"])
def test_what_is_near_nothing_finds_nothing(typed):
    assert meant(typed, NAMES) is None


@given(st.text(LETTERS, min_size=1, max_size=7), st.data())
def test_a_slip_can_be_undone_by_a_slip(word, data):
    slipped = data.draw(st.sampled_from(sorted(one_slip_from(word))))
    assert word in one_slip_from(slipped)
