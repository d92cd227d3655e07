from django import template

from procedures.models import Channel, ExcludedTime, LeftOutDay
from procedures.wording import limit_in_words

register = template.Library()


register.filter("limit_in_words", limit_in_words)  # `{{ version.time_limit|limit_in_words:version.time_unit }}`


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
