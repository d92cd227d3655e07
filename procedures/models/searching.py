"""How versions are looked for: by what they are called first, then by the papers that they ask for and give."""

import re
from functools import reduce
from operator import and_

from django.db.models import Case, F, Func, IntegerChoices, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Length

from units.text import Fold, fold
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


# All that a version says in its own columns, folded; `concat_ws` passes over what is empty.
WHOLE_TEXT = Fold(
    Func(
        Value("\n"),
        *("name", "steps", "conditions", "legal_basis", "keywords"),
        Func(F("results"), Value(" "), function="array_to_string", output_field=TextField()),
        function="concat_ws",
        output_field=TextField(),
    )
)


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

        Diacritics or not. The texts are folded as they are read, so this is for those who keep the catalogue.
        """
        found = self
        for word in fold(words).split():
            here = Q(searched__contains=word) | Q(procedure__code__icontains=word) | Q(whole_text__contains=word)
            in_parts = Q()
            for part, name in (("required_documents", "name"), ("cases", "name"), ("forms", "name")):
                rows = self.model._meta.get_field(part).related_model._base_manager.alias(folded=Fold(F(name)))
                in_parts |= Q(pk__in=rows.filter(folded__contains=word).values("version"))
            found = found.alias(whole_text=WHOLE_TEXT).filter(here | in_parts)
        return found

    def _stands_inside(self, word):
        papers = self.model.required_documents.rel.related_model.objects.order_by().select_related(None)
        asked_for = papers.filter(searched__contains=word).values("version")
        return Q(searched_results__contains=word) | Q(pk__in=asked_for)

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
