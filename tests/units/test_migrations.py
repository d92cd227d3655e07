"""What migrations load, they take away again when they are reversed."""

from importlib import import_module

import pytest
from django.apps import apps

from units.models import CalendarDay, Form, FormSet


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "models"),
    [("0007_load_calendar", [CalendarDay]), ("0012_load_form_sets", [FormSet, Form])],
)
def test_what_was_loaded_goes_and_comes_back(name, models):
    before = [model.objects.count() for model in models]
    loading = import_module(f"units.migrations.{name}").Migration.operations[0]
    loading.reverse_code(apps, None)
    assert [model.objects.count() for model in models] == [0] * len(models)
    loading.code(apps, None)
    assert [model.objects.count() for model in models] == before
