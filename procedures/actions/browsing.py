"""What helps people to find a procedure, taken over after a first import; both tables name their source."""

from datetime import date
from pathlib import Path

from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from procedures.models import Audience, LifeEvent, LifeEventPart, Procedure, ProcedureVersion, Sector
from units.models import Level
from units.tables import Cells, Faults, read_table

DATA = Path(__file__).resolve().parent.parent / "data"
EVERYDAY_WORDS = DATA / "everyday_words.csv"
LIFE_EVENTS = DATA / "life_events.csv"


@transaction.atomic
def give_everyday_words(*, today: date, table=EVERYDAY_WORDS, dry_run=False) -> int:
    """Let the procedures in force of the table `level,code,words,provenance` be found by those words too.

    A version that has words keeps them; what the catalogue does not know is left out. Returns how many were given
    some. Raises TableFaults, OSError.
    """
    faults, given = Faults(), 0
    wordless = ProcedureVersion.objects.in_force_on(today).filter(keywords="")
    for row in faults.within(read_table(table, columns=("level", "code", "words", "provenance"))):
        cells = Cells(row, faults)
        level = cells.choice("level", Level, required=True)
        code, words = cells.text("code", longest=40, required=True), cells.text("words", required=True)
        given += wordless.filter(procedure__level=level, procedure__code=code).update(keywords=words)
    faults.raise_if_any()
    transaction.set_rollback(dry_run)
    return given


@transaction.atomic
def make_life_events(*, table=LIFE_EVENTS, dry_run=False) -> int:
    """Make the life events of the table `event,slug,audience,level,sector,code,provenance` if there are none yet.

    A line adds the procedures of a code, or a sector, at its level or at every one; what the catalogue does not know
    is left out. Returns how many were made. Raises TableFaults, OSError.
    """
    if LifeEvent.objects.exists():
        return 0
    faults, events, parts = Faults(), {}, {}
    columns = ("event", "slug", "audience", "level", "sector", "code", "provenance")
    for row in faults.within(read_table(table, columns=columns)):
        cells = Cells(row, faults)
        event = _event(cells, events)
        for part in _parts(cells, event):
            parts[event.slug, part.sector_id, part.level, part.procedure_id] = part
    faults.raise_if_any()
    LifeEvent.objects.bulk_create(events.values())
    LifeEventPart.objects.bulk_create(parts.values())
    transaction.set_rollback(dry_run)
    return len(events)


def _event(cells, events):
    """The one of the line's slug, made where it is the first of it."""
    name, slug = cells.text("event", longest=100, required=True), cells.text("slug", longest=60, required=True)
    audience = cells.choice("audience", Audience, required=True)
    if slug and not _is_slug(slug):
        cells.fault("slug", _("may have letters, digits and hyphens only, as in co-con-nho"))
    event = events.setdefault(slug, LifeEvent(name=name, slug=slug, audience=audience or "", position=len(events) + 1))
    if event.name != name or any(other.name == name for other in events.values() if other is not event):
        cells.fault("event", _("has another name or another slug than in a row before"))
    return event


def _is_slug(text):
    return validate_slug.regex.search(text) is not None


def _parts(cells, event):
    """What the line adds to the event: nothing where the catalogue does not know it."""
    level, sector, code = cells.choice("level", Level), cells.text("sector"), cells.text("code")
    if bool(sector) == bool(code):
        cells.fault("code", _("and sector: give one of them"))
    at = {"level": level} if level else {}
    for procedure in Procedure.objects.filter(code=code, **at) if code else ():
        yield LifeEventPart(event=event, procedure=procedure)
    for known in Sector.objects.filter(name=sector) if sector else ():
        yield LifeEventPart(event=event, sector=known, level=level or "")
