"""What has to be said beside figures over which units changed: what cannot be divided, and what stayed where it was."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from units.maps import Map
from units.models import AdministrativeUnit
from units.periods import DAY, Period


@dataclass(frozen=True)
class Footnotes:
    """`undivided` by unit, as what stands beside its line; `others` as sentences."""

    undivided: dict[AdministrativeUnit, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    is_changed: bool = False  # units began or ended in the period, or since, of what is counted in it


def footnotes(drawn: Map, period: Period, counted: Collection[int]) -> Footnotes:
    """For the lines of `drawn`; `counted` are the units that have figures in the period."""
    known, lineage = drawn.lineage.units, drawn.lineage
    changed = [known[key] for key in lineage.in_order(drawn.units) if _has_changed(known[key], period, lineage.day)]
    others = [*_outside(drawn, period), *_partings(drawn, period)]
    if any(unit.pk in counted for unit in changed):
        others.append(_handed_over())
    return Footnotes(
        {part.unit: _ended(part.unit, lineage) for part in drawn.undivided if part.unit.pk in counted},
        others,
        any(unit.pk in counted for unit in changed),
    )


def _has_changed(unit, period, day):
    """Whether it began or ended after the period's first day, until `day`, or before it and counts all the same."""
    return bool(unit.valid_to and unit.valid_to < day or unit.valid_from and period.first < unit.valid_from <= day)


def _ended(unit, lineage):
    facts = {"unit": unit.name, "day": f"{unit.valid_to + DAY:%d/%m/%Y}" if unit.valid_to else ""}
    facts["units"] = ", ".join(after.name for after in lineage.successors(unit))
    if not facts["units"]:
        return _("a unit no more since %(day)s; none took its place") % facts
    return _("divided between %(units)s since %(day)s") % facts


def _outside(drawn, period):
    for unit in drawn.outside:
        if unit.valid_to is None or unit.valid_to >= period.first:
            facts = {"unit": unit.name, "what": _ended(unit, drawn.lineage)}
            yield _("%(unit)s: %(what)s. What it decided cannot be divided and is not counted here.") % facts


def _partings(drawn, period):
    known = drawn.lineage.units
    for key in drawn.lineage.in_order(drawn.units):
        for change in drawn.lineage.partings(known[key]):
            if change.effective_on > period.first:
                yield _parted(known[key], change, known)


def _parted(unit, change, known):
    facts = {"unit": unit.name, "day": f"{change.effective_on:%d/%m/%Y}"}
    facts["units"] = ", ".join(known[after].name for after in sorted(change.after - change.before))
    return (
        _("On %(day)s a part of %(unit)s went to %(units)s. What %(unit)s decided before is counted with it.") % facts
    )


def _handed_over():
    return _(
        "What was still open when a unit ended is counted at the unit that it was handed over to, in every period; "
        "reports that were submitted before keep what they said."
    )
