import pytest

from dossiers.admin import LatestFirst
from dossiers.models import DossierEvent
from dossiers.receipts import receipt_of
from tests.builders import make_user, receive
from units.models import Role


@pytest.fixture
def dossier(clerk, support, now):
    dossier = receive(by=clerk, procedure=support, now=now)
    receipt_of(dossier, now=now)
    return dossier


PAGES = ["dossier", "dossierevent", "slip"]


@pytest.mark.parametrize("model", PAGES)
def test_administrators_look_but_do_not_touch(client, dossier, administrator, model):
    client.force_login(administrator)
    row = {"dossier": dossier, "dossierevent": dossier.events.get(), "slip": dossier.slips.get()}[model]
    assert client.get(f"/admin/dossiers/{model}/").context["cl"].result_count == 1
    page = client.get(f"/admin/dossiers/{model}/{row.pk}/change/")
    assert page.status_code == 200
    assert "164000111" not in page.content.decode()
    assert dossier.secret not in page.content.decode()
    for path in ("add/", f"{row.pk}/delete/"):
        assert client.post(f"/admin/dossiers/{model}/{path}").status_code == 403
    assert client.post(f"/admin/dossiers/{model}/{row.pk}/change/", {"state": "withdrawn"}).status_code == 403
    assert DossierEvent.objects.count() == 1


@pytest.mark.parametrize("model", PAGES)
def test_procedure_control_keeps_the_catalogue_and_sees_no_dossiers_there(client, dossier, control, model):
    client.force_login(control)
    assert client.get(f"/admin/dossiers/{model}/").status_code == 403


@pytest.mark.parametrize("model", PAGES)
def test_an_administrator_of_another_unit_sees_none(client, dossier, other_commune, model):
    client.force_login(make_user("admin.14638", Role.ADMINISTRATOR, other_commune))
    assert client.get(f"/admin/dossiers/{model}/").context["cl"].result_count == 0


def test_a_clerk_has_no_business_there(client, dossier, clerk):
    client.force_login(clerk)
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("model", PAGES)
def test_the_latest_are_listed_and_any_other_is_found_by_its_code(client, clerk, support, now, administrator, model):
    dossiers = [receive(by=clerk, procedure=support, now=now) for _ in range(3)]
    for dossier in dossiers:
        receipt_of(dossier, now=now)
    client.force_login(administrator)

    def listed(**query):
        return [
            getattr(row, "dossier", row)
            for row in client.get(f"/admin/dossiers/{model}/", query).context["cl"].result_list
        ]

    assert listed() == dossiers[::-1]
    assert listed(q=dossiers[0].code.lower()) == [dossiers[0]]
    assert listed(q=dossiers[0].code[:-1]) == []


def test_nobody_counts_all_of_them(client, clerk, support, now, administrator, monkeypatch):
    for _ in range(3):
        receive(by=clerk, procedure=support, now=now)
    monkeypatch.setattr(LatestFirst, "LATEST", 2)
    client.force_login(administrator)
    assert client.get("/admin/dossiers/dossier/").context["cl"].result_count == 2
