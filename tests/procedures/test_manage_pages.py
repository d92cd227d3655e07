"""A procedure's page for procedure control: what became of it, and what may be done with it."""

from datetime import date

import pytest
from django.urls import reverse

from procedures import actions
from procedures.models import DecisionLine, Fee, ProcedureAtUnit, Process, PublicationDecision
from tests import builders
from tests.procedures.pages import said

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = date(2018, 1, 22)


def page(name, procedure, *args, **query):
    return reverse(f"procedures:{name}", args=[procedure.level, procedure.code, *args], query=query)


@pytest.fixture
def controller(client, control):
    client.force_login(control)
    return client


@pytest.fixture
def draft(control, now):
    head = {"number": "55/QĐ-UBND", "issued_on": date(2018, 1, 10), "effective_from": MONDAY}
    return actions.draft_decision(**head, by=control, now=now)


@pytest.fixture
def amended(support):
    """The support with a second version, of three days, from Monday on."""
    first = support.versions.get()
    support.versions.update(valid_to=date(2018, 1, 21))
    given = {"sector": "Bảo trợ xã hội", "results": first.results, "valid_from": MONDAY}
    builders.make_procedure("1.000002", first.name, time_limit=3, **given)
    support.versions.model.objects.filter(valid_from=MONDAY).update(procedure=support)
    return support


FEE = {"kind": "charge", "channel": "", "amount": "3000", "basis": "NQ 35/2016", "valid_from": "2018-02-01"}


class TestWhoMay:
    def test_strangers_log_in_first(self, client, clock, support):
        assert client.get(page("manage_procedure", support)).status_code == 302

    def test_others_may_not(self, client, clerk, support):
        client.force_login(clerk)
        assert client.get(page("manage_procedure", support)).status_code == 403
        for name in ("amend_procedure", "set_fee"):
            assert client.post(page(name, support)).status_code == 403
            assert client.get(page(name, support)).status_code == 405

    def test_procedure_control_of_a_commune_may_not(self, client, commune, clock, support):
        client.force_login(builders.make_user("control.14635", "procedure_control", commune))
        assert client.get(page("manage_procedure", support)).status_code == 403

    def test_what_there_is_not(self, controller, support):
        assert controller.get("/procedures/manage/district/1.001776/").status_code == 404
        assert controller.get("/procedures/manage/commune/9.999999/").status_code == 404


class TestVersions:
    def test_each_says_what_changed(self, controller, amended):
        stages = controller.get(page("manage_procedure", amended)).context["stages"]
        assert [stage.version.valid_from for stage in stages] == [MONDAY, None]
        assert [[str(label) for label in stage.changed] for stage in stages] == [["statutory time"], []]

    def test_each_counts_its_dossiers_and_leads_to_them(self, client, administrator, clerk, amended, now):
        dossier = builders.receive(by=clerk, procedure=amended, now=now)
        leader = builders.make_user("leader.above", "leader", clerk.desks[0].unit.parent, is_superuser=True)
        client.force_login(leader)
        shown = client.get(page("manage_procedure", amended))
        assert [stage.dossier_count for stage in shown.context["stages"]] == [0, 1]
        link = f"{reverse('dossiers:list')}?version={dossier.version_id}"
        assert link in shown.content.decode()
        assert dossier.code in client.get(link).content.decode()
        other = amended.versions.exclude(pk=dossier.version_id).get()
        assert dossier.code not in client.get(f"{reverse('dossiers:list')}?version={other.pk}").content.decode()

    def test_two_side_by_side_whichever_was_named_first(self, controller, amended):
        new, old = [stage.version for stage in controller.get(page("manage_procedure", amended)).context["stages"]]
        for a, b in ((old, new), (new, old)):
            compared = controller.get(page("manage_procedure", amended, a=a.pk, b=b.pk)).context["compared"]
            assert (compared["before"].version, compared["after"].version) == (old, new)
            assert [change.field for change in compared["changes"]] == ["time_limit"]

    @pytest.mark.parametrize("asked", [{}, {"a": "x", "b": "y"}, {"a": "0", "b": "0"}])
    def test_versions_that_there_are_not_are_passed_over(self, controller, amended, asked):
        shown = controller.get(page("manage_procedure", amended, **asked))
        assert (shown.status_code, shown.context["compared"]) == (200, None)

    def test_versions_of_another_procedure_are_not_set_beside(self, controller, amended, birth):
        mine, other = amended.versions.first(), birth.versions.get()
        shown = controller.get(page("manage_procedure", amended, a=mine.pk, b=other.pk))
        assert shown.context["compared"] is None


class TestAround:
    def test_it_shows_what_hangs_on_it(self, controller, support, commune, draft, control, now):
        Process.objects.create(procedure=support, decision="12/QĐ-UBND")
        ProcedureAtUnit.objects.create(procedure=support, unit=commune, handling="not_applied", reason="Chưa có")
        actions.draft_lines(decision=draft, kind="abolish", procedures=[support], by=control, now=now)
        shown = controller.get(page("manage_procedure", support))
        assert [line.decision for line in shown.context["drafted"]] == [draft]
        content = shown.content.decode()
        assert "12/QĐ-UBND" in content
        assert "Xã Kim Định" in content


class TestAmending:
    def test_in_an_open_draft(self, controller, support, draft):
        response = controller.post(page("amend_procedure", support), {"decision": draft.pk})
        line = DecisionLine.objects.get()
        assert (line.decision, line.procedure, line.kind) == (draft, support, "amend")
        assert response.url == f"{reverse('procedures:decision', args=[draft.pk])}?line={line.pk}"

    def test_once_only(self, controller, support, draft):
        for _ in range(2):
            controller.post(page("amend_procedure", support), {"decision": draft.pk})
        assert DecisionLine.objects.count() == 1

    def test_not_in_one_that_is_no_draft(self, controller, support):
        recorded = PublicationDecision.recorded("12/QĐ-UBND", date(2017, 5, 1))
        response = controller.post(page("amend_procedure", support), {"decision": recorded.pk}, follow=True)
        assert "no draft" in said(response)[0]
        assert not DecisionLine.objects.exists()

    def test_in_a_new_decision(self, controller, support):
        head = {"number": "56/QĐ-UBND", "issued_on": "2018-01-12", "effective_from": "2018-01-22"}
        controller.post(f"{reverse('procedures:new_decision')}?amend={support.pk}", head)
        line = DecisionLine.objects.get()
        assert (line.decision.number, line.procedure) == ("56/QĐ-UBND", support)


class TestFees:
    def test_a_fee_is_set(self, controller, certification):
        response = controller.post(page("set_fee", certification), FEE, follow=True)
        assert said(response) == ["The fee is set from 01/02/2018 on."]
        assert certification.fee_on(date(2018, 2, 1)) == 3000

    def test_what_was_received_since_is_told(self, controller, certification, clerk, now):
        builders.receive(by=clerk, procedure=certification, now=now)
        response = controller.post(page("set_fee", certification), FEE | {"valid_from": "2018-01-15"}, follow=True)
        assert said(response)[1].startswith("1 dossier was received since then")

    @pytest.mark.parametrize("wrong", [{"amount": "-1"}, {"basis": ""}, {"valid_from": ""}, {"kind": "tax"}])
    def test_what_is_wrong_is_said_and_nothing_is_kept(self, controller, certification, wrong):
        response = controller.post(page("set_fee", certification), FEE | wrong)
        assert response.status_code == 400
        assert response.context["fee_form"].errors
        assert Fee.objects.count() == 1

    def test_a_refusal_keeps_what_was_typed(self, controller, certification):
        controller.post(page("set_fee", certification), FEE)
        response = controller.post(page("set_fee", certification), FEE | {"amount": "4000"})
        assert response.status_code == 400
        assert 'value="4000"' in response.content.decode()

    def test_it_is_taken_back(self, controller, certification):
        controller.post(page("set_fee", certification), FEE)
        fee = Fee.objects.get(amount=3000)
        controller.post(page("take_back_fee", certification, fee.pk))
        assert Fee.objects.get().valid_to is None

    def test_a_fee_of_another_procedure_is_not_known_here(self, controller, certification, birth):
        assert controller.post(page("take_back_fee", certification, birth.fees.get().pk)).status_code == 404
