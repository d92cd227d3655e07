"""Working time as a leader reads it: one figure, in the unit that suits it."""

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTES = 8 * 60  # of a working day


def in_words(days: float) -> str:
    """`25 min`, `3.5 h`, `4.5 days`: working days of eight hours, rounded as the unit suggests."""
    minutes = round(days * MINUTES)
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < MINUTES:
        return _("%(n)s h") % {"n": floatformat(minutes / 60, 1)}
    return _("%(n)s days") % {"n": floatformat(days, 1)}


def days_in_words(days: float) -> str:
    """Calendar days, whole as they are counted."""
    return ngettext("%(n)d day", "%(n)d days", int(days)) % {"n": days} if days else _("the same day")
