import pypdfium2
import pytest

from dossiers import actions
from dossiers.receipts import receipt_of
from tests.builders import at, receive


def printed(dossier, now):
    pages = pypdfium2.PdfDocument(bytes(receipt_of(dossier, now=now).content))
    return " ".join(pages[0].get_textpage().get_text_bounded().split())


@pytest.mark.parametrize("is_explained", [True, False])
def test_the_printed_date_is_explained_unless_the_derivation_leads_elsewhere_by_now(
    clerk, officer, support, now, is_explained
):
    dossier = receive(by=clerk, procedure=support, now=now)
    if not is_explained:
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-16 08:00"), reason="Thuế")
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-19 08:00"))
    text = printed(dossier, now)
    assert "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 22 tháng 01 năm 2018" in text
    assert ("(Nhận 15/01, hẹn 22/01: 05 ngày làm việc)" in text) is is_explained
    assert ("Vì sao hẹn ngày này?" in text) is is_explained
