"""Who is the same person, as far as a desk can know: by the number, else by the name and the year of birth."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from dossiers import cards
from units.text import Fold, normalise


class Likeness(models.TextChoices):
    """Why two dossiers are taken for one person's. Only a number is sure."""

    NUMBER = "number", _("same number")
    NAME_AND_YEAR = "name_and_year", _("same name and year of birth")
    NAME = "name", _("same name")


@dataclass(frozen=True)
class Person:
    """As typed or as kept in a dossier: the number in `numbers`, with the older one of a card."""

    name: str
    numbers: tuple[str, ...] = ()
    birth_date: date | None = None

    @classmethod
    def typed(cls, *, name="", id_number="", birth_date=None):
        """With blanks and dots in the number, or a whole card as a scanner types it there."""
        if card := cards.read_card(id_number):
            numbers = tuple(number for number in (card.number, card.old_number) if number)
            return cls(normalise(name or card.name), numbers, birth_date or card.birth_date)
        number = cards.clean_id_number(id_number)
        return cls(normalise(name), (number,) if number else (), birth_date)

    @classmethod
    def of(cls, dossier):
        number = dossier.applicant_id_number
        return cls(dossier.applicant_name, (number,) if number else (), dossier.applicant_birth_date)

    @property
    def has_whole_name(self):
        return len(self.name.split()) > 1

    def by_number(self, dossiers):
        return dossiers.filter(applicant_id_number__in=self.numbers) if self.numbers else dossiers.none()

    def by_name(self, dossiers):
        """Of the same name, diacritics or not, of which neither the year of birth nor the number says otherwise."""
        if not self.has_whole_name:
            return dossiers.none()
        # The words are what the index of names finds; the folded name is what has to be the same.
        named = dossiers.search_names(self.name).alias(folded_name=Fold(F("applicant_name")))
        same = named.alias(number_length=Length("applicant_id_number")).filter(folded_name=Fold(Value(self.name)))
        return same.filter(self._year_may_be_the_same, self._number_may_be_the_same)

    def likeness(self):
        """For `annotate`: why a dossier that was found is taken for this person's."""
        reasons = [When(applicant_id_number__in=self.numbers, then=Value(Likeness.NUMBER))] if self.numbers else []
        if self.birth_date:
            year = self.birth_date.year
            reasons.append(When(applicant_birth_date__year=year, then=Value(Likeness.NAME_AND_YEAR)))
        return Case(*reasons, default=Value(Likeness.NAME), output_field=CharField())

    @property
    def _year_may_be_the_same(self):
        if self.birth_date is None:
            return Q()
        return Q(applicant_birth_date=None) | Q(applicant_birth_date__year=self.birth_date.year)

    @property
    def _number_may_be_the_same(self):
        """Two numbers of one kind are two people's; an old and a new one may be one's, if the year is the same too."""
        if not self.numbers:
            return Q()
        if self.birth_date is None:
            return Q(applicant_id_number="")
        kinds = {len(number) for number in self.numbers}
        of_another_kind = ~Q(number_length__in=kinds) & Q(applicant_birth_date__year=self.birth_date.year)
        return Q(applicant_id_number="") | of_another_kind
