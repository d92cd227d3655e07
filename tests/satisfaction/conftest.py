"""A dossier received, decided and handed back on the Monday morning, before the clock stands still at eight."""

import pytest

from dossiers import actions
from tests import builders
from tests.builders import at, receive
from units.models import Role

RECEIVED, READY, COLLECTED = at("2018-01-15 07:30"), at("2018-01-15 07:45"), at("2018-01-15 07:55")


@pytest.fixture
def dossier(clerk, birth):
    return receive(by=clerk, procedure=birth, now=RECEIVED)


@pytest.fixture
def resolved(dossier, officer):
    return actions.resolve(dossier=dossier, by=officer, now=READY)


@pytest.fixture
def handed_back(resolved, clerk):
    return actions.hand_back(dossier=resolved, collection=actions.Collection(), by=clerk, now=COLLECTED)


@pytest.fixture
def reformer(district, clock):
    return builders.make_user("reform.376", Role.REFORM_OFFICER, district, full_name="Trần Thị Cúc")
