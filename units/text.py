"""Vietnamese text as people type it: composed or decomposed, with or without diacritics."""

import unicodedata

from django.db.models import Func, TextField

D_WITH_STROKE = str.maketrans("đĐ", "dD")


def normalise(text):
    """`text` in NFC, its runs of white space made one blank, control characters dropped."""
    if not text.isprintable():  # nearly all text is
        text = "".join(" " if c in "\t\r\n" else c for c in text if c in "\t\r\n" or unicodedata.category(c) != "Cc")
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text):
    """`text` as it is compared in searches: lower case, without diacritics (đ is d)."""
    decomposed = unicodedata.normalize("NFD", normalise(text).translate(D_WITH_STROKE))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


class Fold(Func):
    """`fold` in the database; immutable, so that columns and indexes can be generated from it (units/0002).

    It knows more signs than Python's (’ is ', þ is th): compare what it folded only with what it folded.
    """

    function = "public.fold_text"
    output_field = TextField()


class FoldAll(Func):
    """`Fold` of the texts of an array, joined by blanks (procedures/0017)."""

    function = "public.fold_texts"
    output_field = TextField()


class Words(Func):
    """The words of a text, folded, with single blanks in place of all that is no letter, digit or blank."""

    template = r"regexp_replace(public.fold_text(%(expressions)s), '\W+', ' ', 'g')"
    output_field = TextField()
