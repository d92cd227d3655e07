"""A calendar from a table with the columns of data/calendar.csv: the whole of the years that it has days of."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from units.models import CalendarDayKind
from units.tables import Cells, Faults, read_table

COLUMNS = ("date", "kind", "name", "source")


@dataclass(frozen=True)
class Day:
    """What a day is to be; with an empty `kind` what its weekday says."""

    date: date
    kind: str = ""
    name: str = ""
    source: str = ""


def read_calendar(path) -> list[Day]:
    """The days of a .csv or .xlsx file; raises TableFaults, OSError."""
    faults, rows, found = Faults(), {}, []
    for row in faults.within(read_table(path, columns=COLUMNS)):
        cells = Cells(row, faults)
        day = Day(
            cells.date("date"),
            cells.choice("kind", CalendarDayKind, required=True) or "",
            cells.text("name", longest=100, required=True),
            cells.text("source", longest=200),
        )
        if not row["date"]:
            cells.fault("date", _("is empty"))
        elif day.date and rows.setdefault(day.date, row.number) != row.number:
            cells.fault("date", _("is the same day as row %(row)d"), row=rows[day.date])
        found.append(day)
    faults.raise_if_any()
    return found
