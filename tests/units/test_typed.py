"""Codes and secrets as people type them."""

import pytest

from units.typed import code_typed, secrets_typed

CODE = "000.06.28.H42-180115-0001"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        f"  {CODE}\n",
        "000.06.28.H42 - 180115 - 0001",
        "000.06.28.H42–180115—0001",  # as a word processor writes hyphens
        "０００．０６．２８．Ｈ４２－１８０１１５－０００１",  # full width
        "000.06.28.H42-\u200b180115-0001",  # with a zero-width blank, as copied from somewhere
    ],
)
def test_a_code_is_known_however_it_is_typed(typed):
    assert code_typed(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["KBCD2345", "kbcd-2345", " kb cd 23 45 ", "KBCD–2345", "ＫＢＣＤ２３４５", "KBCD_2345"]
)
def test_a_secret_is_known_however_it_is_typed(typed):
    assert secrets_typed(typed) == {"KBCD2345"}


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("KASD2345", "KÁD2345"),
        ("KAAD2345", "KÂD2345"),
        ("UWBC2345", "ƯBC2345"),
        ("DDBC2345", "ĐBC2345"),
        ("AWSC2345", "ẮC2345"),
    ],
)
def test_keys_that_telex_took_for_marks_are_given_back(secret, shown):
    assert secret in secrets_typed(shown)


@pytest.mark.parametrize(
    ("secret", "shown"), [("KA2D345B", "KÀD345B"), ("KA6D345B", "KÂD345B"), ("D9BC2345", "ĐBC2345")]
)
def test_keys_that_vni_took_for_marks_are_given_back(secret, shown):
    assert secret in secrets_typed(shown)


@pytest.mark.parametrize("typed", ["", " ", "-", "\u0301", "\u0302", "🙂", "´", "x" * 100_000, "\ud800"])
def test_nonsense_is_read_as_something_that_is_no_secret(typed):
    assert all(len(secret) != 8 for secret in secrets_typed(typed))
    assert code_typed(typed) != CODE
