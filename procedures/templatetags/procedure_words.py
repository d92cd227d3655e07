from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procedures.models import Channel, ExcludedTime, LeftOutDay, LimitUnit

register = template.Library()


@register.filter
def limit_in_words(amount, unit):
    """`{{ version.time_limit|limit_in_words:version.time_unit }}`: 5 working days."""
    if amount is None:
        return _("no time published")
    if amount == 0:
        return _("the same working day")
    if unit == LimitUnit.HALF_DAY:
        return ngettext("%(n)s half day", "%(n)s half days", amount) % {"n": amount}
    if unit == LimitUnit.HOUR:
        return ngettext("%(n)s working hour", "%(n)s working hours", amount) % {"n": amount}
    if unit == LimitUnit.CALENDAR_DAY:
        return ngettext("%(n)s day", "%(n)s days", amount) % {"n": amount}
    return ngettext("%(n)s working day", "%(n)s working days", amount) % {"n": amount}


@register.filter
def promise_in_words(version):
    """The time that the office keeps: its own shorter one, or else the statutory one."""
    amount = version.time_limit if version.promised_limit is None else version.promised_limit
    return limit_in_words(amount, version.time_unit)


@register.filter
def channels_in_words(channels):
    return ", ".join(str(Channel(channel).label) for channel in channels)


@register.filter
def left_out_in_words(kinds):
    return ", ".join(str(LeftOutDay(kind).label) for kind in kinds)


@register.filter
def excluded_in_words(times):
    return ", ".join(str(ExcludedTime(time).label).lower() for time in times)
