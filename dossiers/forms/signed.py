"""The pages of a slip as it was signed and sealed."""

from django import forms
from django.utils.translation import gettext as _

from dossiers.forms.papers import scan_fault


class SignedForm(forms.Form):
    """One or several files, `scans`, in the order of the pages."""

    @property
    def scans(self):
        return self.files.getlist("scans")

    def clean(self):
        if not self.scans:
            raise forms.ValidationError(_("Choose the scan first: a PDF, or each page as a picture."))
        faults = filter(None, map(scan_fault, self.scans))
        if errors := [forms.ValidationError(fault) for fault in faults]:
            raise forms.ValidationError(errors)
        return self.cleaned_data
