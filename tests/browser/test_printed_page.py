"""The public page of a procedure on paper: one A4 sheet, as Chromium prints it."""

import io

import pypdfium2

from procedures.models import RequiredDocument


def printed(page, address):
    page.goto(address)
    pdf = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return [" ".join(each.get_textpage().get_text_bounded().split()) for each in pdf]


def test_a_procedure_prints_on_one_sheet_without_what_is_pressed(open_browser, commune, other_commune, birth):
    version = birth.versions.get()
    for number in range(10, 25):
        RequiredDocument.objects.create(version=version, position=number, name=f"Bản sao giấy chứng nhận số {number}")
    (sheet,) = printed(open_browser(), "/procedures/1.001193/")
    assert "Tờ khai đăng ký khai sinh" in sheet
    assert "số 24" in sheet
    assert "In tờ niêm yết" not in sheet
