"""The posting sheet as it leaves the printer. Nothing here needs a database."""

import ctypes
import re
from dataclasses import replace
from datetime import datetime

import pypdfium2
import pytest
import zxingcpp

from prints.dates import VIETNAM
from procedures.prints.booklet import Booklet, render_booklet
from procedures.prints.decision import (
    Acknowledgement,
    Decided,
    Hanging,
    Item,
    ToPost,
    ToTakeDown,
    render_acknowledgement,
    render_to_post,
    render_to_take_down,
)
from procedures.prints.sheet import (
    Contact,
    Line,
    Office,
    PostingSheet,
    SheetCase,
    SheetPaper,
    phrase,
    render_sheet,
)

MONDAY = datetime(2018, 1, 15, tzinfo=VIETNAM)
PAGE = "https://motcua.example.vn/procedures/1.001193/"
OFFICE = Office(
    issuer="ỦY BAN NHÂN DÂN XÃ KIM ĐỊNH",
    desk="BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    desk_in_sentence="Bộ phận Tiếp nhận và Trả kết quả xã Kim Định",
    place="Kim Định",
    address="Xóm 4, xã Kim Định",
    phone="0303 000 000",
    hours="07:00–11:30 và 13:30–17:00",
    contacts=(
        Contact("Ủy ban nhân dân xã Kim Định", "Xóm 4, xã Kim Định", "0303 000 000"),
        Contact("Ủy ban nhân dân huyện Kim Sơn", "", ""),
    ),
)
BIRTH = PostingSheet(
    code="1.001193",
    name=phrase("Đăng ký khai sinh"),
    sector="Hộ tịch",
    decision="Quyết định công bố số 55/QĐ-UBND ngày 10/01/2018",
    in_force="từ ngày 22/01/2018",
    cases=(
        SheetCase("", (SheetPaper(phrase("Tờ khai"), 1, 0), SheetPaper(phrase("Giấy tờ tùy thân"), 0, 0))),
        SheetCase("Trẻ bị bỏ rơi", (SheetPaper(phrase("Biên bản"), 0, 2, "chỉ khi có"),)),
    ),
    sets=phrase("01 bộ"),
    is_received=True,
    channels=phrase("Trực tiếp"),
    times=(Line("", phrase("trong ngày làm việc")), Line("Trẻ bị bỏ rơi", phrase("3 ngày làm việc"))),
    costs=(Line("Lệ phí, nộp trực tiếp", phrase("8.000 đồng")),),
    results=(phrase("Giấy khai sinh"),),
    steps=(phrase("Nộp hồ sơ."), phrase("Nhận kết quả.")),
    conditions=(phrase("Trẻ sinh ra tại Việt Nam"),),
    legal_basis=(phrase("Luật Hộ tịch 2014"),),
    forms=(phrase("Tờ khai đăng ký khai sinh"),),
    page_url=PAGE,
)


def pages(pdf):
    """The text of each page, line ends read as spaces."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


def printed(sheet=BIRTH, office=OFFICE):
    return render_sheet(office, sheet, printed_at=MONDAY)


def with_papers(n, text="Bản sao giấy chứng nhận quyền sử dụng đất và tài sản gắn liền với đất"):
    papers = tuple(SheetPaper(phrase(f"{text} số {number}"), 1, 0) for number in range(n))
    return replace(BIRTH, cases=(SheetCase("", papers),))


IN_ORDER = [
    "ỦY BAN NHÂN DÂN XÃ KIM ĐỊNH BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "THỦ TỤC HÀNH CHÍNH · 1.001193 · Lĩnh vực: Hộ tịch",
    "Đăng ký khai sinh",
    "Quyết định công bố số 55/QĐ-UBND ngày 10/01/2018. Hiệu lực: từ ngày 22/01/2018.",
    "CẦN MANG GÌ?",
    "1 Tờ khai 01 – 2 Giấy tờ tùy thân xuất trình",
    "Trường hợp: Trẻ bị bỏ rơi",
    "3 Biên bản – chỉ khi có – 02",
    "Số lượng: 01 bộ",
    "NỘP Ở ĐÂU?",
    "Bộ phận Tiếp nhận và Trả kết quả xã Kim Định",
    "Giờ làm việc: 07:00–11:30 và 13:30–17:00, các ngày làm việc",
    "BAO LÂU?",
    "trong ngày làm việc Trẻ bị bỏ rơi: 3 ngày làm việc",
    "CHI PHÍ?",
    "Lệ phí, nộp trực tiếp: 8.000 đồng",
    "Kết quả Giấy khai sinh",
    "Mẫu đơn, tờ khai Tờ khai đăng ký khai sinh",
    "Trình tự thực hiện Nộp hồ sơ. Nhận kết quả.",
    "Yêu cầu, điều kiện Trẻ sinh ra tại Việt Nam",
    "Căn cứ pháp lý Luật Hộ tịch 2014",
    "Phản ánh, kiến nghị về thủ tục này",
    "Địa chỉ: Xóm 4, xã Kim Định Điện thoại: 0303 000 000",
    "Gửi qua mạng: quét mã QR ở đầu tờ này, chọn mục “Phản ánh, kiến nghị”.",
    "Ngày in: 15/01/2018",
]


def test_one_side_says_everything_the_four_questions_first():
    (page,) = pages(printed())
    assert [words for words in IN_ORDER if words not in page] == []
    assert sorted(IN_ORDER, key=page.index) == IN_ORDER
    assert "None" not in page
    assert "Mặt" not in page


def test_the_same_values_make_the_same_bytes():
    assert printed() == printed()
    assert printed() != printed(replace(BIRTH, sets=phrase("02 bộ")))


def test_its_code_leads_to_the_live_page():
    picture = pypdfium2.PdfDocument(printed())[0].render(scale=200 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [PAGE]


def test_an_address_that_nobody_entered_is_room_to_write_and_no_invention():
    page = pages(printed())[0]
    assert page.count("0303 000 000") == 2  # where to hand in, and where to turn to
    above = page[page.index("Ủy ban nhân dân huyện Kim Sơn") :]
    assert re.search(r"Địa chỉ: [. ]{20,}Điện thoại: [. ]{20,}", above)


def test_what_is_only_posted_says_that_nobody_receives_it():
    page = pages(printed(replace(BIRTH, is_received=False)))[0]
    assert "bộ phận một cửa không tiếp nhận" in page
    assert "Cách nộp" not in page


def test_what_is_not_known_is_said():
    bare = replace(BIRTH, cases=(), results=(), steps=(), conditions=(), legal_basis=(), forms=(), decision="")
    (page,) = pages(printed(bare))
    assert "Chưa công bố giấy tờ nào phải nộp" in page
    assert "Kết quả" not in page
    assert "Căn cứ" not in page


def test_what_fits_no_side_goes_on_overleaf_and_says_so():
    front, back = pages(printed(with_papers(60)))
    assert "Xem tiếp mặt sau" in front
    assert "Mặt 1/2" in front
    assert front.index("BAO LÂU?") < front.index("CẦN MANG GÌ?")  # what can be said in a line is on the front
    assert back.startswith("1.001193 – Đăng ký khai sinh (tiếp theo)")
    assert "Mặt 2/2" in back
    assert "Xem tiếp" not in back
    assert "số 59" in back
    assert "Phản ánh, kiến nghị" in back


def test_nothing_on_it_is_smaller_than_what_can_be_read():
    for n in (5, 25, 35, 60):
        assert min(sizes(printed(with_papers(n)))) >= 8.49


def sizes(pdf):
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for n in range(text.count_chars()):
            if text.get_text_range(n, 1).strip():
                yield pypdfium2.raw.FPDFText_GetFontSize(text, n)


def test_what_is_new_stands_out():
    amended = replace(BIRTH, results=((("Giấy khai", False), ("sinh lạ", True)),))
    assert fonts_of(printed(amended), "lạ") == {"LiberationSerif-Bold"}
    assert fonts_of(printed(amended), "khai") != {"LiberationSerif-Bold"}


@pytest.mark.parametrize("n", [1, 40])
def test_a_booklet_lists_its_sheets_with_their_pages(n):
    sheets = [replace(BIRTH, code=f"1.{number:06}", name=phrase(f"Thủ tục {number}")) for number in range(n)]
    sheets[-1] = replace(with_papers(60), code="9.999999", name=phrase("Thủ tục dài"), sector="Đất đai")
    booklet = Booklet(OFFICE, "Thủ tục áp dụng tại đơn vị", MONDAY.date(), tuple(sheets))
    found = pages(render_booklet(booklet, printed_at=MONDAY))
    assert f"{n} thủ tục" in found[0]
    assert "Danh mục có hiệu lực ngày 15/01/2018" in found[0]
    last = len(found) - 1
    assert f"{n}. Thủ tục dài 9.999999 {last}" in found[1] + found[2]
    assert "Thủ tục dài" in found[last - 1]
    assert f"Trang {last}" in found[last - 1]
    assert "Mặt 2/2 · Trang" in found[last]


DECIDED = Decided(called="Quyết định công bố số 55/QĐ-UBND", about="")


def test_what_a_decision_brings_is_listed_before_its_sheets():
    items = (Item("1.001193", "Đăng ký khai sinh", "từ ngày 22/01/2018", ("Thời hạn: 5 → 3",)),)
    groups = (("Mới ban hành", ()), ("Sửa đổi, bổ sung", items), ("Bị bãi bỏ", ()))
    first, second = pages(render_to_post(ToPost(OFFICE, DECIDED, groups, (BIRTH,)), printed_at=MONDAY))
    assert "Mới ban hành: 0" in first
    assert "Sửa đổi, bổ sung: 1" in first
    assert "1. Đăng ký khai sinh (1.001193), từ ngày 22/01/2018 – Thời hạn: 5 → 3 trang 2" in first
    assert "CẦN MANG GÌ?" in second


def test_a_decision_that_only_abolishes_brings_no_sheets():
    items = (Item("1.001193", "Đăng ký khai sinh", "hết hiệu lực từ ngày 22/01/2018"),)
    (page,) = pages(render_to_post(ToPost(OFFICE, DECIDED, (("Bị bãi bỏ", items),), ()), printed_at=MONDAY))
    assert "Kèm theo: 0 tờ niêm yết mới" in page


def test_what_comes_down_is_listed_with_since_when_it_hangs():
    rows = (
        Hanging("1.001193", "Đăng ký khai sinh", "", "22/01/2018", "03/01/2017"),
        Hanging("1.000894", "Đăng ký kết hôn", "", "22/01/2018", ""),
    )
    (page,) = pages(render_to_take_down(ToTakeDown(OFFICE, DECIDED, "bảng niêm yết", rows), printed_at=MONDAY))
    assert "Tổng số: 2 bản" in page
    assert "1 1.001193 Đăng ký khai sinh 22/01/2018 03/01/2017 □" in page
    assert "22/01/2018 không ghi nhận □" in page


def test_the_unit_signs_what_it_did():
    signed = Acknowledgement(
        OFFICE, DECIDED, "bảng niêm yết", "Ủy ban nhân dân huyện Kim Sơn", ("1.001193", "1.000894"), ()
    )
    (page,) = pages(render_acknowledgement(signed, printed_at=MONDAY))
    assert "Kính gửi: Ủy ban nhân dân huyện Kim Sơn" in page
    assert "Niêm yết bản mới 2 bản" in page
    assert "Bản gỡ: không có." in page
    assert "NGƯỜI NIÊM YẾT" in page
    assert "THỦ TRƯỞNG ĐƠN VỊ" in page


def fonts_of(pdf, word):
    """The fonts in which `word` is printed."""
    name, flags, found = ctypes.create_string_buffer(200), ctypes.c_int(), set()
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        search = text.search(word)
        while hit := search.get_next():
            pypdfium2.raw.FPDFText_GetFontInfo(text, hit[0], name, len(name), flags)
            found.add(name.value.decode().split("+")[-1])
    return found
