"""What administrators look up of dossiers, and nobody changes there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers import actions
from dossiers.models import Batch, DossierEvent, HandoverList, Reminder
from dossiers.receipts import receipt_of
from dossiers.reminding import climb
from tests.builders import at, enquire, make_user, receive, refuse
from units.admin_lists import LatestFirst
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


@pytest.fixture
def rows(clerk, officer, birth, support, now):
    """One of each kind, by the name of its page: {page: row}."""
    enquiry = enquire(by=clerk, procedure=birth, now=now, representative_id_number="164000222")
    dossier = receive(by=clerk, procedure=support, now=now, fee_amount=50_000, fee_status="paid")
    climb(now=at("2018-01-22 08:00"))
    return {
        "enquiry": enquiry,
        "handoverlist": listed(dossier, officer),
        "step": dossier.steps.first(),
        "feeentry": dossier.fee_entries.get(),
        "reminder": Reminder.objects.first(),
        "batch": batch_of(dossier, clerk, now, "k"),
    }


def listed(dossier, by):
    """The hand-over list with the result of `dossier`."""
    actions.resolve(dossier=dossier, by=by, now=at("2018-01-22 09:00"))
    step = dossier.steps.last()
    given = {"agency": step.before.agency, "desk": step.desk, "steps": [step]}
    return actions.list_results(**given, by=by, now=at("2018-01-22 10:00"))


def batch_of(dossier, by, now, key):
    batch = Batch.objects.create(key=key, by=by, errand="print_receipts", language="vi", made_at=now)
    batch.items.create(position=1, dossier=dossier)
    return batch


LOOKED_UP = ["enquiry", "step", "feeentry", "reminder", "handoverlist", "batch"]


def pks(client, page, **query):
    return {row.pk for row in client.get(f"/admin/dossiers/{page}/", query).context["cl"].result_list}


class TestLookedUp:
    """Enquiries, steps, money, reminders, lists, and work for many at once."""

    @pytest.mark.parametrize("page", LOOKED_UP)
    def test_administrators_look_but_do_not_touch(self, client, rows, administrator, page):
        client.force_login(administrator)
        row = rows[page]
        assert row.pk in pks(client, page)
        shown = client.get(f"/admin/dossiers/{page}/{row.pk}/change/")
        assert shown.status_code == 200
        assert not {"164000111", "164000222"} & set(shown.content.decode().replace("<", " ").replace(">", " ").split())
        for path in ("add/", f"{row.pk}/delete/", f"{row.pk}/change/"):
            assert client.post(f"/admin/dossiers/{page}/{path}").status_code == 403
        action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(f"/admin/dossiers/{page}/", action)
        assert type(row).objects.filter(pk=row.pk).exists()

    @pytest.mark.parametrize("page", LOOKED_UP)
    def test_an_administrator_of_another_unit_finds_none(self, client, rows, other_commune, page):
        client.force_login(make_user("admin.14638", Role.ADMINISTRATOR, other_commune))
        assert pks(client, page) == set()
        assert client.get(f"/admin/dossiers/{page}/{rows[page].pk}/change/").status_code == 302

    @pytest.mark.parametrize("page", LOOKED_UP)
    def test_procedure_control_keeps_the_catalogue_only(self, client, rows, control, page):
        client.force_login(control)
        assert client.get(f"/admin/dossiers/{page}/").status_code == 403

    @pytest.mark.parametrize("page", ["step", "feeentry", "reminder", "batch"])
    def test_those_of_a_dossier_are_found_by_its_code(self, client, rows, clerk, support, now, administrator, page):
        client.force_login(administrator)
        code = rows["step"].dossier.code
        assert rows[page].pk in pks(client, page, q=code.lower())
        assert pks(client, page, q=receive(by=clerk, procedure=support, now=now).code) == set()

    def test_an_enquiry_and_a_list_are_found_by_their_numbers(self, client, rows, clerk, now, administrator):
        other = refuse(by=clerk, now=now, request="Cấp lại giấy phép lái xe", number="9/PTC")
        client.force_login(administrator)
        assert pks(client, "enquiry", q="01/hdhs") == {rows["enquiry"].pk}
        assert pks(client, "enquiry", q="9/ptc") == {other.pk}
        assert pks(client, "handoverlist", q="01/2018") == {rows["handoverlist"].pk}
        for words in ("02/2018", "x", "1/", "²/2018", "99999999999999/99999999"):
            assert pks(client, "handoverlist", q=words) == set()

    def test_a_list_shows_what_is_on_it_and_not_its_bytes(self, client, rows, administrator):
        client.force_login(administrator)
        made = HandoverList.objects.get()
        page = client.get(f"/admin/dossiers/handoverlist/{made.pk}/change/").content.decode()
        assert rows["step"].dossier.code in page
        assert "PDF-" not in page

    @pytest.mark.parametrize("page", LOOKED_UP)
    def test_the_list_asks_as_often_for_many(
        self, client, rows, clerk, officer, birth, support, now, administrator, page
    ):
        client.force_login(administrator)
        client.get(f"/admin/dossiers/{page}/")
        before = queries_of(client, page)
        for number in range(3):
            enquire(by=clerk, procedure=birth, now=now)
            dossier = receive(by=clerk, procedure=support, now=now, fee_amount=50_000, fee_status="paid")
            batch_of(dossier, clerk, now, f"k{number}")
            climb(now=at("2018-01-22 08:00"))
            listed(dossier, officer)
        assert queries_of(client, page) == before


def queries_of(client, page):
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/admin/dossiers/{page}/")
    return len(asked)
