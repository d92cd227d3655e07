"""Submitting as a person does it: what was shown is what is sent."""

from datetime import date

from reports import actions
from reports.freezing import stamp
from reports.preview import own_entries, parts_of, whole_entries
from tests.builders import at
from units.periods import Period

MARCH = Period(date(2017, 3, 1), date(2017, 3, 31))
NOW = at("2018-01-15 08:00")


def shown(unit, period=MARCH):
    """The stamp of the figures that the page before shows."""
    return stamp(own_entries(unit, period))


def submit(unit, by, *, period=MARCH, seen=None, now=NOW):
    return actions.submit(unit=unit, period=period, seen=seen or shown(unit, period), by=by, now=now)


def consolidate(unit, by, *, period=MARCH, seen=None, now=NOW):
    parts = parts_of(unit, period)
    seen = seen or stamp(whole_entries(unit, period, parts), parts)
    return actions.consolidate(unit=unit, period=period, seen=seen, by=by, now=now)
