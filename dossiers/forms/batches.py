"""What is asked once for many dossiers: what the verb asks of each, and how they are done."""

import re
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from units.fields import TextField

NUMBER = re.compile(r"\d+")


class BatchForm(forms.Form):
    """Each for itself or all together; results may be numbered on from a first one, as offices do with a folder."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    numbers_from = TextField(
        label=_("Numbers of the results from"),
        max_length=100,
        required=False,
        help_text=_("As 12 or 12/QĐ-UBND: the next gets 13. What is typed in a row stands."),
    )
    together = forms.ChoiceField(
        label=_("If one cannot be done"),
        choices=[("each", _("Do the others")), ("all", _("Do none of them"))],
        widget=forms.RadioSelect,
        initial="each",
    )

    def __init__(self, *args, errand, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4().hex
        if not errand.numbers_results:
            del self.fields["numbers_from"]
        if errand.prints:
            del self.fields["together"]

    def clean_numbers_from(self):
        first = self.cleaned_data["numbers_from"]
        if first and not NUMBER.search(first):
            raise forms.ValidationError(_("There is no number in it to count on from. Type it as 12 or 12/QĐ-UBND."))
        return first

    def numbers(self, typed):
        """`typed`, row by row, with the empty ones counted on from the first number; a fault if one stands twice."""
        following = counted_from(self.cleaned_data.get("numbers_from", ""))
        numbers = [number or next(following) for number in typed]
        for number in numbers:
            if number and numbers.count(number) > 1:
                self.add_error("numbers_from", _("The number %(number)s stands twice.") % {"number": number})
                break
        return numbers


def counted_from(first):
    """`12/QĐ-UBND`, `13/QĐ-UBND` …; of nothing, nothing."""
    found = NUMBER.search(first)
    number = int(found[0]) if found else 0
    while True:
        yield f"{first[: found.start()]}{number:0{len(found[0])}d}{first[found.end() :]}" if found else ""
        number += 1


def form_for_many(errand, dossiers, data=None, *, now):
    """One form that asks for all of `dossiers` what the form of each asks, with the choices of all; or None.

    It is at fault only if it is so for every one of them; for which of them it is, comes out when they are done.
    """
    alike = {_kind(dossier): dossier for dossier in reversed(dossiers)}
    asked = [errand.form(dossier, data, now=now) for dossier in reversed(alike.values())]
    if not asked or asked[0] is None:
        return None
    first, *others = asked
    first.is_fitting = first.is_bound and any(form.is_valid() for form in asked)
    for other in others:
        _add_choices(first.fields, other.fields)
    if errand.numbers_results:
        first.fields.pop("result_number", None)
    return first


def _kind(dossier):
    """What the forms depend on: those of the same kind are asked the same."""
    return dossier.process_id, dossier.competent_agency_id, dossier.holding_agency_id, dossier.due_on


def _add_choices(fields, others):
    if "to" in fields:
        fields["to"].choices = list(dict.fromkeys([*fields["to"].choices, *others["to"].choices]))
