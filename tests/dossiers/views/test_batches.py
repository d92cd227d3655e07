"""Ticked in a list, looked over, done: the pages of many dossiers at once."""

from datetime import timedelta

import pypdfium2
import pytest

from dossiers import actions
from dossiers.models import Batch, Slip
from dossiers.states import DossierState, Verb
from jobs import worker
from procedures.models import Process, ProcessStep
from tests.builders import make_user, receive, reread
from units.models import Agency, AgencyKind, Role


@pytest.fixture(autouse=True)
def time_enough(settings):
    """However busy the machine is, the request does all of it."""
    settings.BATCH_SECONDS_AT_ONCE = 60


@pytest.fixture
def dossiers(clerk, support, now):
    return [receive(by=clerk, procedure=support, now=now) for _ in range(3)]


@pytest.fixture
def signing(dossiers, officer, now):
    for dossier in dossiers:
        actions.start(dossier=dossier, by=officer, now=now)
        actions.submit_for_signature(dossier=dossier, by=officer, now=now)
    return dossiers


def codes(dossiers):
    return [dossier.code for dossier in dossiers]


def looked_over(client, errand, dossiers, **more):
    return client.post("/desk/batches/new/", {"errand": errand, "code": codes(dossiers), **more})


def pressed(client, errand, dossiers, **more):
    data = {"errand": errand, "code": codes(dossiers), "key": "key", "together": "each", **more}
    return client.post("/desk/batches/begin/", data)


def outcomes(response):
    return [item.outcome for item in response.context["items"]]


class TestTicking:
    def test_the_desk_and_the_list_have_boxes_and_the_verbs_of_ones_work(self, client, dossiers, officer):
        client.force_login(officer)
        for path in ("/desk/", "/dossiers/"):
            response = client.get(path)
            assert response.content.decode().count('type="checkbox" form="batch"') == 3
            names = [errand.name for errand in response.context["errands"]]
            assert {"forward", "submit_for_signature", "record_signature"} <= set(names)
            assert not {"hand_back", "print_receipts"} & set(names)

    def test_who_only_looks_on_has_none(self, client, dossiers, control):
        client.force_login(control)
        assert 'form="batch"' not in client.get("/dossiers/").content.decode()
        assert looked_over(client, "start", dossiers).status_code == 403

    def test_nothing_ticked_leads_back(self, client, officer, dossiers):
        client.force_login(officer)
        assert looked_over(client, "start", []).url == "/desk/"
        assert looked_over(client, "start", [], list="state=received").url == "/dossiers/?state=received"
        assert looked_over(client, "start", [], back="signatures").url == "/desk/signatures/"

    def test_a_verb_of_others_is_not_chosen(self, client, officer, dossiers):
        client.force_login(officer)
        assert looked_over(client, "hand_back", dossiers).url == "/desk/"
        assert pressed(client, "hand_back", dossiers).status_code == 403
        assert pressed(client, "apologise", dossiers).status_code == 403


class TestLookingOver:
    def test_it_says_which_will_be_done_and_which_not_and_why(self, client, dossiers, officer, now):
        actions.start(dossier=dossiers[0], by=officer, now=now)
        client.force_login(officer)
        response = looked_over(client, "start", dossiers)
        assert [dossier for dossier, _ in response.context["possible"]] == dossiers[1:]
        [(left, why)] = response.context["impossible"]
        assert left == dossiers[0]
        assert "Đang giải quyết" in why
        assert not Batch.objects.exists()

    def test_only_what_one_of_them_allows_is_offered_instead(self, client, dossiers, officer):
        client.force_login(officer)
        others = [errand.name for errand in looked_over(client, "start", dossiers).context["others"]]
        assert others == ["forward", "assign", "resolve", "print_control_slips"]

    def test_where_none_allows_it_there_is_no_button(self, client, dossiers, officer):
        client.force_login(officer)
        response = looked_over(client, "record_signature", dossiers)
        assert response.context["possible"] == []
        assert "/desk/batches/begin/" not in response.content.decode()

    def test_what_is_not_his_to_see_is_left_out_and_said(self, client, dossiers, stranger, support, officer, now):
        foreign = receive(by=stranger, procedure=support, now=now)
        client.force_login(officer)
        response = looked_over(client, "start", [*dossiers, foreign])
        assert "1 mã" in response.context["unknown"]
        assert foreign.code not in response.content.decode()

    def test_all_on_the_page_or_of_the_list(self, client, dossiers, officer, birth, clerk, now):
        other = receive(by=clerk, procedure=birth, now=now)
        client.force_login(officer)
        shown = looked_over(client, "start", [], which="shown", shown=codes(dossiers[:2]))
        assert len(shown.context["possible"]) == 2
        listed = looked_over(client, "start", [], which="list", list=f"procedure={birth.code}")
        assert [dossier for dossier, _ in listed.context["possible"]] == [other]
        assert looked_over(client, "start", [], which="list", list="sector=x").url.startswith("/dossiers/")

    def test_more_than_the_limit_are_cut_and_said(self, client, dossiers, officer, settings):
        settings.BATCH_LIMIT = 2
        client.force_login(officer)
        response = looked_over(client, "start", [], which="list", list="")
        assert (len(response.context["possible"]), response.context["cut_at"]) == (2, 2)

    def test_places_of_all_are_offered_once(self, client, dossiers, officer, district, birth, clerk, now):
        office = Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Tư pháp")
        both = [*dossiers, receive(by=clerk, procedure=birth, now=now)]
        client.force_login(officer)
        choices = [str(value) for value, _ in looked_over(client, "forward", both).context["form"].fields["to"].choices]
        assert choices.count(str(office.pk)) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(self, client, dossiers, officer, django_assert_max_num_queries, count):
        client.force_login(officer)
        with django_assert_max_num_queries(20):
            looked_over(client, "start", dossiers[:count])


class TestDoing:
    def test_each_has_its_outcome(self, client, dossiers, officer, now):
        client.force_login(officer)
        response = client.get(pressed(client, "start", dossiers).url)
        assert outcomes(response) == ["done"] * 3
        assert [reread(dossier).handled_by for dossier in dossiers] == [officer] * 3

    def test_sent_again_it_shows_the_same_and_does_nothing(self, client, dossiers, officer):
        client.force_login(officer)
        first, second = pressed(client, "start", dossiers), pressed(client, "start", dossiers)
        assert first.url == second.url
        assert dossiers[0].events.count() == 2

    def test_codes_of_others_sent_by_hand_are_ignored(self, client, dossiers, stranger, support, officer, now):
        foreign = receive(by=stranger, procedure=support, now=now)
        client.force_login(officer)
        response = client.get(pressed(client, "start", [*dossiers, foreign]).url)
        assert "1 mã" in str(next(iter(response.context["messages"])))
        assert Batch.objects.get().items.count() == 3
        assert reread(foreign).state == DossierState.RECEIVED

    def test_with_codes_of_others_alone_nothing_is_begun(self, client, stranger, support, officer, now):
        client.force_login(officer)
        assert pressed(client, "start", [receive(by=stranger, procedure=support, now=now)]).status_code == 400
        assert not Batch.objects.exists()

    def test_without_the_reason_nothing_is_done_and_nothing_lost(self, client, signing, officer):
        client.force_login(officer)
        response = pressed(client, "send_back", signing, reason=" ")
        assert response.status_code == 400
        assert response.context["form"].errors["reason"]
        assert len(response.context["possible"]) == 3
        assert not Batch.objects.exists()

    def test_signed_with_numbers_counted_on(self, client, signing, officer):
        client.force_login(officer)
        typed = {f"number-{signing[1].pk}": "7a"}
        given = {"signer": "Vũ Văn Minh", "capacity": "KT.", "resolves": "on", "numbers_from": "12/QĐ-UBND"}
        pressed(client, "record_signature", signing, **given, **typed)
        assert [reread(dossier).result_number for dossier in signing] == ["12/QĐ-UBND", "7a", "13/QĐ-UBND"]
        assert {event.data["signer"] for event in signing[0].events.filter(kind="signed")} == {"Vũ Văn Minh"}

    @pytest.mark.parametrize("numbers", [{"numbers_from": "số"}, {"numbers_from": "12", "typed": "13"}])
    def test_numbers_that_cannot_be(self, client, signing, officer, numbers):
        """Nothing to count on from; one that comes twice."""
        typed = {f"number-{signing[2].pk}": numbers.pop("typed", "")}
        client.force_login(officer)
        response = pressed(client, "record_signature", signing, signer="Vũ Văn Minh", **numbers, **typed)
        assert response.status_code == 400
        assert response.context["how"].errors["numbers_from"]
        assert "13" not in typed.values() or 'value="13"' in response.content.decode()

    def test_forwarded_and_assigned(self, client, dossiers, officer, district):
        office = Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Tư pháp")
        expert = make_user("justice.376", Role.OFFICER, district, agency=office)
        client.force_login(officer)
        pressed(client, "forward", dossiers, to=office.pk, note="Đề nghị thẩm định")
        assert {reread(dossier).holding_agency for dossier in dossiers} == {office}
        client.force_login(expert)
        pressed(client, "assign", dossiers, to=expert.pk)
        assert {reread(dossier).handled_by for dossier in dossiers} == {expert}

    def test_several_results_collected_by_one_person(self, client, dossiers, officer, clerk, now):
        for dossier in dossiers:
            actions.resolve(dossier=dossier, by=officer, now=now)
        client.force_login(clerk)
        by_one = {"collected_by": "authorised", "collector_name": "Trần Thị Bưởi", "authorisation_filed": "on"}
        pressed(client, "hand_back", dossiers, **by_one, paper_shown="identity")
        assert {reread(dossier).state for dossier in dossiers} == {DossierState.HANDED_BACK}
        assert dossiers[2].events.last().data["collector_name"] == "Trần Thị Bưởi"

    def test_what_left_his_reach_is_shown_by_its_code_alone(self, client, district, officer, dossiers, clerk, now):
        tax = Agency.objects.create(unit=district, kind=AgencyKind.BESIDE, name="Chi cục Thuế")
        assessor = make_user("tax.376", Role.OFFICER, district, agency=tax)
        actions.forward(dossier=dossiers[0], by=clerk, now=now, to=tax)
        client.force_login(assessor)
        pressed(client, "start", dossiers[:1])
        address = pressed(client, "send_back", dossiers[:1], reason="Đã tính thuế").url
        page = client.get(address).content.decode()
        assert dossiers[0].code in page
        assert dossiers[0].applicant_name not in page


class TestItsPage:
    @pytest.fixture
    def address(self, client, dossiers, officer, settings):
        """Of a batch of which the request did nothing."""
        settings.BATCH_SECONDS_AT_ONCE = 0
        client.force_login(officer)
        return pressed(client, "start", dossiers).url

    def test_a_bar_until_the_jobs_are_through(self, client, address):
        page = client.get(address).content.decode()
        assert '<progress class="batch-progress" max="3" value="0"' in page
        assert '<noscript><meta http-equiv="refresh"' in page
        worker.do_next("the-worker")
        worker.do_next("the-worker")
        assert 'max="3" value="1"' in client.get(address, headers={"HX-Request": "true"}).content.decode()
        while worker.do_next("the-worker"):
            pass
        part = client.get(address, headers={"HX-Request": "true"})
        assert outcomes(part) == ["done"] * 3
        assert "<html" not in part.content.decode()
        assert "hx-get" not in part.content.decode()

    def test_it_is_found_again(self, client, address):
        assert address in client.get("/desk/batches/").content.decode()

    def test_what_nobody_is_at_is_said_and_done_from_there(self, client, address, clock, settings):
        assert "Làm tiếp ngay" not in client.get(address).content.decode()
        clock.starts_at += timedelta(minutes=1)
        clock.save()
        assert "Làm tiếp ngay" in client.get(address, headers={"HX-Request": "true"}).content.decode()
        settings.BATCH_SECONDS_AT_ONCE = 60
        assert client.post(address).url == address
        assert outcomes(client.get(address)) == ["done"] * 3

    def test_it_is_nobody_elses(self, client, address, leader, clerk):
        for user in (leader, clerk):
            client.force_login(user)
            assert client.get(address).status_code == client.post(address).status_code == 404
            assert client.get(f"{address}print.pdf").status_code == 404
            assert address not in client.get("/desk/batches/").content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(self, client, dossiers, officer, django_assert_max_num_queries, count):
        client.force_login(officer)
        address = pressed(client, "start", dossiers[:count]).url
        with django_assert_max_num_queries(12):
            client.get(address)


class TestPrinting:
    def test_the_receipts_of_all_in_one_file_in_their_order(self, client, dossiers, clerk):
        client.force_login(clerk)
        address = pressed(client, "print_receipts", dossiers[::-1]).url
        response = client.get(f"{address}print.pdf")
        assert response["Content-Type"] == "application/pdf"
        text = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(response.content)]
        found = [text.index(page) for dossier in dossiers[::-1] for page in text if dossier.code in page]
        assert found == sorted(found)
        assert len(found) >= 3
        assert Slip.objects.count() == 3

    def test_the_control_slips_too(self, client, dossiers, officer, now):
        actions.start(dossier=dossiers[0], by=officer, now=now)
        client.force_login(officer)
        response = client.get(f"{pressed(client, 'print_control_slips', dossiers).url}print.pdf")
        pages = pypdfium2.PdfDocument(response.content)
        text = "".join(page.get_textpage().get_text_bounded() for page in pages)
        assert all(dossier.code in text for dossier in dossiers)
        assert set(Slip.objects.values_list("kind", flat=True)) == {"control"}

    def test_not_by_who_does_not_receive(self, client, dossiers, officer):
        client.force_login(officer)
        assert pressed(client, "print_receipts", dossiers).status_code == 403

    def test_a_move_prints_nothing(self, client, dossiers, officer):
        client.force_login(officer)
        assert client.get(f"{pressed(client, Verb.START, dossiers).url}print.pdf").status_code == 404


class TestForwardingAsPlanned:
    @pytest.fixture
    def offices(self, district):
        names = ("Phòng Lao động - Thương binh và Xã hội", "Phòng Tư pháp")
        return [Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name=name) for name in names]

    @pytest.fixture
    def mixed(self, clerk, officer, support, birth, offices, now):
        """Of two procedures with an office each in their process, and of a third that plans nothing."""
        for procedure, office in zip((support, birth), offices, strict=True):
            process = Process.objects.create(procedure=procedure)
            for position, place, name in ((1, "authority", ""), (2, "office", office.name), (3, "desk", "")):
                ProcessStep.objects.create(
                    process=process, position=position, name="Bước", place=place, office=name, hours=2
                )
        planned = [receive(by=clerk, procedure=procedure, now=now) for procedure in (support, birth)]
        Process.objects.all().update(valid_to=now.date() - timedelta(days=1))
        return [
            actions.start(dossier=dossier, by=officer, now=now)
            for dossier in (*planned, receive(by=clerk, procedure=support, now=now))
        ]

    def test_each_goes_to_the_next_place_of_its_own_process(self, client, mixed, officer, offices):
        client.force_login(officer)
        over = looked_over(client, "forward_as_planned", mixed)
        assert [dossier.leads_to for dossier, _ in over.context["possible"]] == [
            f"{office.name}, huyện Kim Sơn" for office in offices
        ]
        [(left, why)] = over.context["impossible"]
        assert (left, "không còn bước nào" in why) == (mixed[2], True)
        page = client.get(pressed(client, "forward_as_planned", mixed).url)
        assert sorted(outcomes(page)) == ["done", "done", "refused"]
        assert page.context["slips_to_go_along"] == codes(mixed[:2])
        assert [reread(dossier).holding_agency for dossier in mixed] == [*offices, mixed[2].holding_agency]

    def test_pressed_by_two_at_once_nothing_goes_a_step_too_far(self, client, mixed, officer, offices):
        client.force_login(officer)
        pressed(client, "forward_as_planned", mixed[:1])
        again = client.get(pressed(client, "forward_as_planned", mixed[:1], key="another").url)
        assert outcomes(again) == ["refused"]
        assert reread(mixed[0]).holding_agency == offices[0]

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(self, client, mixed, officer, django_assert_max_num_queries, count):
        client.force_login(officer)
        with django_assert_max_num_queries(20):
            looked_over(client, "forward_as_planned", mixed[:count])
