"""What one number of a report is about, as the list that it opens knows it; whoever keeps the tallies says how many."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from dossiers.figures import Figure
from units.periods import Period


@dataclass(frozen=True)
class Cell:
    """One figure of what `units` decide, of a sector, some procedures or a receiving desk alone where they are named.

    All by their keys.
    """

    figure: Figure
    period: Period
    units: frozenset[int]
    sector: int | None = None
    procedures: frozenset[int] | None = None
    desk: int | None = None

    def count(self) -> int:
        """Of the tallies, which are to the right of this app: settings.COUNTED_BY names who reads them."""
        return import_string(settings.COUNTED_BY)(self)
