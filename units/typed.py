"""The code and the secret as people type them from paper, on phones and through Vietnamese input methods."""

import re
import secrets
import unicodedata

# What Vietnamese input methods made of a letter and the key after it: by Telex, and by VNI.
MARKS = {
    "\u0301": "S1",  # á
    "\u0300": "F2",  # à
    "\u0309": "R3",  # ả
    "\u0303": "X4",  # ã
    "\u0323": "J5",  # ạ
    "\u031b": "W7",  # ơ
    "\u0306": "W8",  # ă
}
CIRCUMFLEX, VNI_CIRCUMFLEX = "\u0302", "6"  # Telex doubles the letter
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\uff0d]")
SECRET_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are mistaken for one another on paper
LONGEST = 200  # more than this nobody types


def new_secret():
    """For one paper or page, known to nobody who has not seen it."""
    return "".join(secrets.choice(SECRET_LETTERS) for _ in range(8))


def code_typed(text):
    """`text` as codes are written: capitals, no blanks, plain hyphens and full stops."""
    text = unicodedata.normalize("NFKC", DASHES.sub("-", text[:LONGEST])).upper().replace("Đ", "D")
    return re.sub(r"[^A-Z0-9.\-]", "", "".join(c for c in unicodedata.normalize("NFD", text)))


def secrets_typed(text):
    """What secrets `text` may stand for: its letters and digits as they are, or with the keys given back that a
    Vietnamese input method took for marks (Á was A and S by Telex, A and 1 by VNI)."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).upper()
    return {NEITHER_LETTER_NOR_DIGIT.sub("", _keys_of(text, method)) for method in (0, 1)}


def _keys_of(text, method):
    keys = ""
    for character in unicodedata.normalize("NFD", text.replace("Đ", ("DD", "D9")[method])):
        if character == CIRCUMFLEX:
            keys += (keys[-1:], VNI_CIRCUMFLEX)[method]
        else:
            keys += MARKS.get(character, (character, character))[method]
    return keys
