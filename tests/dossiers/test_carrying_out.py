"""A button pressed on a page that somebody else has overtaken, or on what is still to come."""

import pytest

from dossiers import actions
from dossiers.carrying_out import Refused, carry_out
from dossiers.models import Dossier
from dossiers.states import DossierState, Outcome, Verb
from tests.builders import at, receive, reread
from tests.onestop.planting import import_code
from units.models import Agency, AgencyKind


@pytest.fixture
def dossier(clerk, officer, support, now):
    return actions.start(dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now)


@pytest.fixture
def office(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")


def test_what_was_forwarded_meanwhile_is_not_resolved_by_who_had_it(dossier, officer, office, now):
    """As a second tab does, or a batch: whether he may was asked before."""
    actions.forward(dossier=dossier, by=officer, now=now, to=office)
    with pytest.raises(Refused, match="do người khác xử lý"):
        carry_out(Verb.RESOLVE, dossier, {}, by=officer, now=now)
    assert (reread(dossier).state, reread(dossier).holding_agency) == (DossierState.PROCESSING, office)


def test_nobody_is_assigned_who_does_not_work_where_it_lies_by_now(dossier, officer, office, now):
    actions.forward(dossier=dossier, by=officer, now=now, to=office)
    with pytest.raises(actions.NoSuchStep):
        actions.assign(dossier=dossier, by=officer, now=now, to=officer)
    assert reread(dossier).handled_by is None


@pytest.mark.parametrize(("verb", "who"), [("resolve", "officer"), ("deny", "officer"), ("withdraw", "clerk")])
def test_what_an_import_dates_later_than_now_does_not_end_before(verb, who, commune, birth, request, client, clock):
    import_code("B-1", received_at="2018-01-20 08:00", due_at="2018-01-26")
    client.force_login(request.getfixturevalue(who))
    page = client.post(f"/dossiers/B-1/{verb}/", {"reason": "Xin rút"}, follow=True)
    assert "sau thời điểm hiện tại" in page.text
    ended = Dossier.objects.get(code="B-1")
    assert (ended.state, ended.outcome, ended.events.count()) == (DossierState.RECEIVED, "", 1)


def test_when_its_time_has_come_it_does(officer, birth, clock):
    import_code("B-1", received_at="2018-01-20 08:00", due_at="2018-01-26")
    carry_out(Verb.RESOLVE, Dossier.objects.get(code="B-1"), {}, by=officer, now=at("2018-01-20 08:00"))
    assert Dossier.objects.get(code="B-1").outcome == Outcome.RESOLVED
