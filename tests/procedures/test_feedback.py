"""Phản ánh, kiến nghị: taken in once, passed on, answered, published; each refusal in a sentence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from procedures.actions import feedback as actions
from procedures.feedback import FeedbackCounts, counts_by_unit, feedback_counts
from procedures.feedback_wording import HIDDEN, cleaned, traces
from procedures.models import DeclineCause, Feedback, FeedbackEvent, FeedbackState
from procedures.permissions import may_answer, may_publish
from tests import builders
from tests.builders import at
from tests.procedures.said import ANSWER, NAME, PHONE, TEXT, answered, do, give, published, seen
from units.models import Role, UnitKind
from units.periods import Period

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = date(2018, 1, 15)
YEAR = Period(date(2018, 1, 1), date(2018, 12, 31))


@pytest.fixture
def said(birth, commune, now):
    return give(birth, now, about=commune, sender_name=NAME, sender_contact=PHONE)


def deeds(feedback):
    return list(feedback.events.order_by("pk").values_list("deed", "by__username"))


class TestTakingIn:
    def test_the_unit_that_it_is_about_answers_within_the_promised_working_days(self, said, commune):
        assert (said.unit, said.received_on, said.state) == (commune, MONDAY, "received")
        assert said.due_on == date(2018, 2, 5)  # 15 working days
        assert deeds(said) == [("received", None)]
        assert len(said.secret) == 8

    def test_days_off_do_not_count(self, birth, commune):
        assert give(birth, at("2018-02-05 09:00"), about=commune).due_on == date(2018, 3, 5)  # Tết lies between

    def test_about_no_unit_in_particular_the_next_level_with_one_unit_answers(
        self, birth, now, commune, other_commune, district, province
    ):
        assert give(birth, now).unit == district

    def test_of_a_procedure_of_the_district_the_district_answers(self, now, district, commune):
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district")
        assert give(land, now).unit == district

    def test_who_answers_has_to_be_said_where_several_could(
        self, birth, now, commune, other_commune, district, province
    ):
        builders.make_unit("377", "Huyện Hoa Lư", UnitKind.DISTRICT, parent=province, agency_code="000.00.27.H42")
        builders.make_unit("36", "Tỉnh Nam Định", UnitKind.PROVINCE, agency_code="000.00.00.H40")
        with pytest.raises(ValidationError, match="Choose the unit"):
            give(birth, now)
        assert not Feedback.objects.exists()

    def test_the_same_key_and_words_are_one_feedback(self, birth, commune, now):
        said = actions.Said(procedure=birth, kind="report", text=TEXT, about=commune)
        first, is_new = actions.give(said=said, key="k", now=now)
        again, is_new_again = actions.give(said=said, key="k", now=now)
        assert (first, is_new, is_new_again) == (again, True, False)
        assert Feedback.objects.count() == FeedbackEvent.objects.count() == 1

    def test_the_same_key_with_other_words_is_refused_and_names_the_first(self, birth, commune, now):
        said = {"procedure": birth, "kind": "report", "about": commune}
        first, _ = actions.give(said=actions.Said(text=TEXT, **said), key="k", now=now)
        with pytest.raises(actions.FeedbackKept) as conflict:
            actions.give(said=actions.Said(text=f"{TEXT}!", **said), key="k", now=now)
        assert conflict.value.feedback == first
        assert Feedback.objects.count() == 1

    def test_what_came_by_letter_is_taken_down_as_of_its_day(self, birth, commune, clerk, now):
        said = actions.Said(procedure=birth, kind="proposal", text=TEXT, about=commune)
        given = {"said": said, "key": "k", "channel": "letter", "by": clerk, "now": now}
        kept, _ = actions.record(received_on=date(2018, 1, 8), **given)
        assert (kept.received_on, kept.due_on, kept.recorded_by) == (date(2018, 1, 8), date(2018, 1, 29), clerk)
        assert deeds(kept) == [("received", clerk.username)]
        with pytest.raises(ValidationError, match="still to come"):
            actions.record(received_on=date(2018, 1, 16), **given | {"key": "l"})


class TestAnswering:
    def test_the_sender_has_an_answer_and_the_history_says_who_gave_it(self, said, leader, now):
        done = answered(said, leader, now)
        assert (done.state, done.answer, done.answered_at, done.answered_by) == ("answered", ANSWER, now, leader)
        assert deeds(done) == [("received", None), ("answered", leader.username)]

    def test_a_corrected_answer_keeps_its_first_time_and_what_stood_there(self, said, leader, now):
        done = answered(answered(said, leader, now), leader, at("2018-03-01 09:00"), text="Đã sửa lại câu trả lời.")
        assert (done.answer, done.answered_at) == ("Đã sửa lại câu trả lời.", now)
        assert done.events.last().data == {"before": ANSWER}

    def test_it_is_declined_for_a_cause_and_answered_after_all(self, said, leader, now):
        cause = DeclineCause.COMPLAINT
        done = do(actions.decline, said, leader, now, cause=cause, text="Đề nghị gửi đơn đến nơi tiếp công dân.")
        assert (done.state, done.cause) == (FeedbackState.DECLINED, cause)
        later = at("2018-01-16 09:00")
        done = answered(done, leader, later)
        assert (done.state, done.cause, done.answered_at) == (FeedbackState.ANSWERED, "", later)

    def test_passing_on_moves_who_answers_and_not_until_when(self, said, leader, district, now):
        due = said.due_on
        done = do(actions.forward, said, leader, now, to=district, reason="Thuộc quy định của tỉnh")
        assert (done.unit, done.due_on) == (district, due)
        event = done.events.last()
        assert (event.reason, event.data["from"], event.data["to"]) == ("Thuộc quy định của tỉnh", "14635", "376")

    def test_of_two_who_press_at_once_the_second_is_told_who_was_quicker(self, said, leader, control, now):
        both_saw = seen(said)
        answered(said, leader, now)
        given = {"feedback": said, "seen": both_saw, "by": control, "now": now}
        for action, words in (
            (actions.answer, {"text": "Trả lời khác"}),
            (actions.decline, {"cause": DeclineCause.UNCLEAR, "text": "Không rõ"}),
            (actions.forward, {"to": control.duties[0].unit, "reason": "x"}),
        ):
            with pytest.raises(ValidationError, match=r"quicker \(Answered, Vũ Văn Minh"):
                action(**given, **words)
        assert Feedback.objects.get().answer == ANSWER

    def test_what_is_answered_is_neither_passed_on_nor_declined(self, said, leader, district, now):
        done = answered(said, leader, now)
        with pytest.raises(ValidationError):
            do(actions.forward, done, leader, now, to=district, reason="x")
        with pytest.raises(ValidationError):
            do(actions.decline, done, leader, now, cause=DeclineCause.UNCLEAR, text="Không rõ")

    def test_nobody_passes_on_to_who_has_it(self, said, leader, commune, now):
        with pytest.raises(ValidationError, match="has it already"):
            do(actions.forward, said, leader, now, to=commune, reason="x")


class TestPublishing:
    def test_the_words_for_everybody_stand_beside_what_was_sent(self, said, control, now):
        done = published(said, control, now, text="Bị yêu cầu nộp thêm giấy tờ.")
        assert (done.public_text, done.text, done.is_published) == ("Bị yêu cầu nộp thêm giấy tờ.", TEXT, True)
        assert list(Feedback.objects.published()) == [done]

    def test_taken_back_nobody_reads_it_and_the_wording_stays(self, said, control, now):
        done = do(actions.take_back, published(said, control, now), control, now, reason="Còn tên người")
        assert not Feedback.objects.published().exists()
        assert done.public_text == TEXT
        assert deeds(done)[-1] == ("taken_back", control.username)

    def test_only_what_is_answered_is_published(self, said, control, now):
        with pytest.raises(ValidationError, match="Only what is answered"):
            do(actions.publish, said, control, now, text=TEXT, answer=ANSWER)

    def test_what_is_published_is_taken_back_before_the_answer_is_corrected(self, said, control, now):
        with pytest.raises(ValidationError, match="take the publication back"):
            answered(published(said, control, now), control, now, text="Khác")

    @pytest.mark.parametrize(
        "words",
        [
            f"Tôi là {NAME}.",
            "tôi là nguyen  thi hanh ở xóm 5",
            "Gọi tôi: 0912.345.678",
            "Số CMND 164 000 111",
            "a@b.vn",
        ],
    )
    def test_words_that_tell_who_somebody_is_are_refused(self, said, control, now, words):
        done = answered(said, control, now)
        with pytest.raises(ValidationError, match="who somebody is"):
            do(actions.publish, done, control, now, text=words, answer=ANSWER)
        assert not Feedback.objects.published().exists()

    def test_an_answer_may_name_the_offices_number_but_not_the_senders(self, said, control, now):
        done = answered(said, control, now)
        with pytest.raises(ValidationError):
            do(actions.publish, done, control, now, text=TEXT, answer="Đã gọi số 0912345678.")
        do(actions.publish, done, control, now, text=TEXT, answer="Xin gọi 02293.862.047.")

    def test_a_wording_is_proposed_without_them(self, said):
        words = f"Tôi là {NAME}, số 0912 345 678, nộp 1.500.000.000 đồng ngày 12/01/2018 theo NĐ 61/2018/NĐ-CP."
        assert cleaned(words, said) == (
            f"Tôi là {HIDDEN}, số {HIDDEN}, nộp 1.500.000.000 đồng ngày 12/01/2018 theo NĐ 61/2018/NĐ-CP."
        )
        assert traces(cleaned(words, said), said) == []


class TestWhatTheDatabaseHolds:
    @pytest.mark.parametrize(
        "values",
        [
            {"state": "answered"},
            {"answer": "x"},
            {"state": "declined", "answer": "x"},
            {"cause": "unclear"},
            {"published_at": at("2018-01-15 08:00")},
            {"channel": "desk"},
        ],
    )
    def test_half_a_deed_is_none(self, said, values):
        with pytest.raises(DatabaseError), transaction.atomic():
            Feedback.objects.filter(pk=said.pk).update(**values)

    @pytest.mark.parametrize(
        "values", [{"text": "Khác"}, {"received_on": date(2018, 1, 1)}, {"due_on": date(2019, 1, 1)}, {"secret": "A"}]
    )
    def test_what_was_sent_never_changes(self, said, values):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Feedback.objects.filter(pk=said.pk).update(**values)

    def test_neither_it_nor_its_history_goes(self, said):
        for rows in (Feedback.objects.all(), FeedbackEvent.objects.all()):
            with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
                rows._raw_delete(rows.db)
        with pytest.raises(DatabaseError), transaction.atomic():
            FeedbackEvent.objects.update(deed="answered")


class TestReach:
    def test_who_looks_over_the_unit_sees_it_and_nobody_else(
        self, said, clerk, officer, leader, stranger, control, district_leader
    ):
        seeing = {user: Feedback.objects.visible_to(user).exists() for user in (leader, control, district_leader)}
        assert all(seeing.values())
        for user in (clerk, officer, stranger):
            assert not Feedback.objects.visible_to(user).exists()

    def test_a_clerk_sees_what_he_took_down(self, birth, commune, clerk, stranger, now):
        said = actions.Said(procedure=birth, kind="report", text=TEXT, about=commune)
        actions.record(said=said, key="k", channel="desk", received_on=MONDAY, by=clerk, now=now)
        assert Feedback.objects.visible_to(clerk).exists()
        assert not Feedback.objects.visible_to(stranger).exists()


class TestCounts:
    @pytest.fixture
    def four(self, birth, commune, leader, control):
        """Received on the 8th, due on the 29th: in time, declined, late and published, waiting."""
        monday = at("2018-01-08 09:00")
        in_time, declined, late, _waiting = (give(birth, monday, about=commune) for _ in range(4))
        answered(in_time, leader, at("2018-01-29 16:59"))
        do(actions.decline, declined, leader, monday, cause=DeclineCause.UNCLEAR, text="Không rõ nội dung")
        published(late, control, at("2018-01-30 07:00"))

    def test_received_is_in_time_late_or_waiting(self, four, commune):
        counts = feedback_counts(commune, YEAR, today=date(2018, 1, 30))
        assert counts == FeedbackCounts(
            received=4, in_time=2, late=1, waiting=1, overdue=1, declined=1, to_publish=1, published=1
        )
        assert counts.in_time_percent == 50

    def test_what_waits_in_time_is_not_judged_yet(self, four, commune):
        counts = feedback_counts(commune, YEAR, today=date(2018, 1, 29))
        assert (counts.waiting, counts.overdue, round(counts.in_time_percent, 1)) == (1, 0, 66.7)
        assert FeedbackCounts(received=1, waiting=1).in_time_percent is None

    def test_of_other_units_and_periods_nothing(self, four, commune, other_commune, district):
        today = date(2018, 1, 30)
        assert feedback_counts(other_commune, YEAR, today=today).is_empty
        assert feedback_counts(commune, YEAR.before, today=today).is_empty
        assert feedback_counts(district, YEAR, today=today).is_empty
        assert feedback_counts(district, YEAR, today=today, below=True).received == 4

    def test_one_statement_for_one_unit_or_all(
        self, four, birth, commune, other_commune, now, django_assert_num_queries
    ):
        give(birth, now, about=other_commune)
        with django_assert_num_queries(1):
            feedback_counts(commune, YEAR, today=MONDAY)
        with django_assert_num_queries(1):
            counts = counts_by_unit(Feedback.objects.all(), today=MONDAY)
        assert {pk: line.received for pk, line in counts.items()} == {commune.pk: 4, other_commune.pk: 1}


def test_reform_officers_read_and_do_not_answer(said, district, clock):
    reader = builders.make_user("reform.376", Role.REFORM_OFFICER, district)
    assert Feedback.objects.visible_to(reader).exists()
    assert not may_answer(reader, said)
    assert not may_publish(reader, said)
