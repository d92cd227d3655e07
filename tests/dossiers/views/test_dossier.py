import re

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers import actions
from dossiers.models import Dossier, Slip
from dossiers.states import MOVES, DossierState, Verb
from tests.builders import at, make_procedure, make_user, receive, reread
from units.models import Role


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


def url(dossier, path=""):
    return f"/dossiers/{dossier.code}/{path}"


def logged_in(client, user):
    client.force_login(user)
    return client


class TestReach:
    """Not yours and not existing look the same."""

    @pytest.mark.parametrize("path", ["", "receipt.pdf", "files/1/"])
    def test_a_strangers_dossier_is_not_there(self, client, dossier, stranger, path):
        logged_in(client, stranger)
        nobodys = "000.06.28.H42-180115-9999"
        answers = [client.get(f"/dossiers/{code}/{path}") for code in (dossier.code, nobodys)]
        assert [answer.status_code for answer in answers] == [404, 404]
        pages = [re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode()) for answer in answers]
        assert pages[0].replace(dossier.code, nobodys) == pages[1]

    @pytest.mark.parametrize("path", ["id-number/", *(f"{verb}/" for verb in Verb)])
    def test_nor_can_a_stranger_do_anything_to_it(self, client, dossier, stranger, path):
        assert logged_in(client, stranger).post(url(dossier, path), {"reason": "x"}).status_code == 404
        assert dossier.events.count() == 1

    def test_the_people_of_the_unit_and_the_leaders_above_see_it(
        self, client, dossier, clerk, officer, leader, district_leader, control, administrator
    ):
        for user in (clerk, officer, leader, district_leader, control, administrator):
            assert logged_in(client, user).get(url(dossier)).status_code == 200

    def test_an_officer_of_the_district_does_not_see_a_communes_dossier(self, client, dossier, district):
        officer = make_user("officer.376", Role.OFFICER, district)
        assert logged_in(client, officer).get(url(dossier)).status_code == 404

    def test_who_was_assigned_until_yesterday_sees_nothing_today(self, client, dossier, clerk):
        clerk.assignments.update(valid_to="2018-01-14")
        assert logged_in(client, clerk).get(url(dossier)).status_code == 404

    def test_without_log_in_there_is_only_the_log_in(self, client, dossier):
        assert client.get(url(dossier)).url == f"/accounts/login/?next={url(dossier)}"


class TestMoves:
    def test_each_verb_is_for_the_role_of_the_table(self, client, dossier, clerk, officer, leader):
        people = {Role.CLERK: clerk, Role.OFFICER: officer, Role.LEADER: leader}
        for verb, move in MOVES.items():
            for role, user in people.items():
                if role not in move.roles:
                    response = logged_in(client, user).post(url(dossier, f"{verb}/"), {"reason": "x"})
                    assert response.status_code == 403, (verb, role)
        assert reread(dossier).state == DossierState.RECEIVED

    def test_a_move_is_a_press_of_a_button_never_an_address(self, client, dossier, officer):
        for verb in set(Verb) - {Verb.CORRECT}:  # that one has a page to be filled in
            assert logged_in(client, officer).get(url(dossier, f"{verb}/")).status_code == 405

    def test_who_reloads_where_a_form_led_is_shown_the_way_back(self, client, dossier, officer):
        page = logged_in(client, officer).get(url(dossier, "forward/"))
        assert page["Allow"] == "POST"
        assert f'href="{url(dossier)}"' in page.content.decode()
        page = client.get("/desk/batches/begin/")
        assert "chỉ mở được bằng nút bấm" in page.content.decode()

    def test_from_reception_to_hand_back(self, client, dossier, clerk, officer):
        logged_in(client, officer).post(url(dossier, "start/"))
        client.post(url(dossier, "resolve/"), {"result_number": "12/QĐ-UBND"})
        logged_in(client, clerk).post(
            url(dossier, "hand_back/"), {"collected_by": "applicant", "paper_shown": "receipt"}
        )
        dossier = reread(dossier)
        assert dossier.state == DossierState.HANDED_BACK
        assert dossier.result_number == "12/QĐ-UBND"
        assert dossier.handled_by == officer

    @pytest.mark.parametrize("verb", ["deny", "withdraw"])
    def test_denying_and_withdrawing_need_a_reason(self, client, dossier, clerk, officer, verb):
        user = officer if verb == "deny" else clerk
        response = logged_in(client, user).post(url(dossier, f"{verb}/"), {"reason": " "})
        assert response.status_code == 400
        assert reread(dossier).state == DossierState.RECEIVED
        client.post(url(dossier, f"{verb}/"), {"reason": "Theo đơn ngày 15/01"})
        assert reread(dossier).events.last().reason == "Theo đơn ngày 15/01"

    def test_a_verb_that_came_too_late_is_told_and_changes_nothing(self, client, dossier, clerk, officer, now):
        actions.withdraw(dossier=dossier, by=clerk, now=now, reason="x")
        page = logged_in(client, officer).post(url(dossier, "start/"), follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
        assert reread(dossier).state == DossierState.WITHDRAWN

    def test_a_result_that_is_still_to_come_is_not_handed_back(self, client, dossier, clerk, officer):
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 17:00"))
        page = logged_in(client, clerk).post(url(dossier, "hand_back/"), follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
        assert reread(dossier).state == DossierState.RESOLVED

    def test_the_authorised_person_has_a_name(self, client, dossier, clerk, officer, now):
        actions.resolve(dossier=dossier, by=officer, now=now)
        response = logged_in(client, clerk).post(url(dossier, "hand_back/"), {"collected_by": "authorised"})
        assert response.status_code == 400
        assert reread(dossier).state == DossierState.RESOLVED

    def test_his_authorisation_is_filed(self, client, dossier, clerk, officer, now):
        actions.resolve(dossier=dossier, by=officer, now=now)
        given = {"collected_by": "authorised", "collector_name": "Nguyễn Thị Hai"}
        assert logged_in(client, clerk).post(url(dossier, "hand_back/"), given).status_code == 400
        client.post(url(dossier, "hand_back/"), {**given, "authorisation_filed": "on"})
        assert reread(dossier).events.last().data["collector_name"] == "Nguyễn Thị Hai"

    def test_after_finishing_one_the_officer_goes_on_with_what_is_due_next(
        self, client, dossier, clerk, officer, birth, now
    ):
        sooner = receive(by=clerk, procedure=birth, now=now)
        page = logged_in(client, officer).post(url(dossier, "resolve/"), follow=True)
        assert page.context["next_in_inbox"] == sooner

    def test_a_lost_receipt_wants_an_identity_paper(self, client, dossier, clerk, officer, now):
        actions.resolve(dossier=dossier, by=officer, now=now)
        given = {"lost_receipt": "on"}
        logged_in(client, clerk)
        for shown in ({}, {"paper_shown": "receipt"}):
            assert client.post(url(dossier, "hand_back/"), {**given, **shown}).status_code == 400
        client.post(url(dossier, "hand_back/"), {**given, "paper_shown": "identity"})
        assert reread(dossier).events.last().data["lost_receipt"] is True

    def test_a_fee_still_owed_is_collected_first(self, client, clerk, officer, support, now):
        dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="on_collection")
        actions.resolve(dossier=dossier, by=officer, now=now)
        assert logged_in(client, clerk).post(url(dossier, "hand_back/"), {}).status_code == 400
        client.post(url(dossier, "hand_back/"), {"fee_collected": "on"})
        assert reread(dossier).fee_status == "paid"

    def test_the_buttons_are_those_of_the_table(self, client, dossier, clerk, officer, leader):
        def buttons(user):
            context = logged_in(client, user).get(url(dossier)).context
            return [move["verb"] for move in context["moves"]], context["expected"] and context["expected"]["verb"]

        pauses = [Verb.ASK_FOR_PAPERS, Verb.AWAIT_PAYMENT]
        ends = [Verb.RESOLVE, Verb.DENY, Verb.STOP]
        assert buttons(officer) == ([Verb.START, Verb.ASSIGN, Verb.FORWARD, *pauses, Verb.APOLOGISE, *ends], Verb.START)
        assert buttons(clerk) == ([Verb.FORWARD, Verb.WITHDRAW, Verb.CHANGE_FEE, Verb.CORRECT], None)
        assert buttons(leader) == ([Verb.ASSIGN, Verb.CORRECT], None)


class TestPersonalData:
    def test_the_identity_number_is_masked_until_asked_for_and_asking_is_recorded(self, client, dossier, clerk):
        page = logged_in(client, clerk).get(url(dossier)).content.decode()
        assert "164000111" not in page
        assert "164•••111" in page
        shown = client.post(url(dossier, "id-number/")).content.decode()
        assert "164000111" in shown
        event = dossier.events.last()
        assert (event.kind, event.by) == ("unmasked", clerk)


class TestWhyThisDate:
    def test_each_run_of_days_that_did_not_count_is_one_line(self, client, dossier, clerk):
        response = logged_in(client, clerk).get(url(dossier))
        assert response.context["skipped_days"] == [
            "Thứ Hai 15/01: ngày nhận hồ sơ, không tính",
            "Thứ Bảy 20/01, Chủ nhật 21/01: nghỉ cuối tuần",
        ]
        assert "<li>Thứ Bảy 20/01, Chủ nhật 21/01: nghỉ cuối tuần</li>" in response.content.decode()

    def test_where_nothing_was_reckoned_nothing_is_told(self, client, clerk, now):
        open_ended = make_procedure("1.000003", "Xác nhận", time_limit=None, time_unit="")
        dossier = receive(by=clerk, procedure=open_ended, now=now, due_on=now.date(), due_reason="Đo đạc")
        assert logged_in(client, clerk).get(url(dossier)).context["skipped_days"] == []


class TestReceipt:
    def test_is_made_once_and_the_same_bytes_ever_after(self, client, dossier, clerk):
        first = logged_in(client, clerk).get(url(dossier, "receipt.pdf"))
        assert first["Content-Type"] == "application/pdf"
        assert first["Content-Disposition"] == f'inline; filename="{dossier.code}.pdf"'
        Dossier.objects.filter(pk=dossier.pk).update(delivery="post")
        assert client.get(url(dossier, "receipt.pdf")).content == first.content
        assert Slip.objects.count() == 1

    def test_tells_each_day_that_did_not_count(self, client, dossier, clerk):
        content = logged_in(client, clerk).get(url(dossier, "receipt.pdf")).content
        text = " ".join(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded().split())
        assert "– Thứ Hai 15/01: ngày nhận hồ sơ, không tính – Thứ Bảy 20/01, Chủ nhật 21/01: nghỉ cuối tuần" in text

    def test_carries_the_applicants_secret_so_only_the_receiving_desk_prints_it(
        self, client, dossier, officer, leader, district_leader
    ):
        for user in (officer, leader, district_leader):
            assert logged_in(client, user).get(url(dossier, "receipt.pdf")).status_code == 403
        assert Slip.objects.count() == 0

    def test_what_was_handed_back_at_once_has_none(self, client, clerk, certification, now):
        intake = actions.Intake(version=certification.version_on(now.date()), applicant_name="Nguyễn Văn A")
        given = {"desk": clerk.desks[0], "intake": intake, "key": "k", "by": clerk, "now": now}
        dossier, _ = actions.receive_and_hand_back(**given)
        assert logged_in(client, clerk).get(url(dossier, "receipt.pdf")).status_code == 404


class TestScans:
    def test_are_served_as_attachments_under_a_name_that_says_nothing(
        self, client, clerk, support, now, settings, tmp_path
    ):
        settings.MEDIA_ROOT = tmp_path
        scan = SimpleUploadedFile("cmnd nguyen van duc.jpg", b"\xff\xd8\xff scan")
        papers = (actions.Paper(name="CMND", photocopies=1, scans=(scan,)),)
        dossier = receive(by=clerk, procedure=support, now=now, papers=papers)
        pk = dossier.documents.get().files.get().pk
        response = logged_in(client, clerk).get(url(dossier, f"files/{pk}/"))
        assert b"".join(response.streaming_content) == b"\xff\xd8\xff scan"
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"] == f'attachment; filename="{dossier.code}-{pk}.jpg"'

    def test_another_dossiers_scan_is_not_there(self, client, dossier, clerk, support, now, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        papers = (actions.Paper(name="x", originals=1, scans=(SimpleUploadedFile("x.pdf", b"%PDF-"),)),)
        other = receive(by=clerk, procedure=support, now=at("2018-01-15 09:00"), papers=papers)
        pk = other.documents.get().files.get().pk
        assert logged_in(client, clerk).get(url(dossier, f"files/{pk}/")).status_code == 404
