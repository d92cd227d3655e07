"""A reception taken down wrongly is put right with a trail: recorded first, told in the history and on the receipt."""

from dataclasses import replace

import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction

from dossiers import actions
from dossiers.models import Correction, Dossier, DossierDocument, Slip
from dossiers.receipts import receipt_of
from dossiers.sentences import history
from procedures.models import Channel
from tests.builders import at, make_procedure, receive, reread

SOON, LATER = at("2018-01-15 08:09"), at("2018-01-15 09:00")


@pytest.fixture
def dossier(clerk, support, now):
    """Of five working days: due on 22 January."""
    return receive(by=clerk, procedure=support, now=now)


def taken_down(dossier, **right):
    """The intake as it was, but for what is `right`."""
    names = set(actions.Intake.__dataclass_fields__) & {field.name for field in Dossier._meta.fields}
    intake = actions.Intake(**{name: getattr(dossier, name) for name in names})
    return replace(intake, **{"papers": None, **right})


def correct(dossier, by, now=LATER, reason="Ghi nhầm", seen=None, **right):
    return actions.correct(
        dossier=dossier, right=taken_down(reread(dossier), **right), by=by, now=now, reason=reason, seen=seen
    )


def text_of(slip):
    pages = pypdfium2.PdfDocument(bytes(slip.content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


class TestWhoAndHow:
    def test_what_is_right_is_recorded_with_what_was_wrong(self, dossier, leader):
        correct(dossier, leader, applicant_name="Nguyễn Văn Dực", applicant_id_number="164000999")
        corrected, correction = reread(dossier), Correction.objects.get()
        assert (corrected.applicant_name, corrected.applicant_id_number) == ("Nguyễn Văn Dực", "164000999")
        assert correction.before["applicant_name"] == "Nguyễn Văn Đức"
        assert correction.after["applicant_name"] == "Nguyễn Văn Dực"
        assert (correction.made_by, correction.reason, correction.round) == (leader, "Ghi nhầm", 1)

    def test_code_key_secret_and_numbers_stay(self, dossier, leader, birth, now):
        correct(dossier, leader, version=birth.version_on(now.date()), applicant_name="Khác")
        for name in ("code", "number", "key", "digest", "secret", "book", "number_in_book", "received_by"):
            assert getattr(reread(dossier), name) == getattr(dossier, name)

    def test_the_same_form_sent_again_is_still_the_same_dossier(self, clerk, support, now):
        intake = actions.Intake(version=support.versions.get(), applicant_name="Nguyễn Văn Đức")
        given = {"desk": clerk.desks[0], "intake": intake, "key": "k", "by": clerk, "now": now}
        dossier, _ = actions.receive(**given)
        correct(dossier, clerk, now=SOON, applicant_name="Khác")
        assert actions.receive(**given) == (reread(dossier), False)

    def test_it_is_found_by_the_right_name_from_then_on(self, dossier, leader):
        correct(dossier, leader, applicant_name="Trần Thị Bưởi")
        assert list(Dossier.objects.search_names("buoi")) == [dossier]
        assert not Dossier.objects.search_names("duc").exists()

    def test_a_finished_one_too(self, dossier, officer, leader):
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 08:30"))
        correct(dossier, leader, applicant_phone="0912345678", channel=Channel.POST)
        assert (reread(dossier).applicant_phone, reread(dossier).channel) == ("0912345678", "post")

    def test_the_event_names_nobody(self, dossier, leader):
        correct(dossier, leader, applicant_name="Trần Thị Bưởi")
        event = dossier.events.get(kind="corrected")
        assert (event.data, event.reason, event.state) == ({"round": 1}, "Ghi nhầm", "received")

    def test_the_history_tells_both_and_masks_numbers(self, dossier, leader):
        correct(dossier, leader, applicant_name="Trần Thị Bưởi", applicant_id_number="164000999", owner_name="Lê An")
        told = [(each.before, each.after) for each in history(reread(dossier))[0]["differs"]]
        assert told == [("Nguyễn Văn Đức", "Trần Thị Bưởi"), ("164•••111", "164•••999"), ("–", "Lê An")]


class TestWhoMay:
    def test_a_clerk_needs_no_reason_for_what_he_took_down_just_now(self, dossier, clerk):
        correct(dossier, clerk, now=SOON, reason="", applicant_name="Khác")
        assert Correction.objects.get().reason == ""

    @pytest.mark.parametrize("moment", [SOON, LATER])
    def test_everybody_else_does(self, dossier, leader, moment):
        with pytest.raises(actions.ReasonMissing):
            correct(dossier, leader, now=moment, reason="", applicant_name="Khác")
        assert not Correction.objects.exists()

    def test_later_the_clerk_does_too(self, dossier, clerk):
        with pytest.raises(actions.ReasonMissing):
            correct(dossier, clerk, now=at("2018-01-15 08:11"), reason="", applicant_name="Khác")


class TestPromises:
    def test_another_procedure_is_due_by_its_own_limit(self, dossier, leader, now):
        three = make_procedure("1.000001", "Khác", time_limit=3, fee=None).versions.get()
        correct(dossier, leader, version=three)
        corrected = reread(dossier)
        assert corrected.version == three
        assert corrected.due_at == corrected.first_due_at == at("2018-01-18 17:00")
        assert [step[0] for step in corrected.due_steps if step[1]] == ["2018-01-16", "2018-01-17", "2018-01-18"]

    def test_the_clock_that_stood_still_is_left_out_anew(self, dossier, officer, leader):
        three = make_procedure("1.000001", "Khác", time_limit=3, fee=None).versions.get()
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), reason="Thuế")
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-19 09:00"))
        correct(dossier, leader, now=at("2018-01-19 10:00"), version=three)
        assert reread(dossier).first_due_at == at("2018-01-18 17:00")
        assert reread(dossier).due_at == at("2018-01-23 17:00")  # 16 counts, 17-19 stood still: then 22 and 23

    def test_a_name_moves_no_date(self, dossier, leader):
        correct(dossier, leader, applicant_name="Khác")
        assert reread(dossier).due_at == dossier.due_at
        assert "due_at" not in Correction.objects.get().after

    def test_a_day_given_by_hand(self, clerk, leader, now):
        unlimited = make_procedure("1.000002", "Không thời hạn", time_limit=None, time_unit="")
        dossier = receive(
            by=clerk, procedure=unlimited, now=now, due_on=at("2018-01-30 00:00").date(), due_reason="Hẹn"
        )
        correct(dossier, leader, due_on=at("2018-01-24 00:00").date(), due_reason="Hẹn lại cho đúng")
        corrected = reread(dossier)
        assert (corrected.due_at, corrected.first_due_at) == (at("2018-01-24 17:00"), at("2018-01-24 17:00"))
        assert corrected.due_reason == "Hẹn lại cho đúng"

    @pytest.mark.parametrize("verb", ["ask_for_papers", "resolve", "withdraw"])
    def test_only_while_the_office_works_on_it(self, dossier, officer, clerk, leader, birth, now, verb):
        more = {"reason": "x"} if verb != "resolve" else {}
        getattr(actions, verb)(dossier=dossier, by=officer, now=at("2018-01-15 08:30"), **more)
        with pytest.raises(actions.NothingToCorrect):
            correct(dossier, leader, version=birth.version_on(now.date()), copies=3)
        assert reread(dossier).version == dossier.version

    def test_nor_once_its_time_was_extended(self, dossier, officer, leader, birth, support):
        support.versions.update(extension_limit=3)
        actions.extend(dossier=dossier, by=officer, now=LATER, reason="Phức tạp", amount=2)
        extended = reread(dossier)
        with pytest.raises(actions.NothingToCorrect):
            correct(dossier, leader, now=at("2018-01-16 08:00"), version=birth.versions.get())
        assert reread(dossier).due_at == extended.due_at

    def test_the_step_that_it_is_in_is_due_with_it(self, dossier, officer, leader):
        three = make_procedure("1.000001", "Khác", time_limit=3, fee=None).versions.get()
        actions.start(dossier=dossier, by=officer, now=LATER)
        correct(dossier, leader, now=at("2018-01-15 10:00"), version=three)
        assert reread(dossier).open_step.due_at == at("2018-01-18 17:00")

    def test_but_what_was_given_at_once_promised_nothing(self, clerk, certification, birth, now):
        intake = actions.Intake(version=certification.versions.get(), applicant_name="Lê An", copies=2)
        given = {"desk": clerk.desks[0], "intake": intake, "key": "k", "by": clerk, "now": now}
        dossier, _ = actions.receive_and_hand_back(**given)
        correct(dossier, clerk, now=SOON, reason="", version=birth.versions.get(), copies=3)
        assert (reread(dossier).version, reread(dossier).copies) == (birth.versions.get(), 3)


class TestPapers:
    def test_a_paper_taken_down_by_mistake_is_struck_and_stays(self, dossier, leader):
        kept, wrong = dossier.documents.all()
        right = (
            actions.Paper(kept.name, originals=1),
            actions.Paper(wrong.name, originals=0, photocopies=2),
        )
        correct(dossier, leader, papers=right)
        correction = Correction.objects.get()
        recorded = [
            (paper.name, paper.photocopies, paper.struck_by, paper.added_by) for paper in dossier.documents.all()
        ]
        assert recorded == [
            (kept.name, 0, None, None),
            (wrong.name, 0, correction, None),
            (wrong.name, 2, None, correction),
        ]
        assert correction.before["papers"] == [f"{wrong.name} (1+0+0)"]

    def test_the_receipt_lists_what_is_right_and_not_what_came_later(self, dossier, officer, leader):
        actions.ask_for_papers(dossier=dossier, by=officer, now=LATER, reason="Thiếu", papers=["Sổ hộ khẩu"])
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), papers=["Sổ hộ khẩu"])
        correct(dossier, leader, now=at("2018-01-16 10:00"), papers=(actions.Paper("Đơn xin", originals=1),))
        text = text_of(receipt_of(reread(dossier), now=at("2018-01-16 10:00")))
        assert "Đơn xin" in text
        assert "Sổ hộ khẩu" not in text
        assert "Giấy tờ tùy thân" not in text


class TestReceipt:
    def test_one_that_was_printed_is_replaced(self, dossier, leader, now):
        first = bytes(receipt_of(dossier, now=now).content)
        correct(dossier, leader, applicant_name="Trần Thị Bưởi")
        corrected = reread(dossier)
        second = receipt_of(corrected, now=at("2018-01-16 08:00"))
        assert (second.version, corrected.receipt_version) == (2, 2)
        assert "Giấy hẹn này thay giấy hẹn bản số 1 in ngày 15 tháng 01 năm 2018" in text_of(second)
        assert "Trần Thị Bưởi" in text_of(second)
        assert bytes(receipt_of(corrected, now=now, version=1).content) == first

    def test_it_says_which_day_was_promised_before(self, dossier, leader, now):
        receipt_of(dossier, now=now)
        correct(dossier, leader, version=make_procedure("1.000001", "Khác", time_limit=3, fee=None).versions.get())
        text = text_of(receipt_of(reread(dossier), now=now))
        assert "ngày hẹn trả trước đây là ngày 22 tháng 01 năm 2018" in text
        assert "17 giờ 00 phút, ngày 18 tháng 01 năm 2018" in text

    def test_one_that_nobody_printed_is_not(self, dossier, leader, now):
        correct(dossier, leader, applicant_name="Trần Thị Bưởi")
        slip = receipt_of(reread(dossier), now=now)
        assert slip.version == 1
        assert "thay giấy hẹn" not in text_of(slip)

    def test_nor_where_nothing_on_it_was_wrong(self, dossier, leader, now):
        receipt_of(dossier, now=now)
        correct(dossier, leader, applicant_id_number="164000999", note="Gọi lại")
        assert reread(dossier).receipt_version == 1

    def test_a_version_that_never_was_is_not_made(self, dossier, now):
        with pytest.raises(Slip.DoesNotExist):
            receipt_of(dossier, now=now, version=7)


class TestAtOnce:
    def test_what_was_shown_is_what_is_saved(self, dossier, leader):
        shown = actions.change_of(reread(dossier), taken_down(dossier, applicant_name="Lê An"))
        correct(dossier, leader, applicant_phone="0912345678")
        with pytest.raises(actions.ChangedMeanwhile):
            correct(dossier, leader, seen=shown.digest, applicant_name="Lê An")
        assert reread(dossier).applicant_name == "Nguyễn Văn Đức"

    def test_what_is_right_already_is_no_correction(self, dossier, leader):
        with pytest.raises(actions.NothingToCorrect):
            correct(dossier, leader)


class TestTheDatabaseHoldsIt:
    """These go past the application."""

    def refused(self, change, match="without a correction"):
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            change()

    def recorded(self, dossier, before, after):
        return Correction.objects.create(
            dossier=dossier, round=1, before=before, after=after, made_at=LATER, made_by=dossier.received_by
        )

    @pytest.mark.parametrize(
        "values",
        [
            {"applicant_name": "Khác"},
            {"applicant_birth_date": "1990-01-01"},
            {"received_at": at("2018-01-14 08:00")},
            {"channel": "post"},
            {"due_reason": "vì"},
            {"first_due_at": at("2018-01-14 17:00")},
            {"receipt_version": 2},
            {"revision": 1},
            {"revision": 1, "due_at": at("2018-03-01 17:00")},
        ],
    )
    def test_nothing_changes_without_a_correction(self, dossier, values):
        self.refused(lambda: Dossier.objects.update(**values))

    def test_nor_with_one_that_says_otherwise(self, dossier):
        before, after = {"applicant_name": "Nguyễn Văn Đức", "revision": 0}, {"applicant_name": "Lê An", "revision": 1}
        self.recorded(dossier, before, after)
        self.refused(lambda: Dossier.objects.update(applicant_name="Ai khác", revision=1))
        self.refused(lambda: Dossier.objects.update(applicant_name="Lê An", channel="post", revision=1))
        self.refused(lambda: Dossier.objects.update(applicant_name="Lê An", due_steps=[], revision=1))
        self.refused(lambda: Dossier.objects.update(applicant_name="Lê An"))
        Dossier.objects.update(applicant_name="Lê An", revision=1)

    def test_nor_with_one_that_hides_what_was_there(self, dossier):
        self.recorded(dossier, {"applicant_name": "Lê Ba", "revision": 0}, {"applicant_name": "Lê An", "revision": 1})
        self.refused(lambda: Dossier.objects.update(applicant_name="Lê An", revision=1))

    def test_a_correction_serves_once(self, dossier, leader):
        correct(dossier, leader, applicant_name="Lê An")
        self.refused(lambda: Dossier.objects.update(applicant_name="Nguyễn Văn Đức"))
        self.refused(lambda: Dossier.objects.update(applicant_name="Nguyễn Văn Đức", revision=0))

    def test_corrections_are_only_added(self, dossier, leader):
        correct(dossier, leader, applicant_name="Lê An")
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.refused(lambda: Correction.objects.update(reason="x"), "Cannot update or delete")
        self.refused(Correction.objects.all().delete, "Cannot update or delete")
        self.refused(lambda: connection.cursor().execute("TRUNCATE dossiers_correction CASCADE"), "Cannot truncate")

    def test_a_paper_is_struck_once(self, dossier, leader):
        correct(dossier, leader, papers=())
        self.refused(lambda: DossierDocument.objects.update(struck_by=None), "Cannot update")
        self.refused(lambda: DossierDocument.objects.update(name="x"), "Cannot update")
