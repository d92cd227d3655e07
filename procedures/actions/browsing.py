"""What helps people to find a procedure; to be called once, after a first import. Both tables name their source."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from procedures.models import LifeEvent, LifeEventPart, Procedure, ProcedureVersion, Sector

DATA = Path(__file__).resolve().parent.parent / "data"
EVERYDAY_WORDS = DATA / "everyday_words.csv"
LIFE_EVENTS = DATA / "life_events.csv"


@transaction.atomic
def give_everyday_words(*, today: date, table=EVERYDAY_WORDS) -> int:
    """Let the procedures in force of the table `level,code,words,provenance` be found by those words too.

    A version that has words keeps them. Returns how many were given some.
    """
    given, wordless = 0, ProcedureVersion.objects.in_force_on(today).filter(keywords="")
    for row in _rows(table):
        named = wordless.filter(procedure__level=row["level"], procedure__code=row["code"])
        given += named.update(keywords=row["words"])
    return given


@transaction.atomic
def make_life_events(*, table=LIFE_EVENTS) -> int:
    """Make the life events of the table `event,slug,audience,level,sector,code,provenance` if there are none yet.

    A line adds one procedure by its code, or a sector, at its level or at every one; what the catalogue does not know
    is left out. Returns how many were made.
    """
    if LifeEvent.objects.exists():
        return 0
    sectors, events, parts = {sector.name: sector for sector in Sector.objects.all()}, {}, []
    for row in _rows(table):
        event = events.get(row["slug"]) or LifeEvent(slug=row["slug"], name=row["event"], audience=row["audience"])
        event.position = event.position or len(events) + 1
        events[row["slug"]] = event
        if sector := sectors.get(row["sector"]):
            parts.append(LifeEventPart(event=event, sector=sector, level=row["level"]))
        for procedure in Procedure.objects.filter(code=row["code"]) if row["code"] else ():
            parts.append(LifeEventPart(event=event, procedure=procedure))
    LifeEvent.objects.bulk_create(events.values())
    LifeEventPart.objects.bulk_create(parts)
    return len(events)


def _rows(table):
    with Path(table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
