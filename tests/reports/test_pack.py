"""The report of a term in words, and everything that is sent with it as one print."""

from datetime import date

import pypdfium2
import pytest

from dossiers import actions
from dossiers.models import DelayCause
from tests.builders import at, receive
from tests.dossiers.test_corrections import correct
from tests.reports.submitting import submit
from units.models import DemoClock
from units.periods import Period

TERM = "from=2018-01-01&to=2018-03-31"
QUARTER = Period(date(2018, 1, 1), date(2018, 3, 31))


@pytest.fixture
def quarter(clerk, officer, stranger, support, birth, clock):
    """At two communes: one resolved in time, one late, one overdue at the end of March, which is over."""
    DemoClock.objects.update(starts_at=at("2018-04-02 09:00"))
    made = [receive(by=by, procedure=support, now=at("2018-01-15 09:00")) for by in (clerk, clerk, stranger)]
    actions.resolve(dossier=made[0], by=officer, now=at("2018-01-16 10:00"))
    actions.resolve(dossier=made[1], by=officer, now=at("2018-01-25 10:00"))
    return made


def words(client, user, query=TERM):
    client.force_login(user)
    page = client.get(f"/reports/pack/?{query}")
    return {section.title: " ".join(section.paragraphs) for section in page.context["words"]}


def text_of(content):
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(content)]


def test_the_sentences_are_the_figures(client, quarter, district_leader):
    said = words(client, district_leader)
    resolved = said["Tiếp nhận, giải quyết thủ tục hành chính"]
    assert "Tổng số hồ sơ tiếp nhận: 3, trong đó tiếp nhận mới trong kỳ 3" in resolved
    assert "Đã giải quyết 2 hồ sơ: trước hạn 1, đúng hạn 0, quá hạn 1; tỷ lệ trước hạn và đúng hạn 50,0 %." in resolved
    assert "Đang giải quyết 1 hồ sơ: chưa đến hạn 0, quá hạn 1." in resolved
    assert "còn 1 hồ sơ quá hạn" in said["Hồ sơ quá hạn và nguyên nhân"]


def test_a_term_is_compared_with_the_one_before(client, quarter, clerk, birth, leader):
    receive(by=clerk, procedure=birth, now=at("2018-04-02 08:30"))
    said = words(client, leader, "from=2018-04-01&to=2018-04-30")
    assert "số hồ sơ tiếp nhận mới giảm" not in said["Tiếp nhận, giải quyết thủ tục hành chính"]  # nothing in March
    said = words(client, leader, "from=2018-01-16&to=2018-01-30")
    assert "số hồ sơ tiếp nhận mới giảm 2" in said["Tiếp nhận, giải quyết thủ tục hành chính"]


def test_regulations_that_stand_in_the_way_are_named(client, quarter, stranger, district_leader):
    cause = DelayCause.objects.get(is_of_regulation=True)
    given = {"note": "Thiếu hướng dẫn", "regulation": "Thông tư 01", "now": at("2018-02-01 09:00")}
    actions.explain_delay(dossier=quarter[2], by=stranger, cause=cause, **given)
    said = words(client, district_leader)["Hồ sơ quá hạn và nguyên nhân"]
    assert "Vướng mắc do quy định tại Thông tư 01: Thiếu hướng dẫn" in said
    assert "chưa nêu nguyên nhân" not in said


def test_few_answers_are_no_share(client, quarter, leader):
    assert words(client, leader)["Mức độ hài lòng của tổ chức, cá nhân"] == (
        "Chưa đủ ý kiến đánh giá để công bố tỷ lệ."
    )


def test_one_print_holds_the_words_and_the_forms(client, quarter, district_leader):
    client.force_login(district_leader)
    answer = client.post(f"/reports/pack/?{TERM}", {"remarks": "Thiếu máy quét.\nĐề nghị bổ sung."})
    pages = text_of(answer.content)
    assert answer["Content-Disposition"] == 'inline; filename="bao-cao-376-2018-01-01-2018-03-31.pdf"'
    assert [part for page in pages for part in ("BÁO CÁO", "06b/VPCP", "06g/VPCP") if part in page][0] == "BÁO CÁO"
    assert "Thiếu máy quét. Đề nghị bổ sung." in pages[0]
    assert sum("06b/VPCP" in page for page in pages) == 2  # by sector and by unit
    assert sum("06g/VPCP" in page for page in pages) == 1
    assert "số liệu cho Biểu 05" in pages[-1]


def test_who_has_not_submitted_is_named_until_he_has(client, quarter, district_leader, clerk, stranger):
    said = words(client, district_leader)["Tiếp nhận, giải quyết thủ tục hành chính"]
    assert "Chưa gửi báo cáo: Xã Kim Định, Xã Ân Hòa (số liệu lấy từ hồ sơ trên hệ thống)." in said
    submit(clerk.desks[0].unit, by=clerk, period=QUARTER, now=at("2018-04-02 09:00"))
    said = words(client, district_leader)["Tiếp nhận, giải quyết thủ tục hành chính"]
    assert "Chưa gửi báo cáo: Xã Ân Hòa (" in said


def test_what_was_submitted_stands_in_it_as_it_was_frozen(client, quarter, officer, leader, clerk):
    submit(clerk.desks[0].unit, by=clerk, period=QUARTER, now=at("2018-04-02 09:00"))
    correct(quarter[0], clerk, now=at("2018-01-15 09:10"), channel="online")
    said = words(client, leader)["Tiếp nhận, giải quyết thủ tục hành chính"]
    assert "(trực tuyến 0; trực tiếp, dịch vụ bưu chính 2)" in said


def test_of_one_unit_there_is_one_form(client, quarter, leader):
    client.force_login(leader)
    pages = text_of(client.post(f"/reports/pack/?{TERM}", {}).content)
    assert [sum(form in page for page in pages) for form in ("06a/VPCP", "06b/VPCP", "06g/VPCP")] == [1, 0, 1]


def test_remarks_that_are_too_long_are_kept_to_be_cut(client, quarter, leader):
    client.force_login(leader)
    answer = client.post(f"/reports/pack/?{TERM}", {"remarks": "x" * 4001})
    assert answer.status_code == 400
    assert "x" * 4001 in answer.content.decode()
