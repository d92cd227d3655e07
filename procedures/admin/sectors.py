from django import forms
from django.contrib import admin

from procedures.admin.kept import KeptByProcedureControl
from procedures.models import Sector
from units.text import normalise


class SectorForm(forms.ModelForm):
    def clean_name(self):
        return normalise(self.cleaned_data["name"])


@admin.register(Sector)
class SectorAdmin(KeptByProcedureControl, admin.ModelAdmin):
    form = SectorForm
    search_fields = ["name", "name__unaccent"]
