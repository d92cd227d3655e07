"""The page on which a reception is put right: what differs is shown, then saved; two at once never overwrite."""

import pytest

from dossiers import actions
from dossiers.models import Correction, DossierEvent
from dossiers.receipts import receipt_of
from tests.builders import at, make_procedure, make_user, receive, reread
from units.models import Role


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


@pytest.fixture
def it_is(clock):
    """it_is("08:09"): from here on, at the desks."""

    def it_is(time):
        clock.starts_at = at(f"2018-01-15 {time}")
        clock.save()

    return it_is


def url(dossier, query=""):
    return f"/dossiers/{dossier.code}/correct/{query}"


def pressed(client, dossier, **sent):
    """The page after the first press: what differs."""
    return client.post(url(dossier), sent)


def saved(client, dossier, **sent):
    """After the second."""
    shown = pressed(client, dossier, **sent)
    return client.post(url(dossier), sent | {"shown": shown.context["change"].digest})


class TestWho:
    def test_a_clerk_corrects_himself_for_ten_minutes(self, client, dossier, clerk, it_is):
        client.force_login(clerk)
        it_is("08:09")
        assert saved(client, dossier, applicant_name="Lê An").url == f"/dossiers/{dossier.code}/"
        assert reread(dossier).applicant_name == "Lê An"
        it_is("08:11")
        answer = pressed(client, dossier, applicant_name="Lê Ba")
        assert answer.status_code == 403
        assert "10 phút" in answer.content.decode()
        assert reread(dossier).applicant_name == "Lê An"

    def test_how_long_is_a_setting(self, client, dossier, clerk, it_is, settings):
        settings.OWN_CORRECTION_MINUTES = 30
        client.force_login(clerk)
        it_is("08:29")
        assert saved(client, dossier, applicant_name="Lê An").status_code == 302

    def test_another_clerk_of_the_desk_sees_and_may_not(self, client, dossier, commune):
        client.force_login(make_user("clerk.2", Role.CLERK, commune))
        assert client.get(f"/dossiers/{dossier.code}/").status_code == 200
        for answer in (client.get(url(dossier)), pressed(client, dossier, applicant_name="Lê An")):
            assert answer.status_code == 403

    def test_nor_may_the_officer(self, client, dossier, officer):
        client.force_login(officer)
        assert pressed(client, dossier, applicant_name="Lê An", reason="x").status_code == 403

    def test_a_foreign_desk_knows_of_nothing(self, client, dossier, stranger):
        client.force_login(stranger)
        for answer in (client.get(url(dossier)), pressed(client, dossier, applicant_name="Lê An")):
            assert answer.status_code == 404

    def test_leaders_of_the_unit_and_above_do_with_a_reason(self, client, dossier, leader, district_leader, it_is):
        it_is("14:00")
        for number, user in enumerate((leader, district_leader), 1):
            client.force_login(user)
            sent = {"applicant_name": f"Lê {'An' * number}", "reason": "Nghe nhầm"}
            assert saved(client, dossier, **sent).status_code == 302
        assert [each.made_by for each in Correction.objects.all()] == [leader, district_leader]

    def test_without_one_nothing_is_saved_and_what_was_typed_stays(self, client, dossier, leader):
        client.force_login(leader)
        answer = pressed(client, dossier, applicant_name="Lê An")
        assert answer.status_code == 400
        assert "reason" in answer.context["form"].errors
        assert 'value="Lê An"' in answer.content.decode()
        assert not Correction.objects.exists()


class TestThePage:
    def test_it_is_filled_in_as_it_was_taken_down_but_for_identity_numbers(self, client, dossier, leader):
        client.force_login(leader)
        page = client.get(url(dossier)).content.decode()
        assert 'value="Nguyễn Văn Đức"' in page
        assert "164000111" not in page
        assert "164•••111" in page
        assert page.count("checked") == dossier.documents.count()

    def test_what_differs_is_shown_before_it_is_saved(self, client, dossier, leader):
        client.force_login(leader)
        answer = pressed(client, dossier, applicant_name="Lê An", applicant_id="", reason="Nghe nhầm")
        assert answer.status_code == 200
        told = [(each.before, each.after) for each in answer.context["differs"]]
        assert told == [("Nguyễn Văn Đức", "Lê An")]
        assert reread(dossier).applicant_name == "Nguyễn Văn Đức"

    def test_what_was_changed_since_it_was_shown_is_shown_again(self, client, dossier, leader):
        client.force_login(leader)
        shown = pressed(client, dossier, applicant_name="Lê An", reason="x").context["change"].digest
        answer = pressed(client, dossier, applicant_name="Lê Ba", reason="x", shown=shown)
        assert answer.status_code == 200
        assert not Correction.objects.exists()

    def test_what_is_not_touched_is_not_found_fault_with(self, client, clerk, leader, support, now):
        dossier = receive(by=clerk, procedure=support, now=now, applicant_phone="0229.386", applicant_email="không có")
        client.force_login(leader)
        kept = {"applicant_phone": "0229.386", "applicant_email": "không có"}
        assert saved(client, dossier, **kept, applicant_name="Lê An", reason="x").status_code == 302
        assert reread(dossier).applicant_phone == "0229.386"
        assert pressed(client, dossier, **kept | {"applicant_phone": "12"}, reason="x").status_code == 400

    def test_an_identity_number_stays_changes_or_goes(self, client, dossier, leader):
        client.force_login(leader)
        saved(client, dossier, applicant_name="Lê An", applicant_id="", reason="x")
        assert reread(dossier).applicant_id_number == "164000111"
        saved(client, dossier, applicant_id="164 000 222", reason="x")
        assert reread(dossier).applicant_id_number == "164000222"
        saved(client, dossier, applicant_id="-", reason="x")
        assert reread(dossier).applicant_id_number == ""

    def test_nothing_to_correct_is_said(self, client, dossier, leader):
        client.force_login(leader)
        answer = pressed(client, dossier, applicant_name="Nguyễn Văn Đức", reason="x")
        assert answer.status_code == 400
        assert not Correction.objects.exists()

    def test_papers_are_ticked_anew(self, client, dossier, leader):
        first, second = dossier.documents.all()
        client.force_login(leader)
        sent = {"papers": "1", f"document_{first.required_id}": "1", f"originals_{first.required_id}": "3"}
        assert saved(client, dossier, **sent, reason="x").status_code == 302
        assert [(p.originals, p.struck_by is None) for p in dossier.documents.all()] == [
            (1, False),
            (1, False),
            (3, True),
        ]
        page = client.get(f"/dossiers/{dossier.code}/")
        assert [paper.pk for paper in page.context["struck"]] == [first.pk, second.pk]

    def test_what_is_due_is_not_touched(self, client, clerk, certification, now, leader):
        dossier = receive(by=clerk, procedure=certification, now=now, copies=2, fee_amount=4000, fee_status="paid")
        client.force_login(leader)
        saved(client, dossier, copies="3", fee_amount="1", fee_status="none", reason="Đếm nhầm")
        corrected = reread(dossier)
        assert (corrected.copies, corrected.fee_amount, corrected.fee_status) == (3, 4000, "paid")


class TestFromThePaperBook:
    @pytest.fixture
    def entered(self, clerk, support, now):
        """Received on Friday by the paper book, typed in on Monday."""
        version = support.versions.get()
        on_paper = actions.OnPaper(number="7", received_at=at("2018-01-12 09:00"), reason="Mất điện")
        intake = actions.Intake(version=version, applicant_name="Lê An")
        given = {"desk": clerk.desks[0], "intake": intake, "on_paper": on_paper, "key": "k", "by": clerk}
        return actions.enter_from_paper_book(**given, now=now)[0]

    def test_its_time_of_reception_is_put_right_and_the_due_date_with_it(self, client, entered, leader):
        client.force_login(leader)
        sent = {"received_on": "2018-01-11", "received_time": "10:30", "reason": "Đọc nhầm sổ"}
        assert saved(client, entered, **sent).status_code == 302
        corrected = reread(entered)
        assert corrected.received_at == at("2018-01-11 10:30")
        assert (corrected.due_at, corrected.code) == (at("2018-01-18 17:00"), entered.code)

    def test_not_to_a_time_after_it_was_typed_in(self, client, entered, leader):
        client.force_login(leader)
        answer = pressed(client, entered, received_on="2018-01-16", received_time="10:30", reason="x")
        assert answer.status_code == 400
        assert "received_on" in answer.context["form"].errors

    def test_the_clerks_minutes_begin_when_he_typed_it(self, client, entered, clerk, it_is):
        it_is("08:09")
        client.force_login(clerk)
        assert saved(client, entered, applicant_name="Lê Ba").status_code == 302

    def test_of_what_was_received_at_the_desk_the_time_stays(self, client, dossier, leader):
        client.force_login(leader)
        saved(client, dossier, received_on="2018-01-11", received_time="10:30", applicant_name="Lê An", reason="x")
        assert reread(dossier).received_at == dossier.received_at


class TestProcedure:
    @pytest.fixture
    def other(self, db):
        return make_procedure("1.000001", "Trợ cấp một lần", time_limit=3, papers=("Đơn xin",), fee=None)

    def test_it_is_chosen_from_what_the_desk_received_on_that_day(self, client, dossier, leader, other):
        client.force_login(leader)
        page = client.get(url(dossier, "?another=1&q=mot lan")).content.decode()
        assert f'href="{url(dossier)}?procedure=1.000001"' in page
        assert "Đơn xin" in client.get(url(dossier, "?procedure=1.000001")).content.decode()

    def test_the_new_due_date_is_told_before_it_is_saved(self, client, dossier, leader, other):
        client.force_login(leader)
        answer = pressed(client, dossier, procedure=other.code, reason="Chọn nhầm")
        told = {(each.before, each.after) for each in answer.context["differs"]}
        assert ("Trợ cấp xã hội hàng tháng", "Trợ cấp một lần") in told
        assert ("17:00 22/01/2018", "17:00 18/01/2018") in told
        assert saved(client, dossier, procedure=other.code, reason="Chọn nhầm").status_code == 302
        assert reread(dossier).due_at == at("2018-01-18 17:00")

    def test_what_makes_it_overdue_is_said(self, client, dossier, leader, other, clock):
        clock.starts_at = at("2018-01-19 08:00")
        clock.save()
        client.force_login(leader)
        assert pressed(client, dossier, procedure=other.code, reason="x").context["becomes_overdue"]

    def test_one_that_the_desk_does_not_receive_is_none(self, client, dossier, leader):
        client.force_login(leader)
        assert pressed(client, dossier, procedure="9.999999", reason="x").status_code == 400
        assert not Correction.objects.exists()

    def test_it_stays_with_a_dossier_that_has_its_result(self, client, dossier, leader, officer, other):
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 08:01"))
        client.force_login(leader)
        answer = pressed(client, dossier, procedure=other.code, copies="5", reason="x")
        assert answer.status_code == 400
        assert reread(dossier).version == dossier.version


class TestTwoAtOnce:
    def test_who_comes_second_is_told_and_sees_what_differs_by_now(self, client, dossier, leader, district_leader):
        sent = {"revision": "0", "applicant_name": "Lê An", "applicant_phone": "", "reason": "x"}
        client.force_login(leader)
        shown = pressed(client, dossier, **sent).context["change"].digest
        client.force_login(district_leader)
        saved(client, dossier, revision="0", applicant_phone="0912345678", reason="y")
        client.force_login(leader)
        answer = client.post(url(dossier), sent | {"shown": shown})
        assert answer.status_code == 409
        told = [(each.before, each.after) for each in answer.context["differs"]]
        assert told == [("Nguyễn Văn Đức", "Lê An"), ("0912345678", "–")]
        assert Correction.objects.count() == 1
        sent |= {"revision": "1", "shown": answer.context["change"].digest}
        assert client.post(url(dossier), sent).status_code == 302
        assert reread(dossier).revision == 2

    def test_a_form_from_before_is_no_quiet_overwrite(self, client, dossier, leader):
        client.force_login(leader)
        saved(client, dossier, revision="0", applicant_name="Lê An", reason="x")
        answer = pressed(client, dossier, revision="0", applicant_name="Nguyễn Văn Đức", reason="x")
        assert answer.status_code == 409
        assert 'name="revision" value="1"' in answer.content.decode()


class TestReceipts:
    def test_the_replaced_one_stays_and_the_new_one_says_so(self, client, dossier, clerk, leader, now):
        first = bytes(receipt_of(dossier, now=now).content)
        client.force_login(leader)
        saved(client, dossier, applicant_name="Lê An", reason="x")
        client.force_login(clerk)
        address = f"/dossiers/{dossier.code}/receipt.pdf"
        assert client.get(f"{address}?version=1").content == first
        second = client.get(address)
        assert second["Content-Disposition"] == f'inline; filename="{dossier.code}-2.pdf"'
        assert client.get(f"{address}?version=2").content == second.content != first
        for wrong in ("3", "0", "x", "-1", "99999", "１"):
            assert client.get(f"{address}?version={wrong}").status_code == 404

    def test_the_page_lists_both(self, client, dossier, clerk, leader, now):
        receipt_of(dossier, now=now)
        client.force_login(leader)
        saved(client, dossier, applicant_name="Lê An", reason="x")
        client.force_login(clerk)
        slips = client.get(f"/dossiers/{dossier.code}/").context["slips"]
        assert [(each.version, each.is_replaced, each.slip is not None) for each in slips] == [
            (1, True, True),
            (2, False, False),
        ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_however_many_corrections(
    client, dossier, leader, django_assert_max_num_queries, count
):
    client.force_login(leader)
    for number in range(count):
        saved(client, dossier, applicant_phone=f"09123456{number:02}", reason="x")
    assert DossierEvent.objects.filter(kind="corrected").count() == count
    with django_assert_max_num_queries(31):
        client.get(f"/dossiers/{dossier.code}/")


def test_a_correction_costs_thirty_statements_at_most(client, dossier, leader, django_assert_max_num_queries):
    client.force_login(leader)
    sent = {"applicant_name": "Lê An", "reason": "x"}
    shown = pressed(client, dossier, **sent).context["change"].digest
    with django_assert_max_num_queries(30):
        client.post(url(dossier), sent | {"shown": shown})
