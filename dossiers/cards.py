"""Identity papers as they are typed and as cheap scanners type them.

The QR of a citizen card reads `number|old number|name|ddmmyyyy|sex|address|ddmmyyyy`. A scanner types it through the
Vietnamese input method, which can drop or move accents: number and birth date are sure, the name is to be checked.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from units.text import normalise

# CMND has 9 digits, the card and the personal number 12; a passport, a foreign one too, is letters and digits, of which
# not many stand before the first letter, or else it is a number mistyped; a child has none.
ID_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}|(?=.*[A-Z])(?=.*[0-9])(?![0-9]{4})[A-Z0-9]{6,12}")
DOSSIER_CODE = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,4})-\d{6}-\d{4,}", re.ASCII)
ENQUIRY_MARK = re.compile(r"LHD-(\d{1,18})", re.ASCII)  # on slips 02 and 03 of the counter


@dataclass(frozen=True)
class Card:
    number: str
    old_number: str
    name: str
    birth_date: date | None
    address: str


def read_card(text):
    """The card that a scanner typed, or None when `text` is no such thing."""
    parts = [normalise(part) for part in text.split("|")]
    if len(parts) < 6 or not re.fullmatch("[0-9]{12}", parts[0]):
        return None
    return Card(
        number=parts[0],
        old_number=parts[1] if re.fullmatch("[0-9]{9}", parts[1]) else "",
        name=parts[2],
        birth_date=_birth_date(parts[3]),
        address=parts[5],
    )


def clean_id_number(text):
    """`text` without blanks, dots and hyphens, in capitals."""
    return re.sub(r"[\s.\-]", "", text).upper()


def is_id_number(text):
    return ID_NUMBER.fullmatch(text) is not None


def clean_phone(text):
    """Digits only; +84 becomes 0."""
    return re.sub(r"^(?:\+|00)84", "0", re.sub(r"[\s.\-()]", "", text))


def masked(number):
    """`164000111` -> `164•••111`: enough to compare with a paper in hand, not to copy down."""
    return f"{number[:3]}{'•' * max(len(number) - 6, 3)}{number[-3:]}" if number else ""


def _birth_date(text):
    try:
        return datetime.strptime(text, "%d%m%Y").date()
    except ValueError:
        return None
