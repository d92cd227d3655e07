"""Posting sheets over the web: of one procedure for everybody, booklets and what a decision brings for staff."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.urls import reverse

from procedures import actions
from procedures.models import (
    DecisionLine,
    Fee,
    Posting,
    ProcedureAtUnit,
    ProcedureCase,
    ProcedureVersion,
    RequiredDocument,
)
from tests import builders

MONDAY = date(2018, 1, 22)


def sheet_of(code, **query):
    return reverse("procedures:sheet", args=[code], query=query)


def booklet_of(unit, **query):
    return reverse("procedures:booklet", args=[unit.code], query=query)


def of_decision(decision, unit, part):
    return reverse("procedures:decision_print", args=[decision.pk, unit.code, part])


def pages(response):
    assert response["Content-Type"] == "application/pdf"
    pdf = pypdfium2.PdfDocument(response.content)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


@pytest.fixture
def own(commune):
    commune.desk.address, commune.desk.phone = "Xóm 4", "0303 000 001"
    commune.desk.save()


@pytest.fixture
def staff(client, clerk):
    client.force_login(clerk)
    return client


class TestSheet:
    def test_anybody_prints_the_sheet_of_a_unit(self, client, clock, commune, birth, own):
        (page,) = pages(client.get(sheet_of("1.001193", unit="14635")))
        assert "ỦY BAN NHÂN DÂN XÃ KIM ĐỊNH" in page
        assert "1 Tờ khai đăng ký khai sinh 01 –" in page
        assert "trong ngày làm việc Nhận sau 15 giờ: trả kết quả trong ngày làm việc tiếp theo" in page
        assert "Không thu" in page
        assert "Điện thoại: 0303 000 001" in page
        assert "Ngày in: 15/01/2018" in page

    def test_it_is_in_vietnamese_whatever_the_reader_chose(self, client, clock, commune, birth):
        client.cookies["django_language"] = "en"
        address = sheet_of("1.001193", unit="14635")
        assert "Trực tiếp" in pages(client.get(address, headers={"Accept-Language": "en"}))[0]

    def test_where_the_unit_is_not_given_it_is_chosen(self, client, clock, commune, birth):
        response = client.get(sheet_of("1.001193"))
        assert response["Location"] == "/procedures/1.001193/#print-sheet"

    @pytest.mark.parametrize("query", [{"unit": "99999"}, {"unit": "376"}, {"unit": "14635", "on": "2018-13-01"}])
    def test_what_no_unit_hangs_is_not_there(self, client, clock, commune, birth, query):
        assert client.get(sheet_of("1.001193", **query)).status_code == 404

    def test_a_unit_that_does_not_apply_it_has_no_sheet(self, client, clock, commune, other_commune, birth):
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling="not_applied", reason="Không có")
        assert client.get(sheet_of("1.001193", unit="14635")).status_code == 404
        assert client.get(sheet_of("1.001193", unit="14638")).status_code == 200

    def test_a_unit_that_only_posts_it_says_so(self, client, clock, commune, birth):
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling="posted_only", reason="Nộp ở huyện")
        assert "bộ phận một cửa không tiếp nhận" in pages(client.get(sheet_of("1.001193", unit="14635")))[0]

    def test_over_a_poor_line_it_is_fetched_once(self, client, clock, commune, birth):
        address = sheet_of("1.001193", unit="14635")
        tag = client.get(address)["ETag"]
        unchanged = client.get(address, headers={"If-None-Match": tag})
        assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", tag)
        Fee.objects.update(amount=8000)
        changed = client.get(address, headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert "Lệ phí: 8.000 đồng" in pages(changed)[0]

    def test_the_sheet_of_a_later_day_can_be_hung_in_time(self, client, clock, commune, birth):
        version = birth.versions.get()
        ProcedureVersion.objects.update(valid_to=date(2018, 1, 21))
        version.pk, version.valid_from, version.valid_to, version.time_limit = None, MONDAY, None, 2
        version._state.adding = True
        version.save()
        today, later = (client.get(sheet_of("1.001193", unit="14635", on=on)) for on in ("", "2018-01-22"))
        assert "Hiệu lực: đang áp dụng đến hết ngày 21/01/2018" in pages(today)[0]
        assert "Hiệu lực: từ ngày 22/01/2018" in pages(later)[0]
        assert "2 ngày làm việc" in pages(later)[0]

    def test_times_and_papers_of_cases_and_fees_of_channels(self, client, clock, commune, support):
        version = support.versions.get()
        ProcedureVersion.objects.update(promised_limit=4, extension_limit=2, channels=["in_person", "online"])
        case = ProcedureCase.objects.create(
            version=version, position=1, name="Người cao tuổi", time_limit=3, time_unit="working_day", promised_limit=2
        )
        RequiredDocument.objects.create(
            version=version, position=9, case=case, name="Sổ hộ khẩu", originals=0, copies=2, is_optional=True
        )
        Fee.objects.create(procedure=support, kind="charge", amount=8000)
        Fee.objects.create(procedure=support, kind="charge", channel="online", amount=4000, basis="NQ 1/2018")
        Fee.objects.create(procedure=support, kind="fee", amount=None)
        page = pages(client.get(sheet_of("1.001776", unit="14635")))[0]
        for words in (
            "Nơi tiếp nhận cam kết: 4 ngày làm việc Theo quy định: 5 ngày làm việc",
            "Người cao tuổi: 2 ngày làm việc (theo quy định: 3 ngày làm việc)",
            "Có thể gia hạn một lần, không quá: 2 ngày làm việc",
            "Trường hợp: Người cao tuổi 3 Sổ hộ khẩu – chỉ khi có – 02",
            "Cách nộp: Trực tiếp; Trực tuyến",
            "Lệ phí: 8.000 đồng",
            "Lệ phí, nộp trực tuyến: 4.000 đồng (NQ 1/2018)",
            "Phí: tùy trường hợp",
        ):
            assert words in page

    def test_what_is_not_verified_says_so(self, client, clock, commune, birth):
        ProcedureVersion.objects.update(provenance="memory")
        assert "Chưa đối chiếu với văn bản công bố" in pages(client.get(sheet_of("1.001193", unit="14635")))[0]

    def test_a_former_local_code_leads_to_it(self, client, clock, commune, birth):
        birth.local_code = "L.000007"
        birth.save()
        assert "1.001193" in pages(client.get(sheet_of("L.000007", unit="14635")))[0]

    def test_the_public_page_offers_it_for_each_unit_where_it_hangs(self, client, clock, commune, other_commune, birth):
        page = client.get("/procedures/1.001193/").content.decode()
        assert 'action="/procedures/1.001193/sheet.pdf"' in page
        assert page.count("<option") == 2

    def test_where_two_levels_have_the_code_each_offers_its_own(self, client, clock, commune, district, birth):
        builders.make_procedure("1.001193", "Đăng ký khai sinh có yếu tố nước ngoài", level="district")
        page = client.get("/procedures/1.001193/").content.decode()
        assert page.count('action="/procedures/1.001193/sheet.pdf"') == 2
        assert page.count('id="print-sheet"') == 1
        assert "nước ngoài" in pages(client.get(sheet_of("1.001193", unit="376")))[0]

    def test_staff_find_their_own_unit_first(self, client, clock, stranger, commune, birth):
        client.force_login(stranger)
        page = client.get("/procedures/1.001193/").content.decode()
        assert page.index('value="14638"') < page.index('value="14635"')


class TestBooklet:
    def test_it_holds_what_applies_by_sector_and_name(self, staff, commune, birth, support, certification):
        cover, contents, *sheets = pages(staff.get(booklet_of(commune)))
        assert "3 thủ tục, 3 lĩnh vực" in cover
        assert "Bảo trợ xã hội 1. Trợ cấp xã hội hàng tháng 1.001776 3 Chứng thực 2." in contents
        assert ["Trợ cấp" in sheets[0], "Chứng thực" in sheets[1], "khai sinh" in sheets[2]] == [True] * 3

    def test_it_can_be_of_one_sector(self, staff, commune, birth, support):
        sector = birth.versions.get().sector
        cover, _contents, *sheets = pages(staff.get(booklet_of(commune, sector=sector.pk)))
        assert "Lĩnh vực Hộ tịch" in cover
        assert len(sheets) == 1

    def test_it_can_be_of_what_is_missing(self, staff, clerk, commune, birth, support, now):
        day = now.date()
        actions.post(versions=birth.versions.all(), desk=commune.desk, place="board", posted_on=day, by=clerk, now=now)
        cover, _contents, *sheets = pages(staff.get(booklet_of(commune, state="missing")))
        assert "chưa niêm yết" in cover
        assert len(sheets) == 1

    def test_of_nothing_there_is_none_and_the_list_says_so(self, staff, commune, birth):
        response = staff.get(booklet_of(commune, q="không có"), follow=True)
        assert [str(message) for message in response.context["messages"]] == [
            "Không có thủ tục nào phù hợp: không có gì để in."
        ]

    def test_it_takes_as_many_statements_for_three_as_for_one(
        self, staff, commune, birth, django_assert_max_num_queries, request
    ):
        with django_assert_max_num_queries(30) as one:
            staff.get(booklet_of(commune))
        for fixture in ("support", "certification"):
            request.getfixturevalue(fixture)
        with django_assert_max_num_queries(len(one)):
            staff.get(booklet_of(commune))

    def test_it_is_for_those_who_work_there_or_above(self, client, commune, other_commune, birth, clerk, control):
        assert client.get(booklet_of(commune)).status_code == 302
        client.force_login(clerk)
        assert client.get(booklet_of(other_commune)).status_code == 404
        client.force_login(control)
        assert client.get(booklet_of(other_commune)).status_code == 200

    def test_what_is_out_of_date_is_not_printed_to_be_hung(self, staff, commune, birth):
        assert staff.get(booklet_of(commune, state="stale")).status_code == 404

    def test_the_list_offers_it(self, staff, commune, birth):
        page = staff.get(reverse("procedures:unit_postings", args=["14635"], query={"state": "missing"}))
        assert f'href="{booklet_of(commune, state="missing")}"' in page.content.decode()


@pytest.fixture
def decision(control, now, birth, support, certification):
    """It amends the support, abolishes the certification, adds one and puts one in the place of the birth."""
    decision = actions.draft_decision(
        number="55/QĐ-UBND", issued_on=date(2018, 1, 10), effective_from=MONDAY, by=control, now=now
    )
    given = {"decision": decision, "by": control, "now": now}
    (amended,) = actions.draft_lines(kind="amend", procedures=[support], **given)
    amended.draft |= {"time_limit": 3, "papers": [{"name": "Đơn đề nghị"}], "steps": "Nộp hồ sơ.\nNhận kết quả."}
    amended.save()
    actions.draft_lines(kind="abolish", procedures=[certification], **given)
    for position, (kind, code, name) in enumerate(
        [("add", "1.000777", "Thủ tục mới"), ("replace", "1.000888", "Đăng ký khai sinh mới")], 8
    ):
        line = DecisionLine.objects.create(
            decision=decision,
            position=position,
            kind=kind,
            level="commune",
            code=code,
            draft=amended.draft | {"name": name},
        )
    line.replaced.create(procedure=birth)
    return decision


@pytest.fixture
def applied(decision, control, now):
    actions.apply_decision(decision=decision, by=control, now=now)
    decision.refresh_from_db()
    return decision


class TestDecision:
    def test_the_sheets_of_what_begins_come_after_what_changed(self, staff, commune, applied):
        first, *sheets = pages(staff.get(of_decision(applied, commune, "to-post")))
        assert "Theo Quyết định công bố số 55/QĐ-UBND ngày 10/01/2018" in first
        assert "Mới ban hành: 1 1. Thủ tục mới (1.000777), từ ngày 22/01/2018 trang 3" in first
        assert "Sửa đổi, bổ sung: 1 1. Trợ cấp xã hội hàng tháng (1.001776), từ ngày 22/01/2018" in first
        assert "5 ngày làm việc → 3 ngày làm việc" in first
        assert "Thành phần hồ sơ, bỏ: Giấy tờ tùy thân" in first
        assert "Thành phần hồ sơ, thêm: 1" in first
        assert "Trình tự thực hiện: bổ sung" in first
        assert "thay thế: Đăng ký khai sinh (1.001193)" in first
        assert "Bị bãi bỏ: 1 1. Chứng thực bản sao từ bản chính (2.000815), hết hiệu lực từ ngày 22/01/2018" in first
        assert len(sheets) == 3
        assert "1 Đơn đề nghị 01" in sheets[0]
        assert "Nộp hồ sơ. Nhận kết quả." in sheets[0]

    def test_what_hangs_of_the_ended_comes_down(self, staff, clerk, commune, applied, birth, certification):
        Posting.objects.create(
            version=birth.versions.get(), desk=commune.desk, posted_on=date(2017, 1, 3), posted_by=clerk
        )
        (page,) = pages(staff.get(of_decision(applied, commune, "to-take-down")))
        assert "Tổng số: 3 bản" in page
        assert "1.001193 Đăng ký khai sinh 22/01/2018 03/01/2017" in page
        assert "22/01/2018 không ghi nhận" in page

    def test_the_acknowledgement_goes_to_the_unit_above(self, staff, commune, applied):
        (page,) = pages(staff.get(of_decision(applied, commune, "acknowledgement")))
        assert "Kính gửi: Ủy ban nhân dân huyện Kim Sơn" in page
        assert "Niêm yết bản mới 3 bản" in page
        assert "Gỡ bản không còn hiệu lực 3 bản" in page

    def test_all_of_it_is_one_file(self, staff, commune, applied):
        response = staff.get(of_decision(applied, commune, "all"))
        assert len(pages(response)) == 4 + 1 + 1
        assert b"pdfaid:part" in response.content, "to be kept, as each part by itself"

    def test_a_unit_prints_only_what_applies_there(self, staff, commune, applied, support, certification):
        for procedure in (support, certification):
            ProcedureAtUnit.objects.create(procedure=procedure, unit=commune, handling="not_applied", reason="Không")
        first, *sheets = pages(staff.get(of_decision(applied, commune, "to-post")))
        assert len(sheets) == 2
        assert "Sửa đổi, bổ sung: 0" in first
        assert "Bị bãi bỏ: 0" in first
        assert "Tổng số: 1 bản" in pages(staff.get(of_decision(applied, commune, "to-take-down")))[0]

    def test_a_unit_that_it_does_not_concern_prints_nothing(self, client, control, district, applied):
        client.force_login(control)
        assert client.get(of_decision(applied, district, "all")).status_code == 404

    def test_a_draft_changes_no_board(self, client, control, commune, decision):
        client.force_login(control)
        assert client.get(of_decision(decision, commune, "all")).status_code == 404

    def test_units_out_of_sight_and_prints_that_there_are_none_are_not_there(
        self, staff, commune, other_commune, applied
    ):
        assert staff.get(of_decision(applied, other_commune, "all")).status_code == 404
        assert staff.get(of_decision(applied, commune, "nothing")).status_code == 404

    def test_its_page_links_what_one_may_print(self, staff, clock, commune, other_commune, applied):
        clock.starts_at += timedelta(days=8)
        clock.save()
        page = staff.get(reverse("procedures:decision", args=[applied.pk])).content.decode()
        for part in ("all", "to-post", "to-take-down", "acknowledgement"):
            assert of_decision(applied, commune, part) in page
        assert of_decision(applied, other_commune, "all") not in page
