"""What was written at reception stays as it was, whoever writes: these go past the application, by plain updates."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError

from dossiers import actions
from dossiers.models import Dossier, DossierDocument, DossierFile
from tests.builders import at, make_procedure, receive
from units.models import FormSet, RuleSet


@pytest.fixture
def dossier(clerk, birth, now, settings, tmp_path):
    """With one paper and its scan."""
    settings.MEDIA_ROOT = tmp_path
    scan = SimpleUploadedFile("khai sinh.pdf", b"%PDF-1.4")
    dossier = receive(
        by=clerk, procedure=birth, now=now, papers=(actions.Paper("Tờ khai", originals=1, scans=(scan,)),)
    )
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    return dossier


def refused(change, match="Cannot update"):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        change()


@pytest.mark.parametrize(
    "values",
    [
        {"due_at": at("2018-03-01 17:00")},
        {"first_due_at": at("2018-01-14 17:00")},
        {"due_steps": []},
        {"due_reason": "vì"},
        {"secret": "AAAAAAAA"},
        {"book": "Khác 2018"},
        {"number_in_book": 7},
        {"received_by": None},
        {"received_at": at("2018-01-14 08:00")},
        {"channel": "post"},
        {"is_version_assumed": True},
    ],
)
def test_a_reception_never_changes(dossier, values):
    refused(lambda: Dossier.objects.update(**values))


def test_nor_do_its_version_rules_and_desk(dossier, other_commune):
    version = make_procedure("1.000001", "Khác").versions.get()
    others = RuleSet.objects.exclude(pk=dossier.rule_set_id)
    forms = FormSet.objects.exclude(pk=dossier.form_set_id)
    for values in (
        {"version": version},
        {"rule_set": others.first()},
        {"form_set": forms.first()},
        {"receiving_desk": other_commune.desk},
    ):
        refused(lambda values=values: Dossier.objects.update(**values))


def test_what_may_become_of_a_dossier_still_may(dossier, officer, other_commune):
    Dossier.objects.update(competent_agency=other_commune.committee, returning_desk=other_commune.desk)


@pytest.mark.parametrize(
    ("model", "values", "match"),
    [
        (DossierDocument, {"originals": 2}, "Cannot delete"),
        (DossierFile, {"sha256": "0" * 64}, "Cannot update or delete"),
    ],
)
def test_papers_and_scans_are_only_added(dossier, model, values, match):
    table = model._meta.db_table
    refused(lambda: model.objects.update(**values))
    refused(lambda: connection.cursor().execute(f"DELETE FROM {table}"), match)
    refused(lambda: connection.cursor().execute(f"TRUNCATE {table} CASCADE"), "Cannot truncate")


def test_a_paper_asked_for_stays_while_a_dossier_points_to_it(clerk, birth, now):
    receive(by=clerk, procedure=birth, now=now)
    with pytest.raises(ProtectedError):
        birth.versions.get().required_documents.all().delete()


@pytest.mark.parametrize(("days", "is_late"), [(None, False), (-1, False), (0, False), (1, True)])
def test_late_is_what_was_finished_on_a_later_day_than_it_was_due(days, is_late):
    """The hour does not count."""
    due_at = at("2018-01-15 17:00")
    finished_at = None if days is None else at("2018-01-15 20:00") + timedelta(days=days)
    assert Dossier(due_at=due_at, finished_at=finished_at).is_late is is_late
