"""The day-end sheet: what passed the desk on a day, the money, and what is left. Its numbers are its lists."""

from datetime import date

import pypdfium2
import pytest

from dossiers import actions
from dossiers.actions import Collection
from dossiers.day_end import day_end
from dossiers.models import Delivery, Dossier, FeeStatus
from dossiers.printing import print_day_end
from dossiers.receipts import receipt_of
from tests.builders import at, receive, reread
from units.calendars import work_calendar

MONDAY = date(2018, 1, 15)
FRIDAY = date(2018, 1, 12)


def sheet_of(user, desk, on=MONDAY):
    return day_end(user, desk, on, work_calendar(on=on))


def at_once(by, procedure, now, key, **overrides):
    version = procedure.version_on(MONDAY)
    intake = actions.Intake(version=version, applicant_name="Trần Thị Bé", **overrides)
    return actions.receive_and_hand_back(desk=by.desks[0], intake=intake, key=key, by=by, now=now)[0]


@pytest.fixture
def desk(clerk):
    return clerk.desks[0]


class TestPassed:
    def test_an_empty_day_has_an_empty_sheet(self, clerk, desk):
        sheet = sheet_of(clerk, desk)
        lists = (sheet.received, sheet.handed_back, sheet.withdrawn, sheet.denied, sheet.overdue, sheet.uncollected)
        assert not any(lists)
        assert (sheet.amount, sheet.slips, sheet.procedures) == (0, [], [])

    def test_each_thing_stands_on_the_day_it_happened(self, clerk, officer, support, desk):
        dossier = receive(by=clerk, procedure=support, now=at("2018-01-10 08:00"))
        dossier = actions.resolve(dossier=dossier, by=officer, now=at("2018-01-11 08:00"))
        actions.hand_back(dossier=dossier, collection=Collection(), by=clerk, now=at("2018-01-12 08:00"))
        for day, places in {10: "received", 11: "resolved", 12: "handed_back_later"}.items():
            sheet = sheet_of(clerk, desk, date(2018, 1, day))
            for place in ("received", "resolved", "handed_back", "handed_back_later"):
                is_here = place == places or (day == 12 and place == "handed_back")
                assert getattr(sheet, place) == ([dossier] if is_here else []), (day, place)

    def test_withdrawals_and_denials_have_their_own_lists(self, clerk, officer, support, now, desk):
        gone, denied = (receive(by=clerk, procedure=support, now=at("2018-01-12 08:00")) for _ in range(2))
        actions.withdraw(dossier=gone, by=clerk, now=now, reason="Xin rút")
        actions.deny(dossier=denied, by=officer, now=now, reason="Không đủ điều kiện")
        sheet = sheet_of(clerk, desk)
        assert (sheet.withdrawn, sheet.denied, sheet.ready, sheet.resolved) == ([gone], [denied], [denied], [])

    def test_what_is_done_on_the_spot_is_told_apart(self, clerk, officer, birth, now, desk):
        spot = at_once(clerk, birth, now, "spot")
        same_day = actions.resolve(dossier=receive(by=clerk, procedure=birth, now=now), by=officer, now=now)
        actions.hand_back(dossier=same_day, collection=Collection(), by=clerk, now=at("2018-01-15 10:00"))
        sheet = sheet_of(clerk, desk)
        assert sheet.at_once == [spot]
        assert sheet.handed_back_same_day == sheet.received == [spot, same_day]
        assert sheet.handed_back_later == []

    def test_what_was_received_says_how_it_stood_at_the_days_end(self, clerk, officer, birth, now, desk):
        at_once(clerk, birth, now, "spot")
        pending, later, ready, handed_back, gone = (receive(by=clerk, procedure=birth, now=now) for _ in range(5))
        unsent = receive(by=clerk, procedure=birth, now=now, delivery=Delivery.POST)
        for dossier in (ready, handed_back, unsent):
            actions.resolve(dossier=dossier, by=officer, now=now)
        actions.resolve(dossier=later, by=officer, now=at("2018-01-16 08:00"))
        actions.hand_back(dossier=reread(handed_back), collection=Collection(), by=clerk, now=at("2018-01-15 10:00"))
        actions.withdraw(dossier=gone, by=clerk, now=now, reason="Xin rút")
        sheet = sheet_of(clerk, desk)
        assert [dossier.became for dossier in sheet.received] == [
            *("at_once", "due", "due", "uncollected", "handed_back", "withdrawn", "unsent")
        ]
        printed = print_day_end(sheet, user=clerk, now=at("2018-01-16 09:00"))
        words = " ".join(pypdfium2.PdfDocument(printed)[0].get_textpage().get_text_bounded().split())
        assert words.count("Có kết quả, chưa nhận") == 1
        assert words.count(f"Hẹn {pending.due_at:%d/%m/%Y}") == 2

    def test_channels_add_up_to_what_was_received(self, clerk, birth, now, desk):
        for channel in ("in_person", "online", "in_person"):
            receive(by=clerk, procedure=birth, now=now, channel=channel)
        sheet = sheet_of(clerk, desk)
        assert sheet.channels == [("in_person", 2), ("online", 1)]
        assert sum(count for _, count in sheet.channels) == len(sheet.received)

    def test_another_desks_day_is_another_sheet(self, clerk, stranger, district_leader, birth, now, desk):
        theirs = receive(by=stranger, procedure=birth, now=now)
        assert sheet_of(district_leader, stranger.desks[0]).received == [theirs]
        assert sheet_of(district_leader, desk).received == []

    def test_an_officer_gets_what_his_unit_decides_and_is_told(self, clerk, officer, district, birth, now, desk):
        ours, theirs = (receive(by=clerk, procedure=birth, now=now) for _ in range(2))
        Dossier.objects.filter(pk=theirs.pk).update(competent_agency=district.committee)
        receipt_of(reread(ours), now=now), receipt_of(reread(theirs), now=now)
        sheet = sheet_of(officer, desk)
        assert (sheet.received, sheet.is_whole) == ([ours], False)
        assert [count for _, count in sheet.slips] == [1]

    def test_slips_count_on_the_day_they_are_printed(self, clerk, birth, now, desk):
        receipt_of(receive(by=clerk, procedure=birth, now=at("2018-01-12 08:00")), now=now)
        assert sheet_of(clerk, desk).slips == [("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", 1)]
        assert sheet_of(clerk, desk, FRIDAY).slips == []


class TestMoney:
    def test_a_fee_is_counted_where_and_when_it_is_paid(self, clerk, officer, certification, now, desk):
        friday = at("2018-01-12 08:00")
        receive(by=clerk, procedure=certification, now=now, fee_amount=3000, fee_status=FeeStatus.PAID)
        owing = receive(
            by=clerk, procedure=certification, now=friday, fee_amount=5000, fee_status=FeeStatus.ON_COLLECTION
        )
        owing = actions.resolve(dossier=owing, by=officer, now=friday)
        actions.hand_back(dossier=owing, collection=Collection(fee_collected=True), by=clerk, now=now)
        monday, before = sheet_of(clerk, desk), sheet_of(clerk, desk, FRIDAY)
        assert (monday.amount_at_reception, monday.amount_at_collection, monday.amount) == (3000, 5000, 8000)
        assert before.amount == 0

    def test_on_the_spot_it_is_paid_once(self, clerk, certification, now, desk):
        at_once(clerk, certification, now, "spot", fee_amount=2000, fee_status=FeeStatus.PAID)
        sheet = sheet_of(clerk, desk)
        assert (sheet.amount_at_reception, sheet.amount_at_collection) == (2000, 0)

    def test_what_was_paid_at_reception_is_not_paid_again_at_hand_back(self, clerk, officer, certification, now, desk):
        paid = receive(
            by=clerk,
            procedure=certification,
            now=at("2018-01-12 08:00"),
            fee_amount=4000,
            fee_status=FeeStatus.PAID,
        )
        paid = actions.resolve(dossier=paid, by=officer, now=now)
        actions.hand_back(dossier=paid, collection=Collection(), by=clerk, now=now)
        assert [sheet_of(clerk, desk, day).amount for day in (FRIDAY, MONDAY)] == [4000, 0]

    @pytest.mark.parametrize("status", [FeeStatus.EXEMPT, FeeStatus.ON_COLLECTION, FeeStatus.NONE])
    def test_what_is_not_paid_is_no_money(self, clerk, certification, now, desk, status):
        receive(by=clerk, procedure=certification, now=now, fee_amount=2000, fee_status=status)
        assert sheet_of(clerk, desk).amount == 0

    def test_tallies_by_procedure_are_the_sums(self, clerk, birth, certification, now, desk):
        for key in ("a", "b"):
            at_once(clerk, certification, now, key, fee_amount=2000, fee_status=FeeStatus.PAID)
        receive(by=clerk, procedure=birth, now=now)
        sheet = sheet_of(clerk, desk)
        first, second = sheet.procedures
        assert (first.received, first.handed_back, first.paid, first.amount) == (2, 2, 2, 4000)
        assert (second.received, second.handed_back, second.paid, second.amount) == (1, 0, 0, 0)
        assert sum(tally.amount for tally in sheet.procedures) == sheet.amount


class TestLeft:
    def test_what_falls_due_is_told_apart_by_day(self, clerk, birth, support, desk):
        overdue = receive(by=clerk, procedure=birth, now=at("2018-01-11 08:00"))
        today = receive(by=clerk, procedure=birth, now=at("2018-01-12 08:00"))
        monday = receive(by=clerk, procedure=support, now=at("2018-01-08 08:00"))
        receive(by=clerk, procedure=support, now=at("2018-01-11 09:00"))
        sheet = sheet_of(clerk, desk, FRIDAY)
        assert sheet.next_day == MONDAY
        assert (sheet.overdue, sheet.due_today, sheet.due_next) == ([overdue], [today], [monday])

    def test_a_past_day_stands_as_it_stood(self, clerk, officer, birth, now, desk):
        dossier = receive(by=clerk, procedure=birth, now=at("2018-01-11 08:00"))
        dossier = actions.resolve(dossier=dossier, by=officer, now=at("2018-01-12 08:00"))
        actions.hand_back(dossier=dossier, collection=Collection(), by=clerk, now=now)
        thursday, friday, monday = (sheet_of(clerk, desk, date(2018, 1, day)) for day in (11, 12, 15))
        assert (thursday.due_today, friday.overdue) == ([dossier], [])
        assert (thursday.uncollected, friday.uncollected, monday.uncollected) == ([], [dossier], [])

    def test_what_waits_too_long_to_be_collected_is_marked(self, clerk, officer, support, desk, settings):
        settings.UNCOLLECTED_DAYS = 3
        for day in (11, 12):
            dossier = receive(by=clerk, procedure=support, now=at(f"2018-01-{day} 08:00"))
            actions.resolve(dossier=dossier, by=officer, now=at(f"2018-01-{day} 09:00"))
        sheet = sheet_of(clerk, desk)
        assert [dossier.is_uncollected_long for dossier in sheet.uncollected] == [True, False]
        assert sheet.uncollected_long == sheet.uncollected[:1]

    def test_what_goes_by_post_is_not_waited_for_but_sent(self, clerk, officer, support, desk, now, settings):
        settings.UNCOLLECTED_DAYS = 1
        collected, sent = (
            receive(by=clerk, procedure=support, now=at("2018-01-11 08:00"), delivery=delivery)
            for delivery in (Delivery.DESK, Delivery.POST)
        )
        for dossier in (collected, sent):
            actions.resolve(dossier=dossier, by=officer, now=at("2018-01-11 09:00"))
        sheet = sheet_of(clerk, desk)
        assert (sheet.uncollected, sheet.uncollected_long, sheet.unsent) == ([collected], [collected], [sent])
        printed = " ".join(
            page.get_textpage().get_text_bounded()
            for page in pypdfium2.PdfDocument(print_day_end(sheet, user=clerk, now=now))
        )
        assert printed.count("Kết quả chờ gửi bưu chính") == 2


class TestPrint:
    def test_numbers_first_then_the_lists_then_the_signatures(self, clerk, birth, certification, now, desk):
        spot = at_once(clerk, certification, now, "spot", fee_amount=12000, fee_status=FeeStatus.PAID)
        pending = receive(by=clerk, procedure=birth, now=now)
        pdf = pypdfium2.PdfDocument(print_day_end(sheet_of(clerk, desk), user=clerk, now=now))
        (page,) = [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
        in_order = [
            "PHIẾU TỔNG HỢP CUỐI NGÀY",
            "Kèm Sổ theo dõi hồ sơ, ngày 15 tháng 01 năm 2018",
            "Tiếp nhận 2 trực tiếp 2",
            "Đã trả kết quả 1 nhận trong ngày 1 (trả ngay 1), nhận từ các ngày trước 0",
            "Phí, lệ phí đã thu (đồng) 12.000 khi tiếp nhận 12.000 (1 hồ sơ), khi trả kết quả 0 (0 hồ sơ)",
            "Tiếp nhận trong ngày (2)",
            "Đã trả ngay 12.000",
            "Chưa có kết quả, đến hạn (1)",
            "Bàn giao cho:",
            "NGƯỜI LẬP",
            "Trang 1/1",
        ]
        assert [words for words in in_order if words not in page] == []
        assert sorted(in_order, key=page.index) == in_order
        assert page.count(spot.code) == 1
        assert page.count(pending.code) == 2  # received today, and due today

    def test_a_usual_day_is_one_page(self, clerk, birth, now, desk):
        for key in range(12):
            at_once(clerk, birth, now, f"key {key}")
        assert len(pypdfium2.PdfDocument(print_day_end(sheet_of(clerk, desk), user=clerk, now=now))) == 1

    def test_a_busy_day_flows(self, clerk, birth, now, desk):
        for key in range(60):
            at_once(clerk, birth, now, f"key {key}")
        assert len(pypdfium2.PdfDocument(print_day_end(sheet_of(clerk, desk), user=clerk, now=now))) == 2
