import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from procedures.models import Handling, Procedure, ProcedureVersion

POSTED_ONLY_SECTORS = Path(__file__).resolve().parent.parent / "data" / "posted_only_sectors.csv"


@transaction.atomic
def mark_posted_only(*, today: date, among=None, sectors=POSTED_ONLY_SECTORS) -> int:
    """Of the procedures `among` (all), let those of the sectors in the table `level,sector,reason` be posted only.

    To be called once, after a first import: procedures are received at the desks unless something else is said, and
    what administrators said since would be overruled. Returns how many were changed.
    """
    among = Procedure.objects.all() if among is None else among
    changed = 0
    with Path(sectors).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of_sector = ProcedureVersion.objects.in_force_on(today).filter(sector__name=row["sector"])
            received = among.filter(level=row["level"], handling=Handling.RECEIVED)
            changed += received.filter(pk__in=of_sector.values("procedure")).update(handling=Handling.POSTED_ONLY)
    return changed
