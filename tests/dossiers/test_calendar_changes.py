"""A change of the calendar: first shown with what it moves, then accepted by somebody, and nothing moves silently."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dossiers import actions, due
from dossiers.calendar_changes import Proposal, preview_of
from dossiers.due_days import lines_of
from dossiers.imports import COLUMNS, add_dossiers
from dossiers.models import CalendarChange, Dossier, DueCause
from dossiers.sentences import sentence
from tests.builders import at, make_procedure, receive, reread
from units.calendar_files import Day
from units.models import CalendarDay
from units.tables import Row

TODAY = date(2018, 1, 15)
STORM = date(2018, 1, 18)  # a Thursday


@pytest.fixture
def dossier(clerk, support):
    """Of five working days, received on Monday: due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))


def off(*days, name="Bão số 1"):
    return [Day(day, "holiday", name) for day in days]


def propose(*days, unit=None):
    return Proposal(unit, "Công điện 01", tuple(days))


def accept(proposal, by, on="2018-01-15 11:00", **more):
    now = at(on)
    seen = preview_of(proposal, today=now.date()).digest
    return actions.change_calendar(proposal=proposal, by=by, now=now, reason="Bão", **{"seen": seen} | more)


def moved(proposal, today=TODAY):
    return {each.dossier.code: f"{each.due_after:%d/%m}" for each in preview_of(proposal, today=today).moved}


def bring(code, received, due_at, **cells):
    values = {"code": code, "receiving_unit": "14635", "competent_unit": "14635", "channel": "in_person"}
    values |= {"procedure_code": "1.001776", "applicant_name": "Vũ Thị Mến", "received_at": received, "due_at": due_at}
    add_dossiers([Row(2, {**dict.fromkeys(COLUMNS, ""), **values, **cells})], now=at("2018-01-15 08:00"))
    return Dossier.objects.get(code=code)


class TestPreview:
    def test_it_shows_who_would_move_and_moves_nobody(self, dossier):
        assert moved(propose(*off(STORM))) == {dossier.code: "23/01"}
        assert reread(dossier).due_at == at("2018-01-22 17:00")
        assert not CalendarDay.objects.filter(date=STORM).exists()

    @pytest.mark.parametrize("day", [date(2018, 1, 15), date(2018, 1, 20), date(2018, 1, 23)])
    def test_a_day_that_did_not_count_for_it_moves_nothing(self, dossier, day):
        assert moved(propose(*off(day))) == {}

    def test_no_date_comes_earlier(self, dossier):
        assert moved(propose(Day(date(2018, 1, 20), "makeup", "Làm bù"))) == {}

    def test_a_day_off_that_is_made_up_for_before_moves_nothing(self, dossier):
        swap = [*off(STORM), Day(date(2018, 1, 20), "makeup", "Làm bù")]
        assert moved(propose(*swap)) == {}

    def test_what_is_late_finished_or_paused_does_not_move(self, clerk, officer, support, now):
        late, done, paused = (receive(by=clerk, procedure=support, now=at("2018-01-04 08:00")) for _ in range(3))
        actions.resolve(dossier=done, by=officer, now=at("2018-01-05 08:00"))
        actions.await_payment(dossier=paused, by=officer, now=at("2018-01-08 08:00"), reason="x")
        preview = preview_of(propose(*off(date(2018, 1, 10))), today=TODAY)
        assert (preview.moved, preview.paused) == ([], 1)

    def test_nor_one_that_waits_while_its_time_is_not_over(self, dossier, officer):
        """It is reckoned anew when its clock goes on."""
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-15 10:30"), reason="x")
        preview = preview_of(propose(*off(STORM)), today=TODAY)
        assert (preview.moved, preview.paused) == ([], 1)

    def test_a_dossier_that_is_due_today_still_moves(self, clerk, support):
        made = receive(by=clerk, procedure=support, now=at("2018-01-08 10:00"))
        assert moved(propose(*off(TODAY))) == {made.code: "16/01"}

    def test_a_promise_is_told_and_stays(self, dossier, officer):
        given = {"reason": "x", "promised_on": date(2018, 1, 25), "by": officer, "now": at("2018-01-15 10:30")}
        actions.apologise(dossier=dossier, **given)
        assert preview_of(propose(*off(date(2018, 1, 25))), today=TODAY).promised == 1

    def test_pauses_and_an_extension_are_reckoned_with(self, dossier, officer, support):
        support.versions.update(extension_limit=3)
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-15 10:30"), reason="x")
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-16 10:00"))
        actions.extend(dossier=dossier, by=officer, now=at("2018-01-16 10:30"), reason="x", amount=3)
        assert reread(dossier).due_at == at("2018-01-26 17:00")
        assert moved(propose(*off(STORM)), date(2018, 1, 16)) == {dossier.code: "29/01"}

    def test_a_date_that_was_not_reckoned_keeps_its_working_days(self, commune, support):
        imported = bring("A-1", "2018-01-10 08:00", "2018-01-24")
        assert moved(propose(*off(STORM))) == {imported.code: "25/01"}

    def test_a_date_given_by_hand_moves_off_a_new_day_off_only(self, clerk):
        unpublished = make_procedure("1.000009", "Việc khác", time_limit=None, time_unit="")
        given = {"due_on": STORM, "due_reason": "Hẹn"}
        made = receive(by=clerk, procedure=unpublished, now=at("2018-01-15 10:00"), **given)
        assert moved(propose(*off(date(2018, 1, 17)))) == {}
        assert moved(propose(*off(STORM))) == {made.code: "19/01"}

    def test_what_the_calendar_says_already_is_no_change(self, dossier):
        there = CalendarDay.objects.get(date=date(2018, 2, 14))
        preview = preview_of(propose(Day(there.date, there.kind, there.name)), today=TODAY)
        assert (preview.days, preview.moved) == ([], [])

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_asks_the_database_as_often_for_many(self, clerk, support, count, django_assert_max_num_queries):
        for _ in range(count):
            receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
        with django_assert_max_num_queries(11):
            assert len(preview_of(propose(*off(STORM)), today=TODAY).moved) == count


class TestAccepting:
    def test_days_and_dossiers_change_together(self, dossier, administrator):
        accept(propose(*off(STORM)), administrator)
        now = reread(dossier)
        assert (now.due_at, now.first_due_at) == (at("2018-01-23 17:00"), at("2018-01-22 17:00"))
        assert STORM in [step.day for step in due.derivation(now).steps if step.reason == "holiday"]
        assert CalendarDay.objects.get(date=STORM).source == "Công điện 01"

    def test_who_accepted_it_and_why_is_in_the_history_of_each(self, dossier, administrator):
        change = accept(propose(*off(STORM)), administrator)
        event, move = dossier.events.get(kind="recalculated"), dossier.due_moves.get()
        assert (event.by, event.reason, event.at) == (administrator, "Bão", at("2018-01-15 11:00"))
        assert all(part in sentence(event) for part in ("Công điện 01", "22/01/2018", "23/01/2018"))
        assert (move.cause, move.change, move.made_by) == (DueCause.CALENDAR, change, administrator)
        assert lines_of(reread(dossier))[-1] == (
            "Thứ Hai 15/01: lịch làm việc thay đổi theo Công điện 01, tính lại ngày hẹn trả"
        )

    def test_what_it_changed_is_kept(self, dossier, administrator):
        accept(propose(*off(STORM)), administrator)
        accept(propose(Day(STORM), *off(date(2018, 1, 19))), administrator)
        assert [change.days for change in CalendarChange.objects.order_by("pk")] == [
            [["2018-01-18", "", "", "holiday", "Bão số 1"]],
            [["2018-01-18", "holiday", "Bão số 1", "", ""], ["2018-01-19", "", "", "holiday", "Bão số 1"]],
        ]

    def test_a_day_given_back_makes_nothing_due_earlier(self, dossier, administrator):
        accept(propose(*off(STORM)), administrator)
        accept(propose(Day(STORM)), administrator)
        assert not CalendarDay.objects.filter(date=STORM).exists()
        assert reread(dossier).due_at == at("2018-01-23 17:00")
        assert dossier.due_moves.count() == 1

    def test_what_was_not_seen_is_not_done(self, dossier, clerk, support, administrator):
        proposal = propose(*off(STORM))
        seen = preview_of(proposal, today=TODAY).digest
        receive(by=clerk, procedure=support, now=at("2018-01-15 10:30"))
        with pytest.raises(actions.NotAsSeen):
            accept(proposal, administrator, seen=seen)
        assert not CalendarChange.objects.exists()

    def test_nor_twice(self, dossier, administrator):
        proposal = propose(*off(STORM))
        accept(proposal, administrator)
        with pytest.raises(actions.NotAsSeen):
            accept(proposal, administrator)

    def test_a_worked_day_is_taken_away_with_a_reason_only(self, clerk, support, administrator):
        worked = date(2018, 1, 12)
        receive(by=clerk, procedure=support, now=at("2018-01-12 10:00"))
        proposal = propose(*off(worked))
        assert preview_of(proposal, today=TODAY).worked == {worked: 1}
        with pytest.raises(actions.WorkedDayTaken):
            accept(proposal, administrator)
        assert not CalendarDay.objects.filter(date=worked).exists()
        accept(proposal, administrator, worked_reason="Nghỉ từ 11 giờ")
        assert CalendarChange.objects.get().worked_reason == "Nghỉ từ 11 giờ"

    def test_so_is_a_makeup_day_on_which_somebody_finished(self, clerk, officer, support, administrator):
        saturday = date(2018, 1, 13)
        accept(propose(Day(saturday, "makeup", "Làm bù")), administrator, "2018-01-10 08:00")
        made = receive(by=clerk, procedure=support, now=at("2018-01-12 10:00"))
        actions.resolve(dossier=made, by=officer, now=at("2018-01-13 09:00"))
        assert preview_of(propose(Day(saturday)), today=TODAY).worked == {saturday: 1}

    def test_whoever_has_it_in_hand_has_the_new_time(self, dossier, officer, administrator):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 10:30"))
        assert reread(dossier).open_step.due_at == at("2018-01-22 17:00")
        accept(propose(*off(STORM)), administrator)
        assert reread(dossier).open_step.due_at == at("2018-01-23 17:00")

    def test_many_are_moved_in_as_many_statements_as_a_few(self, clerk, support, administrator):
        counts = []
        for day in (date(2018, 1, 17), STORM):
            receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
            with CaptureQueriesContext(connection) as queries:
                accept(propose(*off(day)), administrator)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestUnits:
    def test_a_units_own_day_moves_its_own_only(self, dossier, stranger, support, commune, administrator):
        other = receive(by=stranger, procedure=support, now=at("2018-01-15 10:00"))
        accept(propose(*off(STORM), unit=commune), administrator)
        assert (reread(dossier).due_at.day, reread(other).due_at.day) == (23, 22)

    def test_one_of_the_district_moves_all_below(self, dossier, stranger, support, district, administrator):
        other = receive(by=stranger, procedure=support, now=at("2018-01-15 10:00"))
        accept(propose(*off(STORM), unit=district), administrator)
        assert (reread(dossier).due_at.day, reread(other).due_at.day) == (23, 23)

    def test_a_desk_that_works_on_saturdays_counts_them(self, clerk, support, commune, stranger, administrator):
        saturday = date(2018, 1, 20)
        accept(propose(Day(saturday, "makeup", "Trực thứ Bảy"), unit=commune), administrator)
        own, others = (receive(by=by, procedure=support, now=at("2018-01-15 12:00")) for by in (clerk, stranger))
        assert (own.due_at, others.due_at) == (at("2018-01-20 17:00"), at("2018-01-22 17:00"))

    def test_the_nearest_calendar_holds(self, clerk, support, commune, administrator):
        """Off in the whole country, worked here."""
        accept(propose(*off(STORM)), administrator)
        accept(propose(Day(STORM, "makeup", "Làm việc"), unit=commune), administrator)
        assert receive(by=clerk, procedure=support, now=at("2018-01-15 12:00")).due_at == at("2018-01-22 17:00")
        assert moved(propose(*off(STORM, name="Bão số 2"))) == {}


class TestInvariants:
    def test_without_a_reason_on_record_the_database_moves_nothing(self, dossier, administrator):
        accept(propose(*off(STORM)), administrator)
        for day in (22, 24):
            with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
                Dossier.objects.update(due_at=at(f"2018-01-{day} 17:00"))

    def test_what_was_accepted_is_never_changed(self, dossier, administrator):
        accept(propose(*off(STORM)), administrator)
        for change in (lambda: CalendarChange.objects.update(reason="x"), CalendarChange.objects.all().delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
