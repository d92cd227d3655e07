"""The numbers of slips, given as the last work before the commit."""

from django.utils import timezone

from dossiers.numbering import next_on_slips


def slip_number(owner, kind, unit, now):
    """`07/HDHS`: the next of `unit` for slips of that kind, with what the form set of its owner puts behind it."""
    number = next_on_slips(unit.committee, kind, timezone.localdate(now))
    return "/".join(filter(None, [f"{number:02d}", owner.form_set.form(kind).suffix]))
