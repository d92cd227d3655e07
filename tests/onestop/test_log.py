"""What goes wrong is logged without the citizen it went wrong with."""

import logging

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import import_string

from dossiers.models import Dossier
from tests import builders

FORMAT = settings.LOGGING["formatters"]["line"]


@pytest.fixture
def logged():
    """What the log's own formatter writes of `error`."""
    formatter = import_string(FORMAT["()"])(FORMAT["format"], style=FORMAT["style"])

    def text_of(error, message="Internal Server Error: %s", *args):
        about = (type(error), error, error.__traceback__)
        return formatter.format(logging.LogRecord("django.request", logging.ERROR, "", 0, message, args, about))

    return text_of


def test_a_refused_row_is_not_told(logged, clerk, support, now):
    dossier = builders.receive(by=clerk, procedure=support, now=now, applicant_phone="0912345678")
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(state="nowhere")
    assert "Nguyễn Văn Đức" in str(refusal.value)
    text = logged(refusal.value, "Not saved: %s", refusal.value)
    for told in ("Nguyễn Văn Đức", "164000111", "0912345678", "DETAIL"):
        assert told not in text
    assert "Traceback" in text
    assert "dossiers_dossier" in text


def test_neither_is_what_came_before_another_error(logged, clerk, support, now):
    dossier = builders.receive(by=clerk, procedure=support, now=now)
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(state="nowhere")
    afterwards = ValueError("afterwards")
    afterwards.__context__ = refusal.value
    text = logged(afterwards)
    assert "afterwards" in text
    assert "Nguyễn Văn Đức" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["SELECT %s::int", "SELECT %s::date", "SELECT (%s || '\n2')::int"])
def test_a_value_that_does_not_fit_is_not_told(logged, sql):
    typed = "Nguyễn Văn Đức"
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [typed])
    assert typed not in logged(refusal.value)


def test_any_other_fault_is_told_in_full(logged):
    assert "one line\nDETAIL: another" in logged(ValueError("one line\nDETAIL: another"), "Fault at %s", "/desk/")
