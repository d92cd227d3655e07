"""A dossier that was received on Monday, decided and handed back the same morning."""

import pytest

from dossiers import actions
from tests.builders import at, receive

READY, COLLECTED = at("2018-01-15 09:00"), at("2018-01-15 09:30")


@pytest.fixture
def dossier(clerk, birth, now):
    return receive(by=clerk, procedure=birth, now=now)


@pytest.fixture
def resolved(dossier, officer):
    return actions.resolve(dossier=dossier, by=officer, now=READY)


@pytest.fixture
def handed_back(resolved, clerk):
    return actions.hand_back(dossier=resolved, collection=actions.Collection(), by=clerk, now=COLLECTED)
