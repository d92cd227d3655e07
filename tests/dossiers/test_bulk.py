"""Many rows at once, past the ORM."""

from datetime import date

import pytest
from django.db import connection

from dossiers.bulk import copy_rows, reserve_ids
from dossiers.models import Dossier, DossierEvent
from dossiers.numbering import next_numbers
from tests.dossiers.import_rows import import_rows, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(commune, other_commune, birth, support, clock):
    """Two communes with two procedures, on 15 January 2018."""


def test_copied_texts_arrive_as_they_are(tmp_path, commune):
    import_rows(tmp_path, row())
    dossier = Dossier.objects.get()
    awkward = "a\\b\tc\nd\re\\N ‘ệ"
    copy_rows(
        DossierEvent,
        ["dossier_id", "kind", "at", "state", "reason", "data"],
        [(dossier.pk, "started", dossier.received_at, "processing", awkward, {"text": awkward})],
    )
    event = DossierEvent.objects.get(kind="started")
    assert (event.reason, event.data, event.by) == (awkward, {"text": awkward}, None)


def test_reserved_ids_are_nobody_elses():
    assert not set(reserve_ids(Dossier, 5)) & set(reserve_ids(Dossier, 5))


def test_the_desk_goes_on_numbering_after_an_import_in_the_same_transaction(tmp_path, commune):
    import_rows(tmp_path, row())
    assert not connection.needs_rollback
    assert next_numbers(commune.committee, date(2018, 1, 10), commune.desk, "Hộ tịch 2018") == (4, 1, None)
