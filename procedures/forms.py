from django import forms
from django.utils.translation import gettext_lazy as _

from procedures.models import Procedure, ProcedureVersion, Sector
from units.models import Level


class ProcedureFilter(forms.Form):
    """What a list of the procedures in force is narrowed to; a value that makes no sense is passed over."""

    q = forms.CharField(label=_("Words of its name, or its code"), required=False, max_length=200)
    level = forms.ChoiceField(label=_("Level"), required=False)
    sector = forms.ModelChoiceField(Sector.objects, label=_("Sector"), required=False, empty_label=_("All sectors"))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        levels = set(Procedure.objects.order_by().values_list("level", flat=True).distinct())
        self.fields["level"].choices = [("", _("All levels")), *(c for c in Level.choices if c[0] in levels)]
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"
        self.fields["q"].widget.input_type = "search"

    def found(self):
        self.is_valid()
        wanted = self.cleaned_data
        versions = ProcedureVersion.objects.in_force_on(self.today).with_list_data().search(wanted.get("q", ""))
        if wanted.get("level"):
            versions = versions.filter(procedure__level=wanted["level"])
        if wanted.get("sector"):
            versions = versions.filter(sector=wanted["sector"])
        return versions.order_by("searched", "procedure__level", "pk")

    def is_narrowed(self):
        return any(self.cleaned_data.values())
