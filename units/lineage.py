"""What became of units that are no more: merged, split, abolished."""

from collections import defaultdict
from datetime import date

from units.models import AdministrativeUnit, UnitEvent


class Lineage:
    """The changes until a day, from one reading of them."""

    def __init__(self, day: date):
        self.day = day
        self._events = defaultdict(list)
        for event in UnitEvent.objects.filter(effective_on__lte=day).prefetch_related("from_units", "to_units"):
            for unit in event.from_units.all():
                self._events[unit.pk].append(event)

    def successors(self, unit: AdministrativeUnit) -> list[AdministrativeUnit]:
        """The units of that day that it became, from change to change; none where nobody took it over."""
        found, seen, todo = [], {unit.pk}, [unit]
        while todo:
            for after in [after for event in self._events[todo.pop().pk] for after in event.to_units.all()]:
                if after.pk not in seen:
                    seen.add(after.pk)
                    (found if after.is_in_force_on(self.day) else todo).append(after)
        return sorted(found, key=lambda after: after.code)

    def said_of(self, unit: AdministrativeUnit) -> str:
        """The decision by which it ended, as the changes tell it: what happened, and its source."""
        told = [
            f"{event.description} ({event.source})" if event.source else event.description
            for event in self._events[unit.pk]
        ]
        return "; ".join(told)
