"""What tells who somebody is, found in the words of a feedback before everybody reads them."""

import re

from procedures.models import Feedback
from units.text import fold

HIDDEN = "[…]"
# Nine digits or more however they are set apart: phones, identity cards, codes of dossiers. Amounts of money are none.
NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[\s.\-]?\d){8,}(?![\w])(?!\s*(?:đồng|đ\b|vnd))", re.IGNORECASE)
MAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+")
LEAST = 5  # letters of a name or an address that are looked for; less stands in many words


def cleaned(text: str, feedback: Feedback, *, of_anybody: bool = True) -> str:
    """`text` with what tells who somebody is left out."""
    end, parts = 0, []
    for first, last in sorted(_spans(text, feedback, of_anybody)):
        if first >= end:
            parts += [text[end:first], HIDDEN]
        end = max(end, last)
    return "".join([*parts, text[end:]])


def traces(text: str, feedback: Feedback, *, of_anybody: bool = True) -> list[str]:
    """The parts of `text` that tell who its sender is, and (`of_anybody`) all numbers and mail addresses."""
    return [text[first:last] for first, last in sorted(_spans(text, feedback, of_anybody))]


def _spans(text, feedback, of_anybody):
    patterns = [_as_written(words) for words in (feedback.sender_name, feedback.sender_contact) if _tells(words)]
    spans = [match.span() for pattern in patterns for match in pattern.finditer(_plain(text))]
    if of_anybody:
        return spans + [match.span() for pattern in (NUMBER, MAIL) for match in pattern.finditer(text)]
    digits = _digits(feedback.sender_contact)
    return spans + [match.span() for match in NUMBER.finditer(text) if digits and _digits(match.group()) == digits]


def _tells(words):
    """A name of one word is half the commune's."""
    return (len(words) >= LEAST and len(words.split()) > 1) or "@" in words


def _as_written(words):
    """`words` as they stand in a text: with any blanks between them, at the beginning and the end of a word."""
    each = r"\s+".join(re.escape(_plain(word)) for word in words.split())
    return re.compile(rf"(?<!\w){each}(?!\w)")


def _plain(text):
    """Without diacritics, letter for letter, so that a place in it is a place in `text`."""
    return "".join((fold(letter) or letter)[:1] for letter in text)


def _digits(text):
    return re.sub(r"\D", "", text)
