"""Who stands at the desk and for whom, as the clerk takes it down: for an intake, and for an enquiry before it."""

import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers import cards
from units.fields import DateField, TextField


class NameField(TextField):
    """A person's or organisation's name: letters, and no card that a scanner typed here."""

    def validate(self, value):
        super().validate(value)
        if "|" in value:
            raise forms.ValidationError(_("This looks like a scanned card. Empty the field and scan it once more."))
        if value and not any(character.isalpha() for character in value):
            raise forms.ValidationError(_("A name has letters; this has none."))


class PeopleForm(forms.Form):
    """The applicant, the owner of the dossier and a representative."""

    card = None  # what a scanner typed, where it was a card

    applicant_name = NameField(
        label=_("Applicant's full name"),
        max_length=200,
        error_messages={"required": _("Type the applicant's full name.")},
    )
    applicant_id = TextField(
        label=_("Identity paper"),
        max_length=250,
        required=False,
        help_text=_("9 or 12 digits, or a passport"),
    )
    applicant_birth_date = DateField(label=_("Date of birth"), required=False)
    applicant_phone = TextField(label=_("Phone"), max_length=20, required=False)
    applicant_email = forms.EmailField(label=_("E-mail"), required=False)
    applicant_address = TextField(label=_("Address"), max_length=300, required=False)
    owner_name = NameField(
        label=_("Dossier owner"), max_length=200, required=False, help_text=_("If it is not the applicant.")
    )
    representative_name = NameField(label=_("Representative's full name"), max_length=200, required=False)
    representative_id = TextField(label=_("Representative's identity paper"), max_length=20, required=False)

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_applicant_id(self):
        """A number, or a whole card as the scanner typed it; its sure parts then fill what is empty."""
        text = self.cleaned_data["applicant_id"]
        if card := cards.read_card(text):
            self.card = card
            return card.number
        return self._id_number(text)

    def clean_representative_id(self):
        return self._id_number(self.cleaned_data["representative_id"])

    def clean_applicant_phone(self):
        phone = cards.clean_phone(self.cleaned_data["applicant_phone"])
        if phone and not re.fullmatch("[0-9]{8,12}", phone):
            raise forms.ValidationError(_("A phone number has 8 to 12 digits; this is not one."))
        return phone

    def clean_applicant_birth_date(self):
        birth_date = self.cleaned_data["applicant_birth_date"]
        if birth_date and birth_date > timezone.localdate(self.now):
            raise forms.ValidationError(_("The date of birth lies in the future."))
        return birth_date

    def people(self):
        """The columns of a dossier, or of an enquiry, that say who."""
        data = self.cleaned_data
        return {
            "applicant_name": data["applicant_name"],
            "applicant_id_number": data["applicant_id"],
            "applicant_birth_date": data["applicant_birth_date"] or (self.card and self.card.birth_date),
            "applicant_phone": data["applicant_phone"],
            "applicant_email": data["applicant_email"],
            "applicant_address": data["applicant_address"] or (self.card.address if self.card else ""),
            "owner_name": data["owner_name"],
            "representative_name": data["representative_name"],
            "representative_id_number": data["representative_id"],
        }

    def _id_number(self, text):
        number = cards.clean_id_number(text)
        if number and not cards.is_id_number(number):
            digits = sum(character.isdigit() for character in number)
            raise forms.ValidationError(
                _(
                    "“%(number)s” has %(digits)d digits: an identity card has 9 or 12, a passport one or two letters "
                    "and 6 to 8 digits. Leave it empty if there is none."
                ),
                params={"number": number[:30], "digits": digits},
            )
        return number
