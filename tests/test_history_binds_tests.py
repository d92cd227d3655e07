"""The triggers that keep history bind the tests too: none can empty the database that it has filled."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError

from dossiers.models import Dossier, DossierEvent, FeeEntry, Slip
from dossiers.receipts import receipt_of
from tests.builders import receive


@pytest.fixture
def dossier(clerk, birth, now):
    dossier = receive(by=clerk, procedure=birth, now=now, fee_amount=8000, fee_status="paid")
    receipt_of(dossier, now=now)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # none waits for the commit, and is in the way
    return dossier


KEPT = [Dossier, DossierEvent, FeeEntry, Slip]


@pytest.mark.parametrize("model", KEPT)
@pytest.mark.parametrize("statement", ["TRUNCATE {} CASCADE", "DELETE FROM {}"])
def test_no_row_of_history_goes(dossier, model, statement):
    with pytest.raises(DatabaseError, match="Cannot (truncate|(update or )?delete)"), transaction.atomic():
        connection.cursor().execute(statement.format(model._meta.db_table))
    assert model.objects.count() == 1


@pytest.mark.parametrize("model", KEPT)
def test_nor_through_django(dossier, model):
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.count() == 1


def test_flush_cannot_empty_the_database(dossier):
    """Why tests that commit work on a copy (tests/databases.py) instead of pytest-django's transactional_db."""
    with pytest.raises(CommandError) as refusal, transaction.atomic():
        call_command("flush", interactive=False, verbosity=0, allow_cascade=True)
    assert "Cannot truncate" in str(refusal.value.__cause__)
    assert Dossier.objects.get() == dossier
