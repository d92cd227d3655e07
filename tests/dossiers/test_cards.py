from datetime import date

import pytest

from dossiers import cards

CARD = "037085001234|164000111|Nguyễn Văn Đức|02031985|Nam|Xóm 5, Kim Định, Kim Sơn, Ninh Bình|01012022"


def test_a_card_is_read():
    assert cards.read_card(CARD) == cards.Card(
        number="037085001234",
        old_number="164000111",
        name="Nguyễn Văn Đức",
        birth_date=date(1985, 3, 2),
        address="Xóm 5, Kim Định, Kim Sơn, Ninh Bình",
    )


def test_who_had_no_old_number_has_none():
    assert cards.read_card(CARD.replace("164000111", "")).old_number == ""


def test_a_birth_date_that_is_none_is_left_out():
    assert cards.read_card(CARD.replace("02031985", "31021985")).birth_date is None


@pytest.mark.parametrize("text", ["", "164000111", "|||||||", "12|34|x|02031985|Nam|y", "x" * 500])
def test_what_is_no_card_is_none(text):
    assert cards.read_card(text) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [("164 000 111", "164000111"), ("164.000.111", "164000111"), ("b1234567", "B1234567"), ("", "")],
)
def test_numbers_are_cleaned(typed, number):
    assert cards.clean_id_number(typed) == number


@pytest.mark.parametrize("number", ["164000111", "037085001234", "B1234567", "AB123456"])
def test_numbers_that_people_hold(number):
    assert cards.is_id_number(number)


@pytest.mark.parametrize("number", ["", "123456789012345", "12345678", "ABCDEF", "164000111X", "١٦٤٠٠٠١١١"])
def test_numbers_that_nobody_holds(number):
    assert not cards.is_id_number(number)


@pytest.mark.parametrize(
    "typed", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "+84 912 345 678", "0084912345678"]
)
def test_phones_are_digits(typed):
    assert cards.clean_phone(typed) == "0912345678"


def test_a_masked_number_can_be_compared_but_not_copied():
    assert cards.masked("164000111") == "164•••111"
    assert cards.masked("037085001234") == "037••••••234"
    assert cards.masked("") == ""
