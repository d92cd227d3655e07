from datetime import date

import pytest
from django.conf import settings
from django.utils import translation

from tests import builders


@pytest.fixture
def old(db):
    return builders.make_procedure("1.000001", "Tên cũ", valid_to=date(2017, 10, 31))


@pytest.fixture
def in_english(client):
    """Pages and refusals in the words of the source."""
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"})
    with translation.override("en"):
        yield
