"""Form 01 as it leaves the printer: its words, its codes, its two copies. Nothing here needs a database."""

import ctypes
import re
import unicodedata
from datetime import UTC, date, datetime

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import typst
import zxingcpp

from dossiers.slips.receipt import Receipt, ReceiptPaper, render_receipt
from prints.dates import VIETNAM, day_in_words, moment_in_words
from prints.render import DRAWABLE, STANDARDS, fonts, printable

CODE = "000.06.28.H42-180115-0001"
TRACKING = f"https://motcua.example.vn/tra-cuu/{CODE}"
LETTERS = (
    "áàảãạ ăắằẳẵặ âấầẩẫậ éèẻẽẹ êếềểễệ íìỉĩị óòỏõọ ôốồổỗộ ơớờởỡợ úùủũụ ưứừửữự ýỳỷỹỵ đ "
    "ÁÀẢÃẠ ĂẮẰẲẴẶ ÂẤẦẨẪẬ ÉÈẺẼẸ ÊẾỀỂỄỆ ÍÌỈĨỊ ÓÒỎÕỌ ÔỐỒỔỖỘ ƠỚỜỞỠỢ ÚÙỦŨỤ ƯỨỪỬỮỰ ÝỲỶỸỴ Đ"
)
CERTIFICATE = ReceiptPaper("Giấy chứng sinh", 1, 0, 0)


def receipt(**overrides):
    return Receipt(
        **{
            "superior": "",
            "issuer": "ỦY BAN NHÂN DÂN XÃ KIM ĐỊNH",
            "received_at_desk": "Ủy ban nhân dân xã Kim Định",
            "desk": "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
            "place": "Kim Định",
            "code": CODE,
            "secret": "K7M2Q9XD",
            "tracking_url": TRACKING,
            "received_from": "Nguyễn Thị Hồng Nhung",
            "owner": "",
            "representative": "",
            "address": "Xóm 4, xã Kim Định",
            "phone": "",
            "email": "",
            "procedure": "Đăng ký khai sinh",
            "papers": (CERTIFICATE, ReceiptPaper("Giấy chứng nhận kết hôn", 0, 1, 12)),
            "sets": 1,
            "limit_text": "03 ngày làm việc",
            "received_at": datetime(2018, 1, 15, 8, 12, tzinfo=VIETNAM),
            "due_at": datetime(2018, 1, 18, 16, 30, tzinfo=VIETNAM),
            "why": "Nhận 15/01, hẹn 18/01: 03 ngày làm việc",
            "result_at": "Bộ phận tiếp nhận và trả kết quả xã Kim Định",
            "book": "01/2018",
            "number_in_book": "17",
            "fee_text": "Lệ phí: 8.000 đồng (đã thu)",
            "receiver_name": "Trần Văn Hưởng",
            "submitter_name": "Nguyễn Thị Hồng Nhung",
            **overrides,
        }
    )


def pages(pdf):
    """The text of each page, line ends read as spaces."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


def scans(pdf, page):
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=200 / 72).to_pil()  # 200 dpi
    return sorted((code.format.name, code.text) for code in zxingcpp.read_barcodes(picture))


def font_names(pdf):
    name = ctypes.create_string_buffer(200)
    found = set()
    for page in pypdfium2.PdfDocument(pdf):
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(item), name, len(name))
            found.add(name.value.decode().split("+")[-1])
    return found


IN_ORDER = [
    "ỦY BAN NHÂN DÂN XÃ KIM ĐỊNH BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
    f"Số: {CODE}",
    "Kim Định, ngày 15 tháng 01 năm 2018",
    "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    f"Mã hồ sơ: {CODE}",
    "Tiếp nhận hồ sơ của: Nguyễn Thị Hồng Nhung",
    "Địa chỉ: Xóm 4, xã Kim Định",
    "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
    "TT Thành phần hồ sơ Bản chính Bản chứng thực/sao Bản photo",
    "1 Giấy chứng sinh 01 – – 2 Giấy chứng nhận kết hôn – 01 12",
    "Số lượng hồ sơ: 01 (bộ)",
    "Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc",
    "Thời gian nhận hồ sơ: 08 giờ 12 phút, ngày 15 tháng 01 năm 2018",
    "Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, ngày 18 tháng 01 năm 2018",
    "(Nhận 15/01, hẹn 18/01: 03 ngày làm việc)",
    "Đăng ký nhận kết quả tại: Bộ phận tiếp nhận và trả kết quả xã Kim Định",
    "Lệ phí: 8.000 đồng (đã thu)",
    "Vào Sổ theo dõi hồ sơ, Quyển số: 01/2018 Số thứ tự: 17",
    "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên)",
    "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)",
    "Trang 1/1",
]


def test_both_copies_say_everything_in_the_order_of_the_form():
    applicants, kept = pages(render_receipt(receipt()))
    for page in (applicants, kept):
        assert [phrase for phrase in IN_ORDER if phrase not in page] == []
        assert sorted(IN_ORDER, key=page.index) == IN_ORDER
        assert "None" not in page
    assert "(Liên: Giao khách hàng)" in applicants
    assert "(Liên: Lưu)" in kept


def test_an_empty_field_is_room_to_write():
    applicants = pages(render_receipt(receipt(address="", number_in_book="")))[0]
    assert re.search(r"Địa chỉ: [. ]{20,}Số điện thoại: [. ]{20,}Email: [. ]{20,}", applicants)
    assert re.search(r"Số thứ tự: [. ]{20,}", applicants)


def test_the_secret_is_on_the_applicants_copy_only():
    pdf = render_receipt(receipt())
    applicants, kept = pages(pdf)
    assert f"Mã hồ sơ: {CODE} – Mã bí mật: K7M2-Q9XD" in applicants
    assert "K7M2" not in kept
    assert "bí mật" not in kept
    assert not any("K7M2" in text for _, text in scans(pdf, 0) + scans(pdf, 1))


def test_without_a_secret_there_is_no_strip():
    assert "bí mật" not in pages(render_receipt(receipt(secret="")))[0]


def test_a_tracking_address_with_the_secret_is_refused():
    with pytest.raises(ValueError, match="never carries the secret"):
        receipt(tracking_url=f"{TRACKING}?s=K7M2Q9XD")


def test_codes_scan_back_from_both_copies():
    pdf = render_receipt(receipt())
    desk = [("Code128", CODE), ("QRCode", CODE)]
    assert scans(pdf, 0) == [*desk, ("QRCode", TRACKING)]
    assert scans(pdf, 1) == desk


def test_two_copies_share_one_landscape_sheet():
    pdf = render_receipt(receipt(two_on_one=True))
    (sheet,) = pages(pdf)
    assert sheet.count("K7M2-Q9XD") == 1
    assert [text for _, text in scans(pdf, 0)] == [CODE, CODE, CODE, CODE, TRACKING]
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert width > height


def test_a_receipt_too_long_for_half_a_sheet_takes_whole_ones():
    assert len(pages(render_receipt(receipt(two_on_one=True, papers=(CERTIFICATE,) * 12)))) == 2


DAYS = ("Thứ Ba 13/02: ngày nhận hồ sơ, không tính", "Thứ Tư 14/02 – Thứ Ba 20/02: nghỉ Tết Nguyên đán")
MANY_DAYS = DAYS + tuple(f"Thứ Bảy {day:02}/03: nghỉ cuối tuần" for day in range(1, 28))
WHY = "Vì sao hẹn ngày này?"


def test_the_days_that_do_not_count_stand_beneath_the_signatures():
    copies = pages(render_receipt(receipt(skipped_days=DAYS)))
    assert len(copies) == 2
    for page in copies:
        assert page.index(WHY) > page.index("NGƯỜI NỘP HỒ SƠ")
        assert [line for line in DAYS if line not in page] == []
        assert "trang sau" not in page
    assert copies[0].index(DAYS[-1]) < copies[0].index("bí mật")


def test_where_they_do_not_fit_they_are_on_the_back_of_each_copy():
    front, back, kept, kept_back = pages(render_receipt(receipt(skipped_days=MANY_DAYS, papers=(CERTIFICATE,) * 8)))
    for page in (front, kept):
        assert WHY not in page
        assert "xem cách tính từng ngày ở trang sau" in page
    for page in (back, kept_back):
        assert page.startswith(f"{WHY} Mã hồ sơ: {CODE}")
        assert [line for line in MANY_DAYS if line not in page] == []
        assert "K7M2" not in page
        assert "Trang 2/2" in page


def test_two_copies_on_one_sheet_have_their_backs_on_another():
    (sheet,) = pages(render_receipt(receipt(two_on_one=True, skipped_days=DAYS[:1])))
    assert sheet.count(DAYS[0]) == 2
    front, back = pages(render_receipt(receipt(two_on_one=True, skipped_days=MANY_DAYS)))
    assert WHY not in front
    assert [back.count(line) for line in MANY_DAYS] == [2] * len(MANY_DAYS)


def test_more_days_than_half_a_sheet_holds_take_whole_ones():
    text = pages(render_receipt(receipt(two_on_one=True, skipped_days=MANY_DAYS * 3)))
    assert sum(page.count(MANY_DAYS[-1]) for page in text) == 2 * 3
    assert all("Trang" in page for page in text)


def test_after_a_long_list_they_begin_a_page_of_their_own():
    text = pages(render_receipt(receipt(skipped_days=DAYS, papers=(CERTIFICATE,) * 60)))
    assert [page.startswith(WHY) for page in text] == [False, False, False, True] * 2
    assert "bí mật" in text[2]


def test_where_every_day_counts_nothing_is_told():
    assert WHY not in " ".join(pages(render_receipt(receipt())))


def test_a_long_list_flows_and_signatures_stay_with_the_strip():
    papers = tuple(ReceiptPaper(f"Giấy tờ thứ {n}: " + "bản vẽ đã thẩm định " * 11, n, 0, 0) for n in range(1, 31))
    pdf = render_receipt(receipt(papers=papers))
    text = pages(pdf)
    copy = text[: next(n for n, page in enumerate(text) if "(Liên: Lưu)" in page)]
    assert [n for n in range(1, 31) if f"Giấy tờ thứ {n}:" in " ".join(copy)] == list(range(1, 31))
    assert [page.count("CỘNG HÒA") for page in copy] == [1] + [0] * (len(copy) - 1)
    assert all(f"Mã hồ sơ: {CODE} Trang {n}/{len(copy)}" in page for n, page in enumerate(copy, start=1))
    assert "NGƯỜI NỘP HỒ SƠ" in copy[-1]
    assert "K7M2-Q9XD" in copy[-1]
    assert len(pdf) < 300_000


@pytest.mark.parametrize("count", range(1, 20))
def test_the_strip_is_never_alone_on_a_page(count):
    for page in pages(render_receipt(receipt(papers=(CERTIFICATE,) * count))):
        assert "bí mật" not in page or "NGƯỜI NỘP HỒ SƠ" in page


def test_every_vietnamese_letter_is_printed_in_our_own_font():
    assert len(LETTERS.replace(" ", "")) == 134
    pdf = render_receipt(receipt(received_from=LETTERS, address=LETTERS, why=LETTERS))
    for page in pages(pdf):
        assert page.count(LETTERS) == 3  # bold, upright, italic
    assert font_names(pdf) == {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic"}


@pytest.mark.parametrize("face", ["#it", "#strong(it)", "#emph(it)", "#strong(emph(it))"])
def test_every_drawable_sign_is_in_every_face(face):
    signs = "".join(filter(DRAWABLE.match, map(chr, range(0x10000))))
    source = (
        f'#set document(title: "x")\n#set text(font: "Liberation Serif", lang: "vi")\n#let it = sys.inputs.it\n{face}'
    )
    typst.compile(
        source.encode(), font_paths=fonts(), ignore_system_fonts=True, pdf_standards=STANDARDS, sys_inputs={"it": signs}
    )


def test_same_data_same_bytes():
    assert render_receipt(receipt()) == render_receipt(receipt())


def test_is_light_enough_for_a_poor_line():
    assert len(render_receipt(receipt())) < 300_000  # bytes


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('#let x = 1 $a$ *b* _c_ @d <e> `f` \\ "g" // h /* i', '#let x = 1 $a$ *b* _c_ @d <e> `f` \\ "g" // h /* i'),
        ("= a -- b --- c... 'd' ~", "= a -- b --- c... 'd' ~"),
        ('#read("receipt.typ") #panic() ]) }', '#read("receipt.typ") #panic() ]) }'),
        ("Lê\x00 Văn\r\n\u2028 A\t\xa0B", "Lê Văn A B"),
        ("Trần \u202e\u2066Thị\u200b \ud800Bé\ufeff", "Trần Thị Bé"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ường"), "Nguyễn Thị Ường"),
        ("H\u0336\u0489oa", "Hoa"),
        ("Bé \U0001f600 王 \u05d0", "Bé □ □ □"),
    ],
)
def test_hostile_text_prints_as_text(typed, printed):
    pdf = render_receipt(receipt(received_from=typed, papers=(ReceiptPaper(typed, 1, 1, 1),), why=typed))
    for page in pages(pdf):
        assert page.count(printed) == 3


def test_an_endless_word_stays_on_the_paper():
    endless = "ỮNGW" * 500
    pdf = render_receipt(
        receipt(received_from=endless, papers=(ReceiptPaper(endless, 1, 0, 0),), submitter_name=endless, email=endless)
    )
    assert "".join(pages(pdf)).count("W") == 2 * 4 * 500
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = item.get_bounds()
            assert 0 < left < right < width - 30  # points: 15 mm of margin, less a hair
            assert 0 < bottom < top < height


def test_the_legal_form_is_named_only_when_its_rules_apply():
    assert "01/2018/TT-VPCP" not in pages(render_receipt(receipt()))[0]
    assert "01/2018/TT-VPCP" in pages(render_receipt(receipt(form_basis="Mẫu số 01 – Thông tư 01/2018/TT-VPCP")))[0]


def test_a_demo_print_says_so_on_every_page():
    note = "Bản in thử – dữ liệu minh họa"
    assert all(note in page for page in pages(render_receipt(receipt(demo_note=note, papers=(CERTIFICATE,) * 60))))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2018, 2, 5), "ngày 05 tháng 02 năm 2018"),
        (date(2018, 1, 31), "ngày 31 tháng 01 năm 2018"),
        (date(2018, 3, 9), "ngày 09 tháng 3 năm 2018"),
        (date(2018, 10, 10), "ngày 10 tháng 10 năm 2018"),
    ],
)
def test_leading_zeros_for_days_to_nine_and_months_to_two(day, words):
    assert day_in_words(day) == words


def test_moments_are_told_by_the_clock_of_the_desk():
    assert moment_in_words(datetime(2018, 1, 14, 18, 5, tzinfo=UTC)) == "01 giờ 05 phút, ngày 15 tháng 01 năm 2018"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment_in_words(datetime(2018, 1, 15, 8, 12))


def test_printable_reaches_into_lists():
    assert printable({"a": ("x\x00", 1, [True, "  y  z "])}) == {"a": ["x", 1, [True, "y z"]]}
