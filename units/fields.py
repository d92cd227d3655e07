import contextlib
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from units.maps import EVER, OF_THE_TIME
from units.text import normalise


class TextField(forms.CharField):
    """One line of text, composed (NFC), with single blanks."""

    def to_python(self, value):
        return normalise(super().to_python(value))


class LinesField(forms.CharField):
    """Lines of text, composed (NFC); a line's end counts as one character, as the browser counts it."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        return unicodedata.normalize("NFC", super().to_python(value).replace("\r\n", "\n"))


FIRST_YEAR, LAST_YEAR = 1900, 2100  # what lies before or after is a slip of the hand


def in_our_time(day):
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("The year must lie between 1900 and 2100."))


class LinkField(forms.URLField):
    """The address of a page that everybody can open safely: https only."""

    default_error_messages = {"invalid": _("This is no address: copy it from the browser, with https:// in front.")}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 500, "assume_scheme": "https", **kwargs})

    def clean(self, value):
        link = super().clean(value)
        if link and not link.startswith("https://"):
            raise ValidationError(_("The address must begin with https://, so that everybody can open it safely."))
        return link


class DateField(forms.DateField):
    """A date with the browser's own calendar; years that only a slip of the hand makes are refused."""

    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "min": date(FIRST_YEAR, 1, 1), "max": date(LAST_YEAR, 12, 31)}
    )
    default_validators = [in_our_time]


class MapField(forms.CharField):
    """The words of a `Part` that say by which units it is drawn; nothing: by those in force."""

    def to_python(self, value):
        value = super().to_python(value)
        if value in ("", OF_THE_TIME, EVER):
            return value
        with contextlib.suppress(ValueError):
            return date.fromisoformat(value).isoformat()
        raise forms.ValidationError(_("This is none of the choices. Choose one of the list."))
