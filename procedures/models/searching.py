"""How versions are looked for: by what they are called first, then by the papers that they ask for and give."""

import re
from functools import reduce
from operator import and_, or_

from django.db.models import Case, IntegerChoices, IntegerField, Q, When
from django.db.models.functions import Length

from units.text import fold
from units.validity import ValidityQuerySet


class Likeness(IntegerChoices):
    """How near a version is to the words by which it was found, the nearest first."""

    IS_IT = 0  # its code, or its whole name
    BEGINS = 1  # its name begins so
    CALLED = 2  # people call it so
    NAMED = 3  # the words stand in its name as typed
    ALMOST = 4  # the same, the last one only begun
    WORDS = 5  # all words are in its name, its code or what people call it
    INSIDE = 6  # only with its papers and results


# Where the words of a version stand, folded: columns of its own, and rows of its own with a `searched` each.
OWN = ("searched", "searched_keywords", "searched_results", "searched_texts")
PARTS = ("required_documents", "cases", "forms")


class SearchedQuerySet(ValidityQuerySet):
    def search(self, words):
        """Those whose name, code or other words hold every word of `words`, diacritics or not, the likeliest first."""
        found, phrase = self, fold(words)
        for word in phrase.split():
            found = found.filter(_is_called(word))
        return found._likeliest_first(phrase)

    def search_inside(self, words):
        """As `search`, and after those the ones where some words stand only in the names of papers or results."""
        found, phrase = self, fold(words)
        for word in phrase.split():
            found = found.filter(_is_called(word) | self._stands_inside(word))
        return found._likeliest_first(phrase)

    def holding(self, words):
        """Those that hold every word of `words` anywhere: in name, code, papers, cases, forms, results, law, steps …

        Diacritics or not; for those who keep the catalogue.
        """
        found = self
        for word in fold(words).split():
            own = Q(procedure__code__icontains=word) | reduce(or_, (Q(**{f"{each}__contains": word}) for each in OWN))
            found = found.filter(own | reduce(or_, (self._has_part(each, word) for each in PARTS)))
        return found

    def _has_part(self, name, word):
        rows = self.model._meta.get_field(name).related_model._base_manager
        return Q(pk__in=rows.filter(searched__contains=word).values("version"))

    def _stands_inside(self, word):
        return Q(searched_results__contains=word) | self._has_part("required_documents", word)

    def _likeliest_first(self, phrase):
        found = self.annotate(likeness=_likeness(phrase)) if phrase else self
        order = ("likeness", Length("searched")) if phrase else ("searched",)
        return found.order_by(*order, "name", "procedure__level", "pk")


def _is_called(word):
    condition = Q(searched__contains=word) | Q(searched_keywords__contains=word)
    if any(character.isdigit() for character in word):
        condition |= Q(procedure__code__icontains=word)
    return condition


def _likeness(phrase):
    as_typed = re.escape(phrase)
    return Case(
        When(Q(searched=phrase) | Q(procedure__code__iexact=phrase), then=Likeness.IS_IT),
        When(searched__startswith=phrase, then=Likeness.BEGINS),
        When(searched_keywords__regex=rf"\m{as_typed}\M", then=Likeness.CALLED),
        When(searched__regex=rf"\m{as_typed}\M", then=Likeness.NAMED),
        When(searched__regex=rf"\m{as_typed}", then=Likeness.ALMOST),
        When(reduce(and_, map(_is_called, phrase.split())), then=Likeness.WORDS),
        default=Likeness.INSIDE,
        output_field=IntegerField(),
    )
