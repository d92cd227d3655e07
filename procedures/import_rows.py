"""The rows of a catalogue, and what is wrong with them."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from procedures.catalogue import items_from, papers_from
from procedures.content import Content, cases_named_in
from procedures.models import Change, Channel, LimitUnit
from units.fields import FIRST_YEAR, LAST_YEAR
from units.models import Level
from units.tables import Cells, shown
from units.text import normalise

SMALL, LARGE = 32_767, 2_147_483_647  # what the database's small and large numbers hold


@dataclass
class Entry:
    """A row of the table."""

    number: int
    code: str
    levels: list[Level]
    content: Content
    provenance: str
    fee: int | None
    effective_from: date | None
    outcomes: set[str] = field(default_factory=set)

    @property
    def digest(self):
        """What two rows for one procedure must share."""
        return hash((self.content, self.provenance, self.fee, self.effective_from))


def entries_of(rows, faults):
    """The rows that are right; the faults of the others are added to `faults`."""
    for row in rows:
        before = len(faults)
        entry = _entry(Cells(row, faults))
        if len(faults) == before:
            yield entry


def _entry(cells):
    return Entry(
        number=cells.row.number,
        code=_code(cells),
        levels=cells.several("level", Level, required=True),
        content=_content(cells),
        provenance=cells.text("provenance", longest=300),
        fee=cells.whole_number("fee_vnd", most=LARGE),
        effective_from=_day(cells, "effective_from"),
    )


def _day(cells, column):
    day = cells.date(column)
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        what = _("%(value)s lies before %(first)d or after %(last)d")
        cells.fault(column, what, value=shown(str(day)), first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _code(cells):
    code = cells.text("code", longest=40)
    if any(character.isspace() or character in "/?#;" for character in code):
        cells.fault("code", _("%(code)s is not a code"), code=shown(code))
    elif len(code) < 8 and code.replace(".", "", 1).isdigit() and "." in code:
        cells.fault("code", _("%(code)s has lost its last zeros; format the column as text"), code=code)
    return code


def _content(cells):
    time_limit, time_unit = cells.whole_number("time_limit", most=SMALL), cells.choice("time_unit", LimitUnit)
    if cells.row["time_limit"] and not cells.row["time_unit"]:
        cells.fault("time_unit", _("is empty though time_limit is given"))
    if cells.row["time_unit"] and not cells.row["time_limit"]:
        cells.fault("time_limit", _("is empty though time_unit is given"))
    papers = _papers(cells)
    return Content(
        name=normalise(cells.text("name", longest=2000, required=True)),
        sector=normalise(cells.text("sector", longest=300, required=True)),
        time_limit=time_limit,
        time_unit=time_unit or "",
        channels=tuple(cells.several("channels", Channel)),
        cases=cases_named_in(papers),
        papers=papers,
        results=tuple(items_from(cells.text("result"))),
        legal_basis=cells.text("legal_basis"),
        decision_number=cells.text("decision_number", longest=100),
        decision_date=_day(cells, "decision_date"),
        change=cells.choice("change", Change) or Change.EXISTING,
    )


def _papers(cells):
    try:
        papers = papers_from(cells.text("documents"))
    except ValueError as error:
        cells.fault("documents", _("%(paper)s is a paper without a name"), paper=shown(str(error)))
        return ()
    for paper in papers:
        if max(paper.originals, paper.copies) > SMALL:
            what = _("%(paper)s is asked for more than %(most)d times")
            cells.fault("documents", what, paper=shown(paper.name), most=SMALL)
    return tuple(papers)
