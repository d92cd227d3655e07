"""Amounts in words, by a table and by reading the words back."""

import random

import pytest

from prints.amounts import DIGITS, amount_in_words, in_figures


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm lẻ một đồng"),
        (104, "Một trăm lẻ bốn đồng"),
        (105, "Một trăm lẻ năm đồng"),
        (115, "Một trăm mười lăm đồng"),
        (1000, "Một nghìn đồng"),
        (2500, "Hai nghìn năm trăm đồng"),
        (5000, "Năm nghìn đồng"),
        (8000, "Tám nghìn đồng"),
        (10005, "Mười nghìn không trăm lẻ năm đồng"),
        (12024, "Mười hai nghìn không trăm hai mươi tư đồng"),
        (21105, "Hai mươi mốt nghìn một trăm lẻ năm đồng"),
        (105000, "Một trăm lẻ năm nghìn đồng"),
        (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng"),
        (1_000_005, "Một triệu không trăm lẻ năm đồng"),
        (2_147_483_647, "Hai tỷ một trăm bốn mươi bảy triệu bốn trăm tám mươi ba nghìn sáu trăm bốn mươi bảy đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_amounts_are_read_as_people_read_them(amount, words):
    assert amount_in_words(amount) == words


def test_figures_are_grouped_by_points():
    assert [in_figures(amount) for amount in (0, 999, 1000, 1234567)] == ["0", "999", "1.000", "1.234.567"]


VALUES = {name: value for value, name in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
SCALES = {"nghìn": 1000, "triệu": 10**6}


def number_of(words):
    """What the words say, read from the left."""
    total = million = group = digit = 0
    for word in words.lower().removesuffix(" đồng").split():
        match word:
            case "trăm":
                group, digit = digit * 100, 0
            case "mươi":
                group, digit = group + digit * 10, 0
            case "mười":
                group += 10
            case "lẻ":
                pass
            case "nghìn" | "triệu":
                million, group, digit = million + (group + digit) * SCALES[word], 0, 0
            case "tỷ":
                total, million, group, digit = (total + million + group + digit) * 10**9, 0, 0, 0
            case _:
                digit = VALUES[word]
    return total + million + group + digit


def test_the_words_say_the_amount_and_only_that():
    rng = random.Random(2018)
    amounts = [*range(2200), *(rng.randrange(10 ** rng.randint(4, 12)) for _ in range(20_000))]
    assert [amount for amount in amounts if number_of(amount_in_words(amount)) != amount] == []


def test_the_rules_of_one_four_and_five_hold_everywhere():
    for amount in range(1, 100_000, 7):
        words = amount_in_words(amount).lower().split()
        pairs = list(zip(words, words[1:], strict=False))
        assert not {("mươi", "một"), ("mươi", "bốn"), ("mươi", "năm"), ("mười", "năm"), ("mười", "mốt")} & set(pairs)
        assert all(before == "mươi" for before, word in pairs if word in ("mốt", "tư"))
        assert all(before in ("mươi", "mười") for before, word in pairs if word == "lăm")
