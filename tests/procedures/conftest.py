from datetime import date

import pytest
from django.conf import settings
from django.utils import translation

from procedures import actions
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


@pytest.fixture
def apply(control, now):
    def apply(decision, at=now):
        actions.apply_decision(decision=decision, by=control, now=at)
        decision.refresh_from_db()

    return apply


@pytest.fixture
def take_back(control, now):
    def take_back(decision):
        actions.take_back_decision(decision=decision, reason="Nhập nhầm quyết định", by=control, now=now)
        decision.refresh_from_db()

    return take_back


@pytest.fixture
def redate(control, now):
    def redate(decision, day):
        actions.redate_decision(decision=decision, effective_from=day, reason="Nhập nhầm ngày", by=control, now=now)
        decision.refresh_from_db()

    return redate
