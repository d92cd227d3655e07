"""Rows of imported dossiers, and what becomes of them."""

import pytest

from dossiers.imports import COLUMNS, import_dossiers
from dossiers.models import Dossier, DossierCounter, DossierEvent
from tests.builders import at
from tests.tables import write_rows
from units.tables import TableFaults

CODE = "000.06.28.H42-180110-0003"


def row(**cells):
    """A birth registered on the spot, with `cells`."""
    least = {
        "code": CODE,
        "receiving_unit": "14635",
        "competent_unit": "14635",
        "procedure_code": "1.001193",
        "channel": "in_person",
        "applicant_name": "Phạm Thị Hiền",
        "received_at": "2018-01-10 08:15",
        "due_at": "2018-01-10 17:00",
        "finished_at": "2018-01-10 08:40",
        "returned_at": "2018-01-10 08:45",
        "outcome": "resolved",
    }
    return {**least, **cells}


def open_row(**cells):
    return row(**{"finished_at": "", "returned_at": "", "outcome": "", **cells})


def import_rows(folder, *rows, now="2018-01-15 08:00", **options):
    return import_dossiers(write_rows(folder, COLUMNS, *rows), now=at(now), **options)


def faults_of(folder, *rows):
    with pytest.raises(TableFaults) as caught:
        import_rows(folder, *rows)
    assert not Dossier.objects.exists()
    assert not DossierEvent.objects.exists()
    assert not DossierCounter.objects.exists()
    return caught.value.faults
