"""Whose dossiers one sees: `visible_to`, the only door."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.models import Dossier
from tests.builders import make_user, receive
from units.models import Role


@pytest.fixture
def here(clerk, birth, now):
    return receive(by=clerk, procedure=birth, now=now)


@pytest.fixture
def elsewhere(stranger, birth, now):
    return receive(by=stranger, procedure=birth, now=now)


def seen_by(user):
    return set(Dossier.objects.visible_to(user))


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.LEADER])
def test_a_commune_sees_its_own(here, elsewhere, commune, role):
    assert seen_by(make_user("x", role, commune)) == {here}


@pytest.mark.parametrize("role", [role for role in Role if role.oversees_below])
@pytest.mark.parametrize("level", ["district", "province"])
def test_who_oversees_sees_what_is_below(here, elsewhere, request, role, level):
    assert seen_by(make_user("x", role, request.getfixturevalue(level))) == {here, elsewhere}


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER])
def test_desk_and_office_of_the_district_do_not(here, elsewhere, district, role):
    assert seen_by(make_user("x", role, district)) == set()


def test_without_duties_nothing(here, clock):
    assert seen_by(make_user("x")) == set()


def test_what_another_unit_decides_is_seen_by_both(here, other_commune, clerk, stranger, officer):
    """Received here, decided there: our desk and leaders see it, and their officers, not ours."""
    Dossier.objects.update(competent_agency=other_commune.committee)
    assert seen_by(clerk) == seen_by(make_user("x", Role.LEADER, clerk.desks[0].unit)) == {here}
    assert seen_by(make_user("y", Role.OFFICER, other_commune)) == {here}
    assert seen_by(officer) == seen_by(stranger) == set()


def test_what_is_collected_elsewhere_is_seen_there_too(here, stranger):
    Dossier.objects.update(returning_desk=stranger.desks[0])
    assert seen_by(stranger) == {here}


def test_reach_is_read_once_for_a_user_and_joins_nothing(here, district_leader):
    seen_by(district_leader)
    with CaptureQueriesContext(connection) as statements:
        seen_by(district_leader)
    assert len(statements) == 1
    assert " JOIN " not in statements[0]["sql"]
