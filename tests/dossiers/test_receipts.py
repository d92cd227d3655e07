from datetime import timedelta

import pypdfium2
import pytest

from dossiers.receipts import receipt_of
from tests.builders import receive


def printed(dossier, now):
    pages = pypdfium2.PdfDocument(bytes(receipt_of(dossier, now=now).content))
    return " ".join(pages[0].get_textpage().get_text_bounded().split())


@pytest.mark.parametrize(("days", "is_explained"), [(0, True), (3, False)])
def test_the_printed_date_is_explained_unless_the_derivation_leads_elsewhere_by_now(
    clerk, support, now, days, is_explained
):
    dossier = receive(by=clerk, procedure=support, now=now)
    dossier.due_at += timedelta(days=days)
    text = printed(dossier, now)
    assert "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 22 tháng 01 năm 2018" in text
    assert ("(Nhận 15/01, hẹn 22/01: 05 ngày làm việc)" in text) is is_explained
    assert ("Vì sao hẹn ngày này?" in text) is is_explained
