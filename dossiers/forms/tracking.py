from django import forms
from django.utils.translation import gettext_lazy as _

from units.typed import LONGEST, code_typed, secrets_typed

AS_ON_PAPER = {"autocomplete": "off", "autocapitalize": "characters", "autocorrect": "off", "spellcheck": "false"}
TOO_LONG = _("This is longer than any code. Type only what stands on the receipt.")


class TrackingForm(forms.Form):
    """What the applicant's copy of the receipt says; whether the two belong together is not asked here."""

    code = forms.CharField(
        label=_("Dossier code"),
        max_length=LONGEST,
        help_text=_("For example 000.06.28.H42-180115-0001."),
        widget=forms.TextInput(AS_ON_PAPER),
        error_messages={
            "required": _("Type the dossier code. It stands on the receipt, under the barcode."),
            "max_length": TOO_LONG,
        },
    )
    secret = forms.CharField(
        label=_("Secret code"),
        max_length=LONGEST,
        help_text=_("Eight letters and digits on your copy of the receipt, beside the square QR code."),
        widget=forms.TextInput(AS_ON_PAPER),
        error_messages={
            "required": _("Type the secret code. It stands on your copy of the receipt, beside the square QR code."),
            "max_length": TOO_LONG,
        },
    )

    v = forms.CharField(required=False, widget=forms.HiddenInput)  # the version of the receipt whose QR was followed

    @classmethod
    def with_code(cls, code, version=""):
        """The form to which the receipt's QR leads: the code is there, the secret waits to be typed."""
        form = cls(initial={"code": code[:LONGEST], "v": version[:LONGEST]})
        if code:
            form.fields["secret"].widget.attrs["autofocus"] = True
        return form

    def clean_code(self):
        return self._anything(code_typed, "code")

    def clean_secret(self):
        return self._anything(lambda text: any(secrets_typed(text)), "secret")

    def _anything(self, read, name):
        typed = self.cleaned_data[name]
        if not read(typed):
            raise forms.ValidationError(self.fields[name].error_messages["required"], code="required")
        return typed
