"""A procedure of one half day, the whole way: from the list to what the citizen holds in his hand."""

from datetime import date

import pypdfium2
import pytest

from dossiers.models import Dossier
from procedures.imports import import_procedures
from procedures.models import Procedure
from procedures.templatetags.procedure_words import limit_in_words
from tests.builders import at
from tests.dossiers.views.test_intake import typed
from tests.tables import write_procedures
from units.models import DemoClock

CODE = "1.000009"


@pytest.fixture
def confirmation(db, tmp_path):
    row = {
        "code": CODE,
        "name": "Xác nhận hộ nghèo",
        "time_limit": "1",
        "time_unit": "half_day",
        "channels": "in_person",
    }
    import_procedures(write_procedures(tmp_path, row), today=date(2018, 1, 15))
    return Procedure.objects.get(code=CODE)


def test_the_public_page_says_until_when_and_by_when(client, clock, confirmation):
    page = client.get(f"/procedures/{CODE}/").content.decode()
    assert f'<p class="answer">{limit_in_words(1, "half_day")}</p>' in page
    assert "11:30 Thứ Hai, 15/01/2018" in page
    assert "17:00 Thứ Hai, 15/01/2018" in page


@pytest.mark.parametrize(
    ("received", "due", "printed"),
    [
        ("2018-01-15 08:00", "2018-01-15 17:00", "17 giờ 00 phút, ngày 15 tháng 01 năm 2018"),
        ("2018-01-15 14:00", "2018-01-16 11:30", "11 giờ 30 phút, ngày 16 tháng 01 năm 2018"),
    ],
)
def test_the_receipt_says_the_moment(client, clerk, confirmation, received, due, printed):
    DemoClock.objects.update(starts_at=at(received))
    client.force_login(clerk)
    client.post("/desk/receive/", typed(confirmation))
    dossier = Dossier.objects.get()
    assert dossier.due_at == at(due)
    receipt = client.get(f"/dossiers/{dossier.code}/receipt.pdf").content
    text = " ".join(pypdfium2.PdfDocument(receipt)[0].get_textpage().get_text_bounded().split())
    assert "Thời gian giải quyết hồ sơ theo quy định là: 01 buổi làm việc" in text
    assert f"Thời gian trả kết quả giải quyết hồ sơ: {printed}" in text
