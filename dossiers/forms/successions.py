"""Who goes on with what a unit or an officer left behind, and with which of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier
from units.fields import TextField
from units.models import AdministrativeUnit, User


class ChosenForm(forms.Form):
    """Dossiers ticked in a list, or all that it found."""

    chosen = forms.ModelMultipleChoiceField(Dossier.objects.none(), to_field_name="code", required=False)
    everything = forms.BooleanField(required=False)

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = found
        self.fields["chosen"].queryset = found
        self.fields["chosen"].error_messages["invalid_choice"] = _(
            "Nothing was changed: somebody else has handed some of these over. Tick them once more."
        )

    def clean(self):
        data = self.cleaned_data
        if "chosen" in data and not (data["chosen"] or data.get("everything")):
            self.add_error(None, _("Tick the dossiers, or take all of the list."))
        return data

    @property
    def dossiers(self):
        data = self.cleaned_data
        return self.found if data["everything"] else data["chosen"]


class UnitSuccessionForm(ChosenForm):
    to = forms.ModelChoiceField(
        AdministrativeUnit.objects.none(),
        label=_("Who goes on with them"),
        error_messages={"required": _("Choose the unit that goes on with them.")},
    )
    source = TextField(
        label=_("By which decision"),
        max_length=300,
        help_text=_("It stands in the history of each dossier."),
        error_messages={"required": _("Give the decision by which the unit ended.")},
    )

    def __init__(self, *args, places, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = AdministrativeUnit.objects.filter(pk__in=[place.pk for place in places])
        self.fields["to"].initial = places[0] if len(places) == 1 else None
        self.fields["source"].initial = source[:300]


class WorkForm(ChosenForm):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who takes them over"),
        required=False,
        empty_label=_("Nobody yet: whoever takes them up"),
    )
    reason = TextField(label=_("Reason"), max_length=1000, required=False)

    def __init__(self, *args, officers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = officers
