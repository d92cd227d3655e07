"""Slip 04: a new date is promised with the reason; the legal due date and lateness stay."""

from datetime import date

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from dossiers import actions
from dossiers.clocks import last_day_to_apologise
from dossiers.letters import apology_slip_of
from dossiers.models import Apology
from dossiers.standing import standing
from tests.builders import at, receive, reread


@pytest.fixture
def dossier(clerk, support):
    """Of five working days, received on Monday: due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))


def apologise(dossier, by, on, promised_on, **more):
    given = {"reason": "Chờ ý kiến phối hợp", "promised_on": promised_on} | more
    return actions.apologise(dossier=dossier, by=by, now=at(on), **given)


def text_of(slip):
    pages = pypdfium2.PdfDocument(bytes(slip.content))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


class TestPromise:
    def test_a_new_date_is_promised_and_the_legal_one_stays(self, dossier, officer):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25))
        promised = reread(dossier)
        assert promised.promised_at == at("2018-01-25 17:00")
        assert promised.due_at == promised.first_due_at == at("2018-01-22 17:00")
        assert promised.is_overdue(date(2018, 1, 24))

    def test_what_keeps_the_new_date_is_late_all_the_same(self, dossier, officer):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25))
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-24 10:00"))
        assert reread(dossier).is_late

    def test_in_2018_it_is_in_time_on_the_due_date(self, dossier, officer):
        assert last_day_to_apologise(dossier) == date(2018, 1, 22)
        apologise(dossier, officer, "2018-01-22 16:00", date(2018, 1, 25))
        assert not dossier.apologies.get().is_late

    def test_under_the_decree_a_working_day_before(self, clerk, officer, support):
        made = receive(by=clerk, procedure=support, now=at("2019-01-14 10:00"))  # due on Monday the 21st
        assert last_day_to_apologise(made) == date(2019, 1, 18)
        with pytest.raises(actions.LeaderMustDecide):
            apologise(made, officer, "2019-01-21 08:00", date(2019, 1, 25))
        apologise(made, officer, "2019-01-21 08:00", date(2019, 1, 25), leader_reason="Đã báo cáo")
        apology = made.apologies.get()
        assert (apology.is_late, apology.leader_reason) == (True, "Đã báo cáo")

    def test_a_second_one_is_a_leaders_decision(self, dossier, officer):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25))
        with pytest.raises(actions.LeaderMustDecide):
            apologise(dossier, officer, "2018-01-22 11:00", date(2018, 1, 30))
        assert dossier.apologies.count() == 1
        apologise(dossier, officer, "2018-01-22 11:00", date(2018, 1, 30), leader_reason="Đồng ý")
        again = dossier.apologies.get(round=2)
        assert again.promised_before == at("2018-01-25 17:00")
        assert again.number == "02"

    def test_not_of_what_is_finished_nor_while_the_clock_stands_still(self, dossier, officer):
        actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=at("2018-01-16 10:00"))
        with pytest.raises(actions.MoveNotAllowed):
            apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25))

    def test_a_promise_does_not_outlive_a_later_due_date(self, dossier, officer, clerk):
        apologise(dossier, officer, "2018-01-16 10:00", date(2018, 1, 23))
        actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=at("2018-01-17 10:00"))
        actions.resume(dossier=dossier, by=clerk, now=at("2018-02-05 10:00"))
        later = reread(dossier)
        assert (later.is_promised_anew, later.last_promise) == (False, later.due_at)
        assert "23/01/2018" not in " ".join(standing(later, today=date(2018, 2, 6)).sentences)

    def test_a_promise_that_was_broken_owes_an_apology_again(self, dossier, officer):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25))
        kept, broken = (standing(reread(dossier), today=date(2018, 1, day)).sentences for day in (24, 26))
        assert any("25/01/2018" in sentence for sentence in kept)
        assert not any("25/01/2018" in sentence for sentence in broken)
        assert len(kept) == len(broken) == 3

    def test_of_two_presses_the_second_is_told(self, dossier, officer):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25), seen=0)
        with pytest.raises(actions.MoveNotAllowed):
            apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25), seen=0, leader_reason="Đồng ý")
        assert dossier.apologies.count() == 1


class TestInvariants:
    def test_a_promise_lies_after_the_one_before(self, dossier, officer):
        with pytest.raises(IntegrityError), transaction.atomic():
            apologise(dossier, officer, "2018-01-16 10:00", date(2018, 1, 22))

    def test_it_is_never_changed_or_deleted(self, dossier, officer):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25))
        for change in (lambda: Apology.objects.update(reason="x"), Apology.objects.all().delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


class TestPages:
    def post(self, client, user, dossier, **given):
        client.force_login(user)
        return client.post(f"/dossiers/{dossier.code}/apologise/", given)

    @pytest.fixture
    def today(self, clock):
        clock.starts_at = at("2018-01-22 10:00")
        clock.save()

    def test_an_officer_records_it_and_prints_the_slip(self, client, dossier, officer, today):
        assert self.post(client, officer, dossier, promised_on="2018-01-25", reason="Chờ").status_code == 302
        page = client.get(f"/dossiers/{dossier.code}/").content.decode()
        assert f"/dossiers/{dossier.code}/apology-1.pdf" in page
        assert "hẹn trả lại kết quả vào ngày 25/01/2018" in page
        assert client.get(f"/dossiers/{dossier.code}/apology-1.pdf").content[:4] == b"%PDF"
        assert client.get(f"/dossiers/{dossier.code}/apology-2.pdf").status_code == 404

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"promised_on": "2018-01-25"}, "reason"),
            ({"reason": "Chờ"}, "promised_on"),
            ({"reason": "Chờ", "promised_on": "2018-01-22"}, "promised_on"),
            ({"reason": "Chờ", "promised_on": "2018-01-27"}, "promised_on"),  # a Saturday
            ({"reason": "Chờ", "promised_on": "2018-02-30"}, "promised_on"),
        ],
    )
    def test_what_makes_no_sense_is_said(self, client, dossier, officer, today, given, field):
        answer = self.post(client, officer, dossier, **given)
        assert answer.status_code == 400
        form = next(move["form"] for move in answer.context["moves"] if move["verb"] == "apologise")
        assert list(form.errors) == [field]
        assert not dossier.apologies.exists()

    def test_when_it_is_late_the_leaders_reason_is_asked_for(self, client, dossier, officer, clock):
        clock.starts_at = at("2018-01-23 10:00")
        clock.save()
        given = {"reason": "Chờ", "promised_on": "2018-01-25"}
        assert self.post(client, officer, dossier, **given).status_code == 400
        assert self.post(client, officer, dossier, **given, leader_reason="Đã báo cáo").status_code == 302
        assert dossier.apologies.get().is_late

    def test_clerks_leaders_and_strangers_may_not(self, client, dossier, clerk, leader, stranger, today):
        given = {"reason": "Chờ", "promised_on": "2018-01-25"}
        assert [self.post(client, user, dossier, **given).status_code for user in (clerk, leader, stranger)] == [
            403,
            403,
            404,
        ]

    def test_the_applicant_reads_the_new_date(self, client, dossier, officer, clock):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25))
        clock.starts_at = at("2018-01-23 10:00")
        clock.save()
        found = client.post("/track/", {"code": dossier.code, "secret": dossier.secret}, follow=True).content.decode()
        assert "25/01/2018" in found
        assert "phải có văn bản xin lỗi" not in found


class TestSlip:
    def test_a_second_one_says_which_promise_was_not_kept(self, dossier, officer):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25))
        apologise(dossier, officer, "2018-01-25 10:00", date(2018, 1, 30), leader_reason="Đã báo cáo")
        text = text_of(apology_slip_of(dossier.apologies.get(round=2), now=at("2018-01-25 10:05")))
        assert "17 giờ 00 phút, ngày 25 tháng 01 năm 2018" in text
        assert "ngày 22 tháng 01 năm 2018" not in text

    def test_it_says_what_was_promised_why_not_and_when(self, dossier, officer):
        apologise(dossier, officer, "2018-01-22 10:00", date(2018, 1, 25), number="15/PXL-UBND")
        slip = apology_slip_of(dossier.apologies.get(), now=at("2018-01-22 10:05"))
        text = text_of(slip)
        for words in (
            "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
            "Số: 15/PXL-UBND",
            "Ngày 15 tháng 01 năm 2018",
            "17 giờ 00 phút, ngày 22 tháng 01 năm 2018",
            "hẹn trả lại kết quả vào ngày 25 tháng 01 năm 2018",
            "Chờ ý kiến phối hợp",
            "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ",
            dossier.code,
        ):
            assert words in text, words
        assert dossier.secret not in text
