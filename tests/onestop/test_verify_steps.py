"""`verify` finds steps that do not say where a dossier lies, planted behind the back of triggers."""

import contextlib

import pgtrigger
import pytest
from django.core.management import call_command

from dossiers import actions
from dossiers.models import Dossier, Step
from tests.builders import at, receive
from units.models import Agency, AgencyKind


@pytest.fixture
def dossier(clerk, officer, support):
    """Fetched from the desk by an officer an hour after its reception."""
    dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 08:00"))
    return actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))


@pytest.fixture
def faults(capsys, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def run():
        with contextlib.suppress(SystemExit):
            call_command("verify")
        return [line.removeprefix("steps: ") for line in capsys.readouterr().err.splitlines()]

    return run


def test_a_way_through_the_house_passes(faults, dossier, clerk, officer):
    actions.send_back(dossier=dossier, by=officer, now=at("2018-01-15 10:00"), reason="Nhầm")
    actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 11:00"))
    assert faults() == []
    actions.hand_back(dossier=dossier, by=clerk, now=at("2018-01-15 14:00"), collection=actions.Collection())
    assert faults() == []


@pytest.mark.parametrize(
    ("position", "values", "fault"),
    [
        (2, {"position": 3}, "step 3: the one before it is missing"),
        (2, {"begun_at": at("2018-01-15 08:59")}, "step 2: does not begin when the one before it ends"),
        (1, {"begun_at": at("2018-01-15 07:59")}, "step 1: does not begin with the reception"),
        (
            2,
            {"ended_at": at("2018-01-15 10:00"), "how_it_ended": "done"},
            "step 2: has not ended as the dossier has",
        ),
    ],
)
def test_a_changed_step_is_named(faults, dossier, position, values, fault):
    with pgtrigger.ignore():
        Step.objects.filter(dossier=dossier, position=position).update(**values)
    assert f"{dossier.code}, {fault}" in faults()


def test_a_dossier_that_another_agency_holds(faults, dossier, district):
    office = Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Tư pháp")
    Dossier.objects.update(holding_agency=office)
    assert faults() == [f"{dossier.code}, step 2: another agency holds the dossier"]


def test_a_result_at_a_desk_that_does_not_hand_it_back(faults, dossier, officer, stranger):
    actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 10:00"))
    Dossier.objects.update(returning_desk=stranger.desks[0])
    assert faults() == []  # it lies where it was received
    with pgtrigger.ignore():
        Dossier.objects.update(receiving_desk=stranger.desks[0])
    assert faults() == [f"{dossier.code}, step 3: lies at a desk that is not the dossier's"]


def test_an_agency_that_holds_it_without_a_step(faults, clerk, support, now, commune):
    dossier = receive(by=clerk, procedure=support, now=now)
    Dossier.objects.update(holding_agency=commune.committee)
    assert faults() == [f"{dossier.code}: held by an agency without a step"]
