"""An import while a desk goes on working: with rows that are really committed."""

import pytest
from django.db import connection

from dossiers.imports import COLUMNS, add_dossiers
from dossiers.models import Dossier, DossierEvent
from tests import builders, databases
from tests.builders import at
from tests.dossiers.import_rows import open_row
from units.tables import Row, TableFaults

own_database, db = databases.own_database, databases.db

NOW = at("2018-01-15 08:00")


def numbered_today(*numbers):
    """Open rows received today, as `add_dossiers` takes them."""
    blank = dict.fromkeys(COLUMNS, "")
    for line, number in enumerate(numbers, start=2):
        code = f"000.06.28.H42-180115-{number:04}"
        yield Row(line, blank | open_row(code=code, received_at="2018-01-15 07:10", due_at="2018-01-15"))


@pytest.fixture
def received(clerk, birth):
    """What the desk receives just now, on a connection of its own: the number it gives."""

    def received():
        try:
            return builders.receive(by=clerk, procedure=birth, now=NOW).code[-4:]
        finally:
            connection.close()

    return received


def test_the_desk_goes_on_numbering_while_todays_codes_are_read(monkeypatch, received):
    monkeypatch.setattr("dossiers.imports.BATCH", 1)
    given = []

    def rows():
        for line in numbered_today(41, 42):
            yield line
            given.append(received())

    assert str(add_dossiers(rows(), now=NOW)) == "2 rows: 2 added, 0 unchanged"
    assert given == ["0001", "0002"]
    assert received() == "0043"


def test_a_code_that_the_desk_gives_meanwhile_is_a_fault(received):
    def rows():
        yield from numbered_today(1, 7)
        received()

    with pytest.raises(TableFaults) as caught:
        add_dossiers(rows(), now=NOW)
    assert caught.value.faults == ["row 2, code: 000.06.28.H42-180115-0001 was given to another dossier by this system"]
    assert not Dossier.objects.filter(is_imported=True).exists()


def test_one_bad_row_at_the_end_of_many_leaves_nothing_of_them(monkeypatch, received):
    """Some were written by then, and others were being read."""
    monkeypatch.setattr("dossiers.imports.BATCH", 20)
    written = []

    def rows():
        for line in numbered_today(*range(100, 200)):
            yield Row(line.number, line.values | {"code": f"A-{line.number}"})
            written.append(line.number)
        yield Row(102, line.values | {"code": "A-102", "channel": "fax"})

    with pytest.raises(TableFaults) as caught:
        add_dossiers(rows(), now=NOW)
    assert caught.value.faults == ['row 102, channel: "fax" is none of in_person, online, post']
    assert len(written) == 100
    assert not Dossier.objects.exists()
    assert not DossierEvent.objects.exists()


def test_what_reading_fails_on_ends_the_import(received):
    def rows():
        yield from numbered_today(1)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        add_dossiers(rows(), now=NOW)
    assert not Dossier.objects.exists()
