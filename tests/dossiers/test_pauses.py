"""Slip 02 and the clock: it stands still, then goes on or begins anew, and nothing is late meanwhile."""

from datetime import date

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from dossiers import actions, due
from dossiers.day_end import day_end
from dossiers.letters import supplement_slip_of
from dossiers.models import Dossier, Pause
from dossiers.receipts import receipt_of
from dossiers.states import DossierState, Outcome
from tests.builders import at, make_procedure, receive, reread
from units.calendars import work_calendar
from units.models import CalendarDay, RuleSet

PAPERS = ["Sổ hộ khẩu", "Giấy ủy quyền"]


@pytest.fixture
def dossier(clerk, support):
    """Of five working days, received on Monday: due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))


def ask(dossier, by, on, **more):
    given = {"reason": "Thiếu giấy tờ", "papers": PAPERS} | more
    return actions.ask_for_papers(dossier=dossier, by=by, now=at(on), **given)


def resume(dossier, by, on, **more):
    return actions.resume(dossier=dossier, by=by, now=at(on), **more)


def due_of(dossier):
    return f"{reread(dossier).due_at.astimezone(at('2018-01-15 00:00').tzinfo):%d/%m/%Y %H:%M}"


class TestTheClock:
    def test_it_stands_still_and_goes_on(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-17 10:00")
        paused = reread(dossier)
        assert (paused.state, paused.paused_at) == (DossierState.SUPPLEMENT, at("2018-01-17 10:00"))
        resume(dossier, clerk, "2018-01-24 08:00")
        resumed = reread(dossier)
        assert (resumed.state, resumed.paused_at) == (DossierState.PROCESSING, None)
        assert due_of(dossier) == "29/01/2018 17:00"
        assert resumed.first_due_at == at("2018-01-22 17:00")

    def test_it_never_falls_due_earlier_than_was_promised(self, dossier, officer, clerk):
        """A Saturday made a working day meanwhile would bring it forward by a day."""
        ask(dossier, officer, "2018-01-16 08:00")
        CalendarDay.objects.create(date=date(2018, 1, 20), kind="makeup", name="Làm bù", source="Công điện 01")
        resume(dossier, clerk, "2018-01-16 10:00")
        assert due_of(dossier) == "22/01/2018 17:00"

    def test_whoever_asks_has_it_in_hand_though_nobody_took_it_up(self, dossier, officer, commune):
        ask(dossier, officer, "2018-01-16 10:00")
        asked = reread(dossier)
        assert (asked.holding_agency, asked.handled_by) == (commune.committee, officer)
        assert asked.open_step.taken_by == officer

    def test_under_the_decree_of_2018_it_begins_anew(self, clerk, officer, support):
        made = receive(by=clerk, procedure=support, now=at("2019-01-14 10:00"))
        assert made.rule_set == RuleSet.objects.get(key="ND-61-2018")
        ask(made, officer, "2019-01-16 10:00")
        resume(made, clerk, "2019-01-18 08:00")
        assert due_of(made) == "25/01/2019 17:00"

    def test_waiting_for_a_payment_never_begins_anew(self, clerk, officer, support):
        made = receive(by=clerk, procedure=support, now=at("2019-01-14 10:00"))
        actions.await_payment(dossier=made, by=officer, now=at("2019-01-16 10:00"), reason="Nộp thuế")
        assert reread(made).state == DossierState.PAYMENT
        resume(made, officer, "2019-01-18 08:00")
        assert due_of(made) == "23/01/2019 17:00"

    def test_several_pauses_add_up(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-16 10:00")
        resume(dossier, clerk, "2018-01-17 10:00")
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-19 10:00"), reason="Nộp thuế")
        resume(dossier, officer, "2018-01-22 10:00")
        assert due_of(dossier) == "24/01/2018 17:00"

    def test_what_is_late_stays_late(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-23 10:00")
        assert reread(dossier).is_overdue(date(2018, 1, 24))
        resume(dossier, clerk, "2018-01-26 10:00")
        assert due_of(dossier) == "22/01/2018 17:00"

    def test_the_derivation_says_each_day(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-17 10:00")
        resume(dossier, clerk, "2018-01-18 08:00")
        reasons = [step.reason.value for step in due.derivation(reread(dossier)).steps]
        assert reasons[:4] == ["reception_day", "working", "working", "paused"]

    def test_a_date_that_was_given_by_hand_moves_by_the_working_days_of_the_pause(self, clerk, officer, commune):
        unpublished = make_procedure("1.000009", "Việc khác", time_limit=None, time_unit="")
        made = receive(
            by=clerk, procedure=unpublished, now=at("2018-01-15 10:00"), due_on=date(2018, 1, 22), due_reason="Hẹn"
        )
        ask(made, officer, "2018-01-18 10:00")
        resume(made, clerk, "2018-01-23 10:00")
        assert due_of(made) == "25/01/2018 17:00"

    def test_such_a_date_never_lies_before_somebody_could_go_on(self, clerk, officer, commune):
        unpublished = make_procedure("1.000009", "Việc khác", time_limit=None, time_unit="")
        made = receive(
            by=clerk, procedure=unpublished, now=at("2018-01-15 10:00"), due_on=date(2018, 1, 19), due_reason="Hẹn"
        )
        ask(made, officer, "2018-01-19 10:00")
        resume(made, clerk, "2018-01-20 10:00")  # a Saturday
        assert due_of(made) == "22/01/2018 17:00"


class TestElsewhere:
    def test_a_receipt_printed_later_holds_what_was_handed_in_at_reception(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-16 10:00")
        resume(dossier, clerk, "2018-01-17 10:00", papers=PAPERS)
        text = text_of(receipt_of(reread(dossier), now=at("2018-01-18 10:00")).content)
        assert "Giấy tờ tùy thân" in text
        assert not any(paper in text for paper in PAPERS)

    def test_the_sheet_of_a_past_day_stays_as_it_was(self, dossier, officer, clerk, commune):
        def due_next():
            sheet = day_end(clerk, commune.desk, date(2018, 1, 19), work_calendar(on=date(2018, 1, 19)))
            return [each.code for each in sheet.due_next]

        assert due_next() == [dossier.code]
        ask(dossier, officer, "2018-01-22 10:00")
        assert due_next() == [dossier.code]
        resume(dossier, clerk, "2018-02-05 10:00")
        assert due_next() == [dossier.code]

    def test_nor_does_the_sheet_of_a_day_on_which_it_waited_call_it_due(self, dossier, officer, clerk, commune):
        ask(dossier, officer, "2018-01-17 10:00")
        resume(dossier, clerk, "2018-02-05 10:00")
        day = date(2018, 1, 25)
        sheet = day_end(clerk, commune.desk, day, work_calendar(on=day))
        assert not sheet.overdue


class TestWhatIsAskedFor:
    def test_papers_reason_and_answer_are_kept(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-17 10:00")
        resume(dossier, clerk, "2018-01-18 08:00", papers=PAPERS[:1])
        pause = dossier.pauses.get()
        assert (pause.papers, pause.reason, pause.round, pause.begun_by) == (PAPERS, "Thiếu giấy tờ", 1, officer)
        assert (pause.ended_by, pause.ended_at) == (clerk, at("2018-01-18 08:00"))
        assert (pause.due_before, pause.due_after) == (at("2018-01-22 17:00"), at("2018-01-23 17:00"))
        assert list(dossier.documents.values_list("name", "position"))[-1] == (PAPERS[0], 3)

    def test_a_second_time_needs_a_leaders_reason_and_is_kept_as_such(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-16 10:00")
        resume(dossier, clerk, "2018-01-17 10:00")
        with pytest.raises(actions.LeaderMustDecide):
            ask(dossier, officer, "2018-01-18 10:00")
        assert reread(dossier).state == DossierState.PROCESSING
        assert dossier.pauses.count() == 1
        ask(dossier, officer, "2018-01-18 10:00", leader_reason="Luật chuyên ngành")
        assert list(dossier.pauses.values_list("round", "leader_reason")) == [(1, ""), (2, "Luật chuyên ngành")]

    def test_no_result_while_it_stands_still(self, dossier, officer):
        ask(dossier, officer, "2018-01-16 10:00")
        with pytest.raises(actions.MoveNotAllowed):
            actions.resolve(dossier=dossier, by=officer, now=at("2018-01-17 10:00"))
        with pytest.raises(actions.MoveNotAllowed):
            ask(dossier, officer, "2018-01-17 10:00")

    @pytest.mark.parametrize(
        ("end", "state", "outcome"),
        [
            (actions.stop, DossierState.STOPPED, Outcome.STOPPED),
            (actions.deny, DossierState.RESOLVED, Outcome.DENIED),
            (actions.withdraw, DossierState.WITHDRAWN, Outcome.WITHDRAWN),
        ],
    )
    def test_closed_while_it_stands_still_it_is_not_late(self, dossier, officer, clerk, end, state, outcome):
        ask(dossier, officer, "2018-01-17 10:00")
        by = clerk if end == actions.withdraw else officer
        end(dossier=dossier, by=by, now=at("2018-03-01 10:00"), reason="Không bổ sung")
        closed = reread(dossier)
        assert (closed.state, closed.outcome, closed.is_late) == (state, outcome, False)
        assert dossier.pauses.get().ended_at == closed.finished_at


class TestInvariants:
    """The database holds them, whoever asks."""

    def refused(self, change, error=DatabaseError):
        with pytest.raises(error), transaction.atomic():
            change()

    def test_a_due_date_moves_only_when_a_stopped_clock_goes_on(self, dossier):
        for values in ({"due_at": at("2018-03-01 17:00")}, {"due_steps": []}):
            self.refused(lambda values=values: Dossier.objects.update(**values))

    def test_and_never_before_the_first_one(self, dossier, officer):
        ask(dossier, officer, "2018-01-17 10:00")
        self.refused(lambda: Dossier.objects.update(due_at=at("2018-01-19 17:00")), IntegrityError)

    def test_what_was_asked_stays_as_it_was(self, dossier, officer):
        ask(dossier, officer, "2018-01-17 10:00")
        for values in ({"papers": []}, {"reason": "x"}, {"begun_at": at("2018-01-16 10:00")}, {"restarts": True}):
            self.refused(lambda values=values: Pause.objects.update(**values))
        self.refused(Pause.objects.all().delete)

    def test_an_answer_is_given_once(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-17 10:00")
        resume(dossier, clerk, "2018-01-18 08:00")
        self.refused(lambda: Pause.objects.update(ended_by=officer))

    def test_a_state_agrees_with_its_clock(self, dossier, officer):
        self.refused(lambda: Dossier.objects.update(state=DossierState.SUPPLEMENT), IntegrityError)
        self.refused(lambda: Dossier.objects.update(paused_at=at("2018-01-16 10:00")), IntegrityError)

    def test_one_pause_at_a_time(self, dossier, officer):
        ask(dossier, officer, "2018-01-17 10:00")
        again = Pause(
            dossier=dossier,
            state=DossierState.PAYMENT,
            round=1,
            reason="x",
            begun_at=at("2018-01-18 10:00"),
            begun_by=officer,
            due_before=dossier.due_at,
        )
        self.refused(again.save, IntegrityError)


class TestSlip:
    def test_it_is_numbered_for_each_unit_and_year(self, clerk, officer, support, stranger):
        numbers = []
        for by, on in ((clerk, "2018-01-15"), (clerk, "2018-01-16"), (stranger, "2018-01-16"), (clerk, "2019-01-15")):
            made = receive(by=by, procedure=support, now=at(f"{on} 08:00"))
            ask(made, officer, f"{on} 10:00")
            numbers.append(made.pauses.get().number)
        assert numbers == ["01/HDHS", "02/HDHS", "01/HDHS", "01/HDHS"]

    def test_or_by_the_offices_own_register(self, dossier, officer):
        ask(dossier, officer, "2018-01-16 10:00", number="115/UBND-VP")
        assert dossier.pauses.get().number == "115/UBND-VP"

    def test_a_number_is_given_again_when_nothing_came_of_it(self, dossier, officer, clerk, support):
        ask(dossier, officer, "2018-01-16 10:00")
        with transaction.atomic():
            ask(receive(by=clerk, procedure=support, now=at("2018-01-16 08:00")), officer, "2018-01-16 10:00")
            transaction.set_rollback(True)
        other = receive(by=clerk, procedure=support, now=at("2018-01-16 08:00"))
        ask(other, officer, "2018-01-16 10:00")
        assert other.pauses.get().number == "02/HDHS"

    def test_it_says_what_to_bring_and_why_under_the_title_of_its_day(self, clerk, officer, support):
        for on, title, basis in (
            ("2018-01-15", "PHIẾU HƯỚNG DẪN HOÀN THIỆN HỒ SƠ", ""),
            ("2019-01-15", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Mẫu số 02 – Thông tư số 01/2018/TT-VPCP"),
        ):
            made = receive(by=clerk, procedure=support, now=at(f"{on} 08:00"), applicant_name="Vũ Thị Nhung")
            ask(made, officer, f"{on} 10:00")
            text = text_of(supplement_slip_of(made.pauses.get(), now=at(f"{on} 10:05")).content)
            for words in (title, basis, "Số: 01/HDHS", made.code, "Vũ Thị Nhung", *PAPERS, "Thiếu giấy tờ"):
                assert words in text, words
            assert "NGƯỜI HƯỚNG DẪN" in text
            assert officer.full_name in text
            assert made.secret not in text

    def test_a_second_one_says_that_it_is(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-16 10:00")
        resume(dossier, clerk, "2018-01-17 10:00")
        ask(dossier, officer, "2018-01-18 10:00", leader_reason="Đã báo cáo")
        first, second = (supplement_slip_of(pause, now=at("2018-01-18 10:05")) for pause in dossier.pauses.all())
        assert "Yêu cầu bổ sung lần" not in text_of(first.content)
        assert "Yêu cầu bổ sung lần 2" in text_of(second.content)

    def test_it_is_the_same_bytes_for_ever(self, dossier, officer, clerk):
        ask(dossier, officer, "2018-01-16 10:00")
        first = supplement_slip_of(dossier.pauses.get(), now=at("2018-01-16 10:05"))
        resume(dossier, clerk, "2018-01-17 10:00")
        again = supplement_slip_of(dossier.pauses.get(), now=at("2018-02-01 10:05"))
        assert (again.pk, bytes(again.content)) == (first.pk, bytes(first.content))


def text_of(content):
    pages = pypdfium2.PdfDocument(bytes(content))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
