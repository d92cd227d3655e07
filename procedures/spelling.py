"""What was meant by who typed a letter wrong: of the words that names are made of, those one slip away. No database."""

from collections import Counter
from collections.abc import Iterable
from itertools import product

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
LIKELIEST = 4  # words that each typed one may have been meant for
MOST_WORDS = 8  # longer phrases are not guessed at


def meant(phrase: str, names: Iterable[str]) -> str | None:
    """The likeliest phrase that some of `names` holds, each word at most one slip from what was typed.

    Both are folded texts. None where nothing comes near, or where the phrase is too long to guess at.
    """
    typed, names = phrase.split(), list(names)
    if not typed or len(typed) > MOST_WORDS:
        return None
    known = Counter(word for name in names for word in name.split())
    choices = [_likeliest(word, known) for word in typed]
    guesses = sorted(product(*choices), key=lambda guess: (_slips(guess, typed), -min(known[word] for word in guess)))
    return next((" ".join(guess) for guess in guesses if any(_holds(name, guess) for name in names)), None)


def _likeliest(word, known):
    near = sorted((other for other in one_slip_from(word) if other in known), key=lambda other: -known[other])
    return ([word] if word in known else []) + near[:LIKELIEST]


def _slips(guess, typed):
    return sum(word != meant for word, meant in zip(typed, guess, strict=True))


def _holds(name, words):
    return all(word in name for word in words)


def one_slip_from(word: str) -> set[str]:
    """All that one letter left out, put in, mistaken for another or changed with its neighbour makes of `word`."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    mistaken = {a + letter + b[1:] for a, b in halves if b for letter in LETTERS}
    put_in = {a + letter + b for a, b in halves for letter in LETTERS}
    return (left_out | swapped | mistaken | put_in) - {word, ""}
