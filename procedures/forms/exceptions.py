"""What units are to do differently, as a form: procedures by code, units ticked, days and the reason."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procedures.exceptions import Ask
from procedures.forms.content import long_text
from procedures.models import Handling, Procedure
from units.fields import DateField, TextField


class AtUnitsForm(forms.Form):
    codes = long_text(_("Codes of the procedures"), rows=4, required=True, help_text=_("One a line, or with commas."))
    handling = forms.ChoiceField(
        label=_("What these units do"),
        choices=[("", _("As the others of their level")), *Handling.choices],
        required=False,
    )
    valid_from = DateField(label=_("From"), error_messages={"required": _("Give the day from which it holds.")})
    valid_to = DateField(label=_("Until"), required=False, help_text=_("Empty: until further notice."))
    reason = TextField(label=_("Reason"), max_length=300, error_messages={"required": _("Give the reason.")})
    units = forms.ModelMultipleChoiceField(
        None,
        label=_("Units"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the units.")},
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units
        self.fields["units"].label_from_instance = lambda unit: unit.name

    def clean(self):
        given = self.cleaned_data
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        if given.get("codes") and given.get("units"):
            given["procedures"] = self._procedures(given["codes"], {unit.level for unit in given["units"]})
        return given

    def _procedures(self, typed, levels):
        codes = list(filter(None, re.split(r"[\s,;]+", typed)))
        found = list(Procedure.objects.filter(level__in=levels, code__in=codes))
        if missing := [code for code in codes if code not in {procedure.code for procedure in found}]:
            said = _("There is no procedure %(codes)s at the level of these units.")
            self.add_error("codes", ValidationError(said, params={"codes": ", ".join(missing)}))
        return found

    @property
    def ask(self) -> Ask:
        given = self.cleaned_data
        return Ask(
            tuple(given["procedures"]), tuple(given["units"]), given["handling"], given["valid_from"], given["valid_to"]
        )
