"""The register, form 06: whose it is, in which order, what it says of each dossier; printed and as a workbook."""

import io
from datetime import date

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from dossiers import actions
from dossiers.models import Delivery, Dossier
from dossiers.printing import print_register, sheets_of
from dossiers.register import WITHOUT_BOOK, Register, desks_of, own_desk
from tests.builders import at, make_user, receive
from units.periods import Period
from units.sheets import write_workbook

TODAY = date(2018, 1, 15)
JANUARY = Period(date(2018, 1, 1), date(2018, 1, 31))
CIVIL_STATUS = "Hộ tịch 2018"


def register_of(user, desk, period=JANUARY, **overrides):
    return Register(user, desk, period, **overrides)


def rows(register):
    return list(register.rows(TODAY))


def names(register):
    return [row.dossier.applicant_name for row in rows(register)]


def remarks(register):
    return [[remark.kind for remark in row.remarks if remark.kind != "book"] for row in rows(register)]


def pages(pdf):
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


def workbook(register, now):
    file = io.BytesIO()
    write_workbook(file, *sheets_of(register, now=now))
    return openpyxl.load_workbook(file)


@pytest.fixture
def desk(clerk):
    return clerk.desks[0]


@pytest.fixture
def three(clerk, birth, support):
    """Two in the book of civil status, one in that of social protection between them."""
    return [
        receive(by=clerk, procedure=birth, now=at("2018-01-10 08:00"), applicant_name="An"),
        receive(by=clerk, procedure=support, now=at("2018-01-11 08:00"), applicant_name="Bình"),
        receive(by=clerk, procedure=birth, now=at("2018-01-12 08:00"), applicant_name="Chi"),
    ]


class TestDesks:
    def test_a_clerk_and_an_officer_have_their_own(self, clerk, officer, stranger, desk):
        assert list(desks_of(clerk)) == list(desks_of(officer)) == [desk]

    def test_who_oversees_has_those_below_and_begins_with_his_own(self, clerk, stranger, district_leader, district):
        desks = desks_of(district_leader)
        assert set(desks) == {district.desk, clerk.desks[0], stranger.desks[0]}
        assert own_desk(district_leader, desks) == district.desk

    def test_without_duties_there_is_none(self, clerk, clock):
        assert not desks_of(make_user("x"))


class TestBooks:
    def test_all_books_are_numbered_by_reception(self, three, clerk, desk):
        register = register_of(clerk, desk)
        assert [(row.number, row.dossier.applicant_name) for row in rows(register)] == [
            (1, "An"),
            (2, "Bình"),
            (3, "Chi"),
        ]

    def test_one_book_goes_by_its_own_numbers(self, three, clerk, desk):
        later = Period(date(2018, 1, 11), date(2018, 1, 31))
        register = register_of(clerk, desk, later, book=CIVIL_STATUS)
        assert [(row.number, row.dossier.applicant_name) for row in rows(register)] == [(2, "Chi")]

    def test_what_stands_in_no_book_can_be_asked_for(self, three, clerk, desk):
        assert names(register_of(clerk, desk, book=WITHOUT_BOOK)) == []

    def test_only_books_of_the_period_are_offered(self, three, clerk, desk):
        assert register_of(clerk, desk).books() == ["Bảo trợ xã hội 2018", CIVIL_STATUS]
        assert register_of(clerk, desk, Period(date(2018, 1, 11), date(2018, 1, 11))).books() == ["Bảo trợ xã hội 2018"]
        assert register_of(clerk, desk, Period(date(2017, 1, 1), date(2017, 12, 31))).books() == []

    def test_the_first_and_the_last_minute_of_the_period_are_in_it(self, clerk, birth, desk):
        for moment in ("2017-12-31 23:59", "2018-01-01 00:00", "2018-01-31 23:59", "2018-02-01 00:00"):
            receive(by=clerk, procedure=birth, now=at(moment), applicant_name=moment)
        assert names(register_of(clerk, desk)) == ["2018-01-01 00:00", "2018-01-31 23:59"]


class TestReach:
    def test_it_is_of_one_desk(self, three, clerk, stranger, district_leader, birth, now, desk):
        receive(by=stranger, procedure=birth, now=now, applicant_name="Xa")
        assert names(register_of(district_leader, desk)) == ["An", "Bình", "Chi"]
        assert names(register_of(district_leader, stranger.desks[0])) == ["Xa"]

    def test_an_officer_gets_what_his_unit_decides_and_is_told(self, three, officer, district, desk):
        Dossier.objects.filter(pk=three[1].pk).update(competent_agency=district.committee)
        register = register_of(officer, desk)
        assert names(register) == ["An", "Chi"]
        assert register.totals(TODAY)["received"] == 2
        assert not register.is_whole

    def test_desk_and_leader_have_the_whole(self, three, clerk, leader, district_leader, desk):
        assert all(register_of(user, desk).is_whole for user in (clerk, leader, district_leader))

    def test_a_strangers_register_of_another_desk_is_empty(self, three, stranger, desk):
        assert names(register_of(stranger, desk)) == []


class TestRemarks:
    def test_what_is_in_time_needs_no_word(self, three, clerk, desk):
        assert remarks(register_of(clerk, desk))[1:2] == [[]]

    def test_overdue_and_late_are_said(self, clerk, officer, support, birth, desk):
        receive(by=clerk, procedure=birth, now=at("2018-01-12 08:00"))
        late = receive(by=clerk, procedure=birth, now=at("2018-01-12 09:00"))
        late = actions.resolve(dossier=late, by=officer, now=at("2018-01-15 08:00"))
        actions.hand_back(dossier=late, collection=actions.Collection(), by=clerk, now=at("2018-01-15 08:00"))
        receive(by=clerk, procedure=birth, now=at("2018-01-15 07:00"))
        assert remarks(register_of(clerk, desk)) == [["overdue"], ["late"], []]

    def test_an_end_is_said_with_its_day(self, clerk, officer, support, now, desk):
        dossiers = [receive(by=clerk, procedure=support, now=at(f"2018-01-15 07:0{minute}")) for minute in range(3)]
        actions.withdraw(dossier=dossiers[0], by=clerk, now=now, reason="Xin rút")
        actions.deny(dossier=dossiers[1], by=officer, now=now, reason="Không đủ điều kiện")
        assert remarks(register_of(clerk, desk)) == [["withdrawn"], ["denied", "waiting"], []]
        assert rows(register_of(clerk, desk))[0].remarks[0].value == "15/01/2018"

    def test_for_what_goes_by_post_nobody_has_to_come(self, clerk, officer, support, now, desk):
        sent = receive(by=clerk, procedure=support, now=now, delivery=Delivery.POST)
        actions.resolve(dossier=sent, by=officer, now=now)
        assert remarks(register_of(clerk, desk)) == [["unsent"]]
        printed = " ".join(pages(print_register(register_of(clerk, desk), now=now)))
        assert "chờ gửi bưu chính" in printed
        assert "chưa đến nhận" not in printed

    def test_who_collected_for_somebody_else_is_named(self, clerk, officer, support, now, desk):
        dossier = actions.resolve(dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now)
        collection = actions.Collection(
            collected_by="authorised", collector_name="Nguyễn Thị Hai", authorisation_filed=True
        )
        actions.hand_back(dossier=dossier, collection=collection, by=clerk, now=now)
        (row,) = rows(register_of(clerk, desk))
        assert "Nguyễn Thị Hai" in [remark.value for remark in row.remarks]


class TestPages:
    def test_pages_follow_one_another_whatever_the_order(self, clerk, birth, support, desk):
        for minute in range(7):  # two at a time
            receive(by=clerk, procedure=birth, now=at(f"2018-01-12 08:0{minute // 2}"), applicant_name=str(minute))
        for book in ("", CIVIL_STATUS):
            register, seen, key = register_of(clerk, desk, book=book), [], ""
            for _ in range(3):
                page, key = register.page(key, 3, TODAY)
                seen += [(row.number, row.dossier.applicant_name) for row in page]
            assert seen == [(number, str(number - 1)) for number in range(1, 8)]
            assert key == ""

    @pytest.mark.parametrize("key", ["x", "1_2", "1_x_3", "1_2018-13-45_3", "1_2018-01-15T08:00_3", "_" * 500, "٣_٣_٣"])
    def test_a_key_that_is_none_begins_at_the_beginning(self, three, clerk, desk, key):
        for book in ("", CIVIL_STATUS):
            register = register_of(clerk, desk, book=book)
            assert register.page(key, 5, TODAY) == register.page("", 5, TODAY)

    def test_totals_are_of_the_whole_period(self, three, clerk, officer, desk, now):
        actions.resolve(dossier=three[1], by=officer, now=now)
        totals = register_of(clerk, desk).totals(TODAY)
        assert totals == {
            "received": 3,
            "finished": 1,
            "late": 0,
            "handed_back": 0,
            "waiting": 1,
            "open": 2,
            "overdue": 2,
        }

    def test_too_much_is_not_added_up(self, three, clerk, desk, monkeypatch):
        monkeypatch.setattr("dossiers.register.COUNTED", 2)
        assert register_of(clerk, desk).totals(TODAY) is None


class TestPrint:
    def test_it_has_head_columns_rows_totals_and_signatures(self, three, clerk, desk, now):
        (page,) = pages(print_register(register_of(clerk, desk, book=CIVIL_STATUS), now=now))
        for words in (
            "ỦY BAN NHÂN DÂN XÃ KIM ĐỊNH BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
            "Kim Định, ngày 15 tháng 01 năm 2018",
            "SỔ THEO DÕI HỒ SƠ",
            "Quyển số: Hộ tịch 2018 – hồ sơ nhận từ ngày 01/01/2018 đến ngày 31/01/2018",
            "NHẬN VÀ TRẢ KẾT QUẢ",
            "Ký nhận",
            "Cộng: tiếp nhận 2 hồ sơ; đã giải quyết 0, trong đó quá hạn 0; đã trả kết quả 0; đang giải quyết 2",
            "NGƯỜI LẬP SỔ",
            "Phạm Thị Lan",
            "Bản in thử – dữ liệu minh họa",
            "Trang 1/1",
        ):
            assert words in page
        assert "Bình" not in page
        assert "Chỉ gồm" not in page

    def test_every_page_repeats_the_head_of_the_table(self, clerk, birth, desk, now):
        for minute in range(30):
            receive(by=clerk, procedure=birth, now=at(f"2018-01-12 08:{minute:02}"), applicant_name="Nguyễn " * 10)
        sheets = pages(print_register(register_of(clerk, desk), now=now))
        assert len(sheets) > 1
        assert all("NHẬN VÀ TRẢ KẾT QUẢ" in sheet for sheet in sheets)
        assert [f"Trang {n}/{len(sheets)}" in sheet for n, sheet in enumerate(sheets, 1)] == [True] * len(sheets)
        assert [("NGƯỜI LẬP SỔ" in sheet) for sheet in sheets] == [False] * (len(sheets) - 1) + [True]

    @pytest.mark.parametrize("count", range(13, 20))
    def test_the_end_never_stands_on_a_page_without_a_row(self, clerk, birth, desk, now, count):
        for minute in range(count):
            receive(by=clerk, procedure=birth, now=at(f"2018-01-12 08:{minute:02}"), applicant_name="Nguyễn Văn Đức")
        last = pages(print_register(register_of(clerk, desk), now=now))[-1]
        assert "Cộng:" in last
        assert "NGƯỜI LẬP SỔ" in last
        assert f"180112-{count:04}" in last.replace(" ", "")

    def test_a_last_row_longer_than_a_page_is_printed_whole(self, clerk, birth, desk, now):
        receive(by=clerk, procedure=birth, now=now, note="chữ " * 1000)
        sheets = pages(print_register(register_of(clerk, desk), now=now))
        assert sum(sheet.count("chữ") for sheet in sheets) == 1000
        assert "NGƯỜI LẬP SỔ" in sheets[-1]

    def test_it_lies_across(self, three, clerk, desk, now):
        width, height = pypdfium2.PdfDocument(print_register(register_of(clerk, desk), now=now))[0].get_size()
        assert width > height

    def test_nothing_received_is_said(self, clerk, desk, now):
        (page,) = pages(print_register(register_of(clerk, desk), now=now))
        assert "Không có hồ sơ nào trong kỳ." in page

    def test_a_part_says_that_it_is_one(self, three, officer, desk, now):
        (page,) = pages(print_register(register_of(officer, desk), now=now))
        assert "Chỉ gồm hồ sơ mà người lập được xem" in page

    def test_what_is_typed_prints_as_text(self, clerk, birth, desk, now):
        typed = "#panic() *b* [x] $a$"
        receive(by=clerk, procedure=birth, now=now, applicant_name=typed, applicant_address=typed, note=typed)
        (page,) = pages(print_register(register_of(clerk, desk), now=now))
        assert page.count("#panic()") == 3

    def test_an_endless_word_stays_in_its_column(self, clerk, birth, desk, now):
        receive(by=clerk, procedure=birth, now=now, applicant_name="ỮNGW" * 10, note="ỮNGW" * 100)
        for page in pypdfium2.PdfDocument(print_register(register_of(clerk, desk), now=now)):
            width, _ = page.get_size()
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                left, _, right, _ = item.get_bounds()
                assert 0 < left < right < width - 28  # points: 10 mm of margin


class TestWorkbook:
    def test_numbers_days_and_texts_are_what_they_are(self, three, clerk, desk, now):
        sheet = workbook(register_of(clerk, desk), now)["Sổ theo dõi hồ sơ"]
        first = next(sheet.iter_rows(min_row=2))
        assert [cell.data_type for cell in first] == list("nssnsnsddnsns")
        assert first[0].value == 1
        assert f"{first[7].value:%d/%m/%Y %H:%M}" == "10/01/2018 08:00"

    def test_no_name_becomes_a_formula(self, clerk, birth, desk, now):
        receive(by=clerk, procedure=birth, now=now, applicant_name='=HYPERLINK("x")', applicant_address="@x", note="+1")
        cells = list(workbook(register_of(clerk, desk), now)["Sổ theo dõi hồ sơ"].iter_rows(min_row=2))[0]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert cells[4].value == '=HYPERLINK("x")'

    def test_it_says_what_it_is_who_made_it_and_of_what(self, three, clerk, officer, desk, now):
        whole = [cell.value for row in workbook(register_of(clerk, desk), now)["Thông tin"] for cell in row]
        part = [cell.value for row in workbook(register_of(officer, desk), now)["Thông tin"] for cell in row]
        assert "từ ngày 01/01/2018 đến ngày 31/01/2018" in whole
        assert "Phạm Thị Lan" in whole
        assert "08:00 15/01/2018" in whole
        assert "Toàn bộ hồ sơ do nơi này tiếp nhận trong kỳ" in whole
        assert any("Chỉ gồm hồ sơ mà người lập được xem" in str(words) for words in part)

    def test_a_part_holds_only_that_part(self, three, officer, district, desk, now):
        Dossier.objects.filter(pk=three[1].pk).update(competent_agency=district.committee)
        sheet = workbook(register_of(officer, desk), now)["Sổ theo dõi hồ sơ"]
        assert [row[4].value for row in sheet.iter_rows(min_row=2)] == ["An", "Chi"]

    def test_it_is_printed_across_with_its_head_on_every_page(self, three, clerk, desk, now):
        sheet = workbook(register_of(clerk, desk), now)["Sổ theo dõi hồ sơ"]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
