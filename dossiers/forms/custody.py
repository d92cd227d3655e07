"""What is scanned where papers arrive."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_AT_ONCE = 100


class ScanForm(forms.Form):
    """Codes, one a line: of one slip that was scanned, or of several pasted at once."""

    codes = forms.CharField(
        label=_("Scan the slip, or type the code"),
        help_text=_("The bars or the QR code. Several at once: one a line."),
        widget=forms.Textarea(
            attrs={"rows": 1, "autofocus": True, "autocomplete": "off", "spellcheck": "false", "data-enter-sends": ""}
        ),
        error_messages={"required": _("Scan the slip of a dossier, or type its code.")},
    )

    def clean_codes(self):
        """The lines, each once."""
        lines = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["codes"].splitlines()))))
        if len(lines) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Nothing was taken over: %(count)s codes are too many at once. Take at most %(most)s.")
                % {"count": len(lines), "most": MOST_AT_ONCE}
            )
        return lines
