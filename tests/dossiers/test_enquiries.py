"""Guidance and refusals at the counter: no code, no clock, one slip, and at most one dossier that it becomes."""

from datetime import date

import pypdfium2
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dossiers import actions, queries
from dossiers.day_end import day_end
from dossiers.enquiry_slips import enquiry_slip_of
from dossiers.models import Dossier, DossierCounter, Enquiry, EnquiryKind, RefusalCause, Slip, SlipKind
from dossiers.printing import print_day_end
from dossiers.sentences import history
from tests.builders import at, enquire, receive, refuse
from units.calendars import work_calendar
from units.models import FormSet, RuleSet

CERTIFICATE = "Giấy chứng sinh"


def goes_on(enquiry, by, now, key="return", **overrides):
    version = enquiry.version
    intake = actions.Intake(version=version, applicant_name=enquiry.applicant_name, **overrides)
    return actions.receive(desk=enquiry.desk, intake=intake, key=key, by=by, now=now, enquiry=enquiry)


def text_of(content):
    pages = pypdfium2.PdfDocument(content)
    return " ".join("\n".join(page.get_textpage().get_text_bounded() for page in pages).split())


class TestWhatIsKept:
    def test_guidance_says_what_was_brought_what_is_missing_and_why(self, clerk, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now)
        assert (enquiry.kind, enquiry.cause) == (EnquiryKind.GUIDANCE, "")
        assert enquiry.brought == ["Tờ khai đăng ký khai sinh"]
        assert (enquiry.missing, enquiry.reason) == ([CERTIFICATE], "Chưa có giấy chứng sinh")
        assert (enquiry.desk, enquiry.made_by, enquiry.made_at) == (clerk.desks[0], clerk, now)

    def test_a_refusal_has_a_cause_and_may_be_about_no_procedure_at_all(self, clerk, now):
        enquiry = refuse(by=clerk, now=now, request="Cấp lại giấy phép lái xe", cause=RefusalCause.COMPETENCE)
        assert (enquiry.kind, enquiry.cause) == (EnquiryKind.REFUSAL, RefusalCause.COMPETENCE)
        assert (enquiry.version, enquiry.asked_for) == (None, "Cấp lại giấy phép lái xe")

    def test_it_makes_no_dossier_and_burns_no_code(self, clerk, birth, now):
        enquire(by=clerk, procedure=birth, now=now)
        refuse(by=clerk, procedure=birth, now=now)
        assert not Dossier.objects.exists()
        assert not DossierCounter.objects.exists()
        assert receive(by=clerk, procedure=birth, now=now).code.endswith("-0001")

    def test_it_keeps_the_rules_and_forms_of_its_day(self, clerk, birth):
        then = enquire(by=clerk, procedure=birth, now=at("2018-01-15 08:00"))
        later = enquire(by=clerk, procedure=birth, now=at("2019-01-15 08:00"))
        for enquiry, day in ((then, date(2018, 1, 15)), (later, date(2019, 1, 15))):
            assert enquiry.rule_set == RuleSet.objects.in_force_on(day)
            assert enquiry.form_set == FormSet.objects.in_force_on(day)

    def test_slips_are_numbered_by_unit_kind_and_year(self, clerk, stranger, birth, now):
        numbers = [enquire(by=by, procedure=birth, now=now).number for by in (clerk, clerk, stranger)]
        assert numbers == ["01/HDHS", "02/HDHS", "01/HDHS"]
        assert refuse(by=clerk, procedure=birth, now=now).number == "01"
        assert enquire(by=clerk, procedure=birth, now=at("2019-01-02 08:00")).number == "01/HDHS"

    def test_with_the_number_of_slip_02_during_processing_it_shares_one_row(self, clerk, officer, birth, now):
        dossier = receive(by=clerk, procedure=birth, now=now)
        enquire(by=clerk, procedure=birth, now=now)
        actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
        assert dossier.pauses.get().number == "02/HDHS"

    def test_the_number_of_the_offices_own_register_is_kept_as_typed(self, clerk, birth, now):
        assert enquire(by=clerk, procedure=birth, now=now, number="17/PHD").number == "17/PHD"
        assert enquire(by=clerk, procedure=birth, now=now).number == "01/HDHS"


class TestOncePerForm:
    def test_the_same_form_sent_twice_is_one_enquiry_with_one_number(self, clerk, birth, now):
        first = enquire(by=clerk, procedure=birth, now=now, key="k")
        assert enquire(by=clerk, procedure=birth, now=now, key="k") == first
        assert enquire(by=clerk, procedure=birth, now=now).number == "02/HDHS"

    def test_the_same_key_with_other_content_is_refused(self, clerk, birth, now):
        first = enquire(by=clerk, procedure=birth, now=now, key="k")
        for change in ({"missing": ["Khác"]}, {"reason": "Khác"}, {"applicant_name": "Trần Thị Bé"}, {"number": "9"}):
            with pytest.raises(actions.EnquiryKept) as refused:
                enquire(by=clerk, procedure=birth, now=now, key="k", **change)
            assert refused.value.enquiry == first
        assert Enquiry.objects.count() == 1


class TestThePersonComesBack:
    def test_it_becomes_the_dossier_whose_history_says_so(self, clerk, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now)
        dossier, is_new = goes_on(enquiry, clerk, at("2018-01-17 09:00"))
        assert is_new
        assert Enquiry.objects.get().dossier == dossier
        assert dossier.received_at == at("2018-01-17 09:00")
        assert "01/HDHS" in history(dossier)[-1]["sentence"]
        assert "15/01/2018" in history(dossier)[-1]["sentence"]

    def test_also_on_the_spot(self, clerk, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now)
        intake = actions.Intake(version=enquiry.version, applicant_name="Nguyễn Văn Đức")
        given = {"desk": enquiry.desk, "intake": intake, "by": clerk, "now": now, "enquiry": enquiry}
        dossier, _ = actions.receive_and_hand_back(key="k", **given)
        assert Enquiry.objects.get().dossier == dossier

    def test_only_once(self, clerk, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now)
        goes_on(enquiry, clerk, now)
        with pytest.raises(actions.AlreadyReceived):
            goes_on(enquiry, clerk, now, key="another form")
        assert Dossier.objects.count() == 1
        assert DossierCounter.objects.get().last == 1

    def test_the_same_form_sent_twice_gives_the_same_dossier(self, clerk, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now)
        first, _ = goes_on(enquiry, clerk, now)
        assert goes_on(enquiry, clerk, now) == (first, False)


class TestInvariants:
    @pytest.fixture
    def enquiry(self, clerk, birth, now):
        return enquire(by=clerk, procedure=birth, now=now)

    @pytest.mark.parametrize(
        "change",
        [
            {"reason": "khác"},
            {"missing": []},
            {"brought": ["x"]},
            {"applicant_name": "x"},
            {"number": "9"},
            {"key": "x"},
        ]
        + [{"made_at": at("2018-01-01 08:00")}, {"version": None}, {"kind": "refusal"}, {"digest": "x"}],
    )
    def test_what_was_said_never_changes(self, enquiry, change):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Enquiry.objects.update(**change)

    def test_nor_does_the_dossier_that_it_became(self, enquiry, clerk, birth, now):
        goes_on(enquiry, clerk, now)
        other = receive(by=clerk, procedure=birth, now=now)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        for dossier in (None, other):
            with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
                Enquiry.objects.update(dossier=dossier)

    def test_nobody_deletes_it(self, enquiry):
        with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
            Enquiry.objects.all().delete()
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="Cannot truncate"), transaction.atomic():
            connection.cursor().execute("TRUNCATE dossiers_enquiry CASCADE")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"missing": []},
            {"cause": RefusalCause.SCOPE},
            {"kind": EnquiryKind.REFUSAL},
            {"request": "x"},
            {"version": None},
            {"reason": ""},
            {"number": ""},
        ],
    )
    def test_a_row_that_says_half_is_refused(self, enquiry, wrong):
        enquiry.pk, enquiry.key = None, "another"
        for name, value in wrong.items():
            setattr(enquiry, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            enquiry.save(force_insert=True)

    def test_a_slip_is_of_a_dossier_or_of_an_enquiry(self, enquiry, clerk, birth, now):
        dossier = receive(by=clerk, procedure=birth, now=now)
        slip = {"kind": SlipKind.SUPPLEMENT, "rule_set": enquiry.rule_set, "issued_at": now, "content": b""}
        for owners in ({}, {"dossier": dossier, "enquiry": enquiry}):
            with pytest.raises(IntegrityError, match="slip_of_a_dossier_or_an_enquiry"), transaction.atomic():
                Slip.objects.create(**slip, **owners)


class TestReach:
    def test_the_desk_and_who_oversees_it(self, clerk, leader, district_leader, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now)
        for user in (clerk, leader, district_leader):
            assert list(Enquiry.objects.visible_to(user)) == [enquiry]

    def test_no_other_desk_and_no_officer(self, clerk, stranger, officer, birth, now):
        enquire(by=clerk, procedure=birth, now=now)
        for user in (stranger, officer):
            assert not Enquiry.objects.visible_to(user).exists()


class TestFinding:
    @pytest.fixture
    def enquiry(self, clerk, birth, now):
        return enquire(by=clerk, procedure=birth, now=now, applicant_phone="0912345678")

    @pytest.mark.parametrize(
        "text",
        ["nguyen van duc", "Đức", "164000111", "164 000 111", "0912 345 678", "01/HDHS", "01/hdhs"]
        + ["164000111000|164000111|NGUYỄN VĂN ĐỨC|01011980|Nam|Kim Định|01012021"],
    )
    def test_by_name_number_phone_card_or_slip(self, enquiry, clerk, text):
        assert list(queries.find_enquiries(text, user=clerk)) == [enquiry]

    def test_a_card_finds_by_its_number(self, clerk, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now, applicant_id_number="037080000111")
        card = "037080000111||NGUYEN VAN DUC|01011980|Nam|Kim Dinh|01012021"
        assert list(queries.find_enquiries(card, user=clerk)) == [enquiry]

    def test_the_mark_on_its_slip_also_when_it_has_become_a_dossier(self, enquiry, clerk, stranger, now):
        goes_on(enquiry, clerk, now)
        assert list(queries.find_enquiries(enquiry.mark.lower(), user=clerk)) == [enquiry]
        assert not queries.find_enquiries("nguyen van duc", user=clerk)
        assert not queries.find_enquiries(enquiry.mark, user=stranger)

    @pytest.mark.parametrize("text", ["", "x", "LHD-", "LHD-0", "LHD-999999999999999999", "LHD-9999999999999999999999"])
    def test_nothing_else_finds_anything(self, enquiry, clerk, text):
        assert not queries.find_enquiries(text, user=clerk)


class TestSlip:
    def test_guidance_prints_form_02(self, clerk, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now, applicant_address="Xóm 5, xã Kim Định")
        slip = enquiry_slip_of(enquiry, now=now)
        text = text_of(slip.content)
        for words in (
            "PHIẾU HƯỚNG DẪN HOÀN THIỆN HỒ SƠ",
            "Số: 01/HDHS",
            f"Mã lượt hướng dẫn: {enquiry.mark}",
            "Nguyễn Văn Đức",
            "Đăng ký khai sinh",
            "Xóm 5, xã Kim Định",
            f"1. {CERTIFICATE}",
            "Lý do: Chưa có giấy chứng sinh",
            "Kim Định, ngày 15 tháng 01 năm 2018",
            "NGƯỜI HƯỚNG DẪN",
            "Phạm Thị Lan",
        ):
            assert words in text
        assert "Mã hồ sơ" not in text
        assert (slip.kind, slip.enquiry, slip.dossier) == (SlipKind.SUPPLEMENT, enquiry, None)

    def test_a_refusal_prints_form_03_with_cause_and_reason(self, clerk, birth, now):
        enquiry = refuse(
            by=clerk, procedure=birth, now=now, cause=RefusalCause.ENTITLEMENT, representative_name="Lê Thị Thay"
        )
        text = text_of(enquiry_slip_of(enquiry, now=now).content)
        for words in (
            "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
            "tiếp nhận hồ sơ của: Nguyễn Văn Đức",
            "không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
            "Người nộp không có quyền yêu cầu hoặc không được ủy quyền. Không có giấy ủy quyền",
            "NGƯỜI NỘP HỒ SƠ",
            "Lê Thị Thay",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
            "Phạm Thị Lan",
        ):
            assert words in text

    def test_from_2018_on_both_cite_their_form(self, clerk, birth):
        later = at("2019-01-15 08:00")
        for enquiry, number in (
            (enquire(by=clerk, procedure=birth, now=later), "02"),
            (refuse(by=clerk, procedure=birth, now=later), "03"),
        ):
            text = text_of(enquiry_slip_of(enquiry, now=later).content)
            assert f"Mẫu số {number} – Thông tư số 01/2018/TT-VPCP" in text

    def test_it_is_the_same_bytes_ever_after(self, clerk, birth, now):
        enquiry = enquire(by=clerk, procedure=birth, now=now)
        first = enquiry_slip_of(enquiry, now=now)
        assert enquiry_slip_of(enquiry, now=at("2018-02-15 08:00")) == first
        assert Slip.objects.count() == 1

    @pytest.mark.parametrize("cause", RefusalCause)
    def test_every_cause_has_its_words(self, clerk, birth, now, cause):
        slip = enquiry_slip_of(refuse(by=clerk, procedure=birth, now=now, cause=cause), now=now)
        assert slip.content.startswith(b"%PDF-")


class TestDayEnd:
    def sheet(self, user, desk, day):
        return day_end(user, desk, day, work_calendar(on=day))

    def test_it_counts_enquiries_and_their_slips_on_their_day(self, clerk, birth, now):
        guided, refused = enquire(by=clerk, procedure=birth, now=now), refuse(by=clerk, procedure=birth, now=now)
        for enquiry in (guided, refused):
            enquiry_slip_of(enquiry, now=now)
        sheet = self.sheet(clerk, clerk.desks[0], date(2018, 1, 15))
        assert (sheet.guidance, sheet.refusals) == ([guided], [refused])
        assert sorted(count for _, count in sheet.slips) == [1, 1]
        assert sheet.received == []
        assert self.sheet(clerk, clerk.desks[0], date(2018, 1, 16)).enquiries == []

    def test_it_prints_them(self, clerk, birth, now):
        enquire(by=clerk, procedure=birth, now=now)
        refuse(by=clerk, procedure=birth, now=now)
        sheet = self.sheet(clerk, clerk.desks[0], date(2018, 1, 15))
        text = text_of(print_day_end(sheet, user=clerk, now=now))
        assert "hướng dẫn 1, từ chối 1" in text
        assert "Hướng dẫn, từ chối tại quầy (2)" in text

    def test_not_those_of_another_desk(self, clerk, stranger, birth, now):
        enquiry_slip_of(enquire(by=stranger, procedure=birth, now=now), now=now)
        sheet = self.sheet(clerk, clerk.desks[0], date(2018, 1, 15))
        assert (sheet.enquiries, sheet.slips) == ([], [])
