"""The cash sheet: each clerk's money of a day, its sums those of the day-end sheet; on paper and in a file."""

from datetime import date

import pypdfium2
import pytest

from dossiers import actions
from dossiers.cash import cash_sheet
from dossiers.cash_prints import cash_sheets, print_cash
from dossiers.day_end import day_end
from dossiers.fee_slips import fee_slip_of
from tests.builders import at, make_user, receive
from units.calendars import work_calendar
from units.models import Role

MONDAY = date(2018, 1, 15)


@pytest.fixture
def desk(clerk):
    return clerk.desks[0]


@pytest.fixture
def colleague(commune, clock):
    return make_user("clerk2.14635", Role.CLERK, commune, full_name="Ngô Thị Bích")


@pytest.fixture
def day(clerk, colleague, officer, support, certification, now):
    """Paid, exempted, collected in part and in between, with the result, and given back; by two clerks."""
    paid = receive(by=clerk, procedure=certification, now=now, fee_amount=8000, fee_status="paid")
    exempt = {"fee_status": "exempt", "fee_ground": "poor", "fee_words": "Sổ hộ nghèo 12"}
    receive(by=clerk, procedure=support, now=now, fee_amount=3000, applicant_name="Vũ Thị Mai", **exempt)
    owing = receive(by=colleague, procedure=support, now=now, fee_amount=50_000, fee_status="on_collection")
    actions.collect_fee(dossier=owing, by=clerk, now=at("2018-01-15 09:00"), amount=20_000)
    actions.resolve(dossier=owing, by=officer, now=at("2018-01-15 10:00"))
    receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123"}
    collection = actions.Collection(fee_collected=True, **receipt)
    actions.hand_back(dossier=owing, collection=collection, by=colleague, now=at("2018-01-15 11:00"))
    actions.withdraw(dossier=paid, by=clerk, now=at("2018-01-15 14:00"), reason="Xin rút")
    actions.refund_fee(dossier=paid, by=clerk, now=at("2018-01-15 14:05"), reason="Rút hồ sơ", amount=5000)
    receive(by=clerk, procedure=certification, now=at("2018-01-12 08:00"), fee_amount=777, fee_status="paid")


def text_of(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]


def test_each_clerk_answers_for_his_own(day, clerk, colleague, desk):
    sheet = cash_sheet(clerk, [desk], MONDAY)
    assert [(each.clerk, each.collected, each.refunded, each.exempted, each.in_hand) for each in sheet.clerks] == [
        (clerk, 28_000, 5000, 3000, 23_000),
        (colleague, 30_000, 0, 0, 30_000),
    ]
    assert [(tally.name, len(tally.lines), tally.in_hand) for tally in sheet.clerks[0].procedures] == [
        ("Trợ cấp xã hội hàng tháng", 2, 20_000),
        ("Chứng thực bản sao từ bản chính", 2, 3000),
    ]


def test_the_sums_are_those_of_the_lines_and_of_the_day_end_sheet(day, clerk, desk):
    sheet, day_sheet = cash_sheet(clerk, [desk], MONDAY), day_end(clerk, desk, MONDAY, work_calendar(on=MONDAY))
    assert (sheet.collected, sheet.refunded, sheet.exempted, sheet.in_hand) == (58_000, 5000, 3000, 53_000)
    assert sum(each.in_hand for each in sheet.clerks) == sheet.in_hand
    assert sum(tally.collected for each in sheet.clerks for tally in each.procedures) == sheet.collected
    assert day_sheet.amount == day_sheet.cash.collected == sheet.collected
    amounts = (day_sheet.amount_at_reception, day_sheet.amount_between, day_sheet.amount_at_collection)
    assert amounts == (8000, 20_000, 30_000)
    assert sum(tally.amount for tally in day_sheet.procedures) == sheet.collected
    assert day_sheet.cash.refunded == sheet.refunded


def test_one_clerk_alone(day, clerk, colleague, desk):
    sheet = cash_sheet(clerk, [desk], MONDAY, clerk=colleague.pk)
    assert [each.clerk for each in sheet.clerks] == [colleague]


def test_another_desks_money_is_not_there(day, clerk, stranger, support, now, desk):
    receive(by=stranger, procedure=support, now=now, fee_amount=9999, fee_status="paid")
    assert cash_sheet(clerk, [desk], MONDAY).collected == 58_000
    assert cash_sheet(clerk, [desk, stranger.desks[0]], MONDAY).collected == 58_000
    assert cash_sheet(stranger, [desk, stranger.desks[0]], MONDAY).collected == 9999


def test_a_leader_sees_all_his_desks(day, district_leader, stranger, support, now, desk):
    receive(by=stranger, procedure=support, now=now, fee_amount=9999, fee_status="paid")
    sheet = cash_sheet(district_leader, [desk, stranger.desks[0]], MONDAY)
    assert (len(sheet.clerks), sheet.collected, sheet.is_whole) == (3, 67_999, True)


def test_an_officer_sees_what_his_unit_decides_and_is_told(day, officer, desk):
    assert not cash_sheet(officer, [desk], MONDAY).is_whole


def test_the_print_has_a_page_for_each_clerk_to_sign(day, clerk, colleague, desk, now):
    first, second = text_of(print_cash(cash_sheet(clerk, [desk], MONDAY), user=clerk, now=now))
    in_order = [
        "BẢNG KÊ THU PHÍ, LỆ PHÍ TRONG NGÀY",
        f"Ngày 15 tháng 01 năm 2018 – Người thu: {clerk.full_name}",
        "Theo thủ tục",
        "Cộng 4 28.000 5.000 3.000",
        "Từng lượt (4)",
        "01/2018/PT",
        "Hộ nghèo: Sổ hộ nghèo 12",
        "Số tiền phải nộp: 23.000 đồng (bằng chữ: Hai mươi ba nghìn đồng)",
        "NGƯỜI LẬP",
        "NGƯỜI NHẬN TIỀN",
        "PHỤ TRÁCH BỘ PHẬN",
    ]
    assert [words for words in in_order if words not in first] == []
    assert sorted(in_order, key=first.index) == in_order
    assert colleague.full_name in second
    assert "AB-17P 0000123" in second


def test_a_day_without_money_is_signed_too(clerk, desk, now):
    (page,) = text_of(print_cash(cash_sheet(clerk, [desk], MONDAY), user=clerk, now=now))
    assert "không thu, không hoàn trả, không miễn" in page
    assert "bằng chữ: Không đồng" in page


def test_more_given_back_than_taken_in_is_said_so(clerk, support, desk, now):
    paid = receive(by=clerk, procedure=support, now=at("2018-01-12 08:00"), fee_amount=8000, fee_status="paid")
    actions.withdraw(dossier=paid, by=clerk, now=now, reason="Xin rút")
    actions.refund_fee(dossier=paid, by=clerk, now=now, reason="Rút hồ sơ")
    (page,) = text_of(print_cash(cash_sheet(clerk, [desk], MONDAY), user=clerk, now=now))
    assert "Chi vượt thu: 8.000 đồng" in page


def test_a_busy_day_flows(clerk, support, desk, now):
    for _ in range(40):
        receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")
    assert len(text_of(print_cash(cash_sheet(clerk, [desk], MONDAY), user=clerk, now=now))) > 1


def test_the_workbook_has_each_line_and_their_sums(day, clerk, desk, now):
    lines, notes = cash_sheets(cash_sheet(clerk, [desk], MONDAY), user=clerk, now=now)
    rows = list(lines.rows)
    assert [sum(filter(None, (row[column] for row in rows))) for column in (8, 9, 10)] == [58_000, 5000, 3000]
    assert ("Thu (đồng)", 58_000) in [tuple(row) for row in notes.rows]


class TestSlip:
    def text(self, entry, now):
        (page,) = text_of(bytes(fee_slip_of(entry, now=now).content))
        return page

    def test_of_what_was_collected(self, clerk, support, now):
        receipt = {"receipt_book": "AB-17P", "receipt_serial": "0000123"}
        dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid", **receipt)
        page = self.text(dossier.fee_entries.get(), now)
        for words in (
            *("PHIẾU THU NỘI BỘ", "Số: 01/2018/PT", f"Mã hồ sơ: {dossier.code}", "Nguyễn Văn Đức"),
            *("Số tiền: 8.000 đồng (bằng chữ: Tám nghìn đồng)", "ký hiệu AB-17P, số 0000123", clerk.full_name),
            *("NGƯỜI NỘP TIỀN", "NGƯỜI THU TIỀN", "không thay thế biên lai", "Kim Định, ngày 15 tháng 01 năm 2018"),
        ):
            assert words in page

    def test_of_what_was_given_back(self, clerk, support, now):
        dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")
        actions.withdraw(dossier=dossier, by=clerk, now=now, reason="Xin rút")
        actions.refund_fee(dossier=dossier, by=clerk, now=now, reason="Rút hồ sơ")
        page = self.text(dossier.fee_entries.last(), now)
        for words in ("PHIẾU CHI NỘI BỘ", "Số: 01/2018/PC", "Rút hồ sơ", "NGƯỜI NHẬN TIỀN"):
            assert words in page
        assert "Biên lai" not in page

    def test_a_long_one_stays_on_its_sheet(self, clerk, support, now):
        names = {"applicant_name": "Nguyễn Thị Minh Khai " * 9, "applicant_address": "Xóm 5, xã Kim Định, " * 14}
        dossier = receive(by=clerk, procedure=support, now=now, fee_amount=2_000_000_000, fee_status="paid", **names)
        assert self.text(dossier.fee_entries.get(), now)

    def test_the_second_of_a_dossier_is_another_slip(self, clerk, support, now):
        dossier = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="on_collection")
        for _ in range(2):
            actions.collect_fee(dossier=dossier, by=clerk, now=now, amount=4000)
        assert ["Số: 02/2018/PT" in self.text(entry, now) for entry in dossier.fee_entries.all()] == [False, True]
