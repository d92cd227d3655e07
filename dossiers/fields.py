from django import forms

from units.text import normalise


class TextField(forms.CharField):
    """One line of text, composed (NFC), with single blanks."""

    def to_python(self, value):
        return normalise(super().to_python(value))


class DateField(forms.DateField):
    """A date with the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
