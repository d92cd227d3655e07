"""The list of what an office holds."""

import pytest

from dossiers import actions
from tests.builders import at, receive
from units.models import Agency, AgencyKind


@pytest.fixture
def office(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")


@pytest.fixture
def held(clerk, support, office):
    dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 07:30"))
    return actions.forward(dossier=dossier, by=clerk, now=at("2018-01-15 07:40"), to=office)


@pytest.fixture
def at_the_desk(clerk, support):
    return receive(by=clerk, procedure=support, now=at("2018-01-15 07:30"))


def codes(client, user, query):
    client.force_login(user)
    return [dossier.code for dossier in client.get(f"/dossiers/?{query}").context["dossiers"]]


def test_what_it_holds_and_nothing_else(client, officer, district_leader, held, at_the_desk, office):
    assert codes(client, officer, f"held={office.pk}") == [held.code]
    assert codes(client, district_leader, f"held={office.pk}") == [held.code]


def test_the_line_says_who_holds_it(client, officer, held, office):
    client.force_login(officer)
    assert "Phòng Lao động đang giữ" in client.get(f"/dossiers/?held={office.pk}").content.decode()


def test_an_agency_of_elsewhere_is_none_of_the_choices(client, officer, held, other_commune):
    client.force_login(officer)
    answer = client.get(f"/dossiers/?held={other_commune.committee.pk}")
    assert answer.status_code == 400
