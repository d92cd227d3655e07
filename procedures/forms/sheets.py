from django import forms
from django.utils.translation import gettext_lazy as _

from units.fields import DateField


class SheetForm(forms.Form):
    """Which of what a procedure's page can say is wanted: as of a day, in one case, at one level."""

    on = DateField(label=_("As of"), required=False)
    case = forms.IntegerField(label=_("Case"), required=False, min_value=1)
    level = forms.CharField(required=False)

    def __init__(self, *args, procedures, **kwargs):
        super().__init__(*args, **kwargs)
        self.procedures = procedures

    def clean_level(self):
        """Of the levels that have the code, one or all; what is none of them is passed over."""
        level = self.cleaned_data["level"]
        return level if any(procedure.level == level for procedure in self.procedures) else ""

    @property
    def wanted(self):
        level = self.cleaned_data.get("level")
        return [procedure for procedure in self.procedures if level in ("", procedure.level)]

    @property
    def faults(self):
        return [
            _("“%(typed)s” is no day such as 2018-01-31: this is what holds today.") % {"typed": self.data["on"][:20]}
            for _fault in self.errors.get("on", [])[:1]
        ]
