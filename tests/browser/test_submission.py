"""A report goes up, comes back, goes up again and is consolidated; what changes afterwards is seen to have changed."""

import pytest

from dossiers import actions
from reports.models import Submission
from tests.builders import at, receive
from tests.dossiers.test_corrections import correct

TERM = "from=2018-01-01&to=2018-01-12"


@pytest.fixture
def dossiers(clerk, officer, support):
    found = [receive(by=clerk, procedure=support, now=at(f"2018-01-0{day} 08:00")) for day in (2, 3, 4)]
    actions.resolve(dossier=found[0], by=officer, now=at("2018-01-08 09:00"))
    return found


def submit(page):
    page.goto(f"/reports/?{TERM}")
    page.get_by_role("link", name="Gửi báo cáo này…").click()
    page.get_by_role("button", name="Gửi và chốt số liệu").click()
    page.get_by_text("Số liệu đã chốt.").wait_for()


def test_submitted_returned_submitted_again_consolidated_and_changed(
    open_browser, dossiers, clerk, leader, control, district, other_commune
):
    desk, office = open_browser(clerk), open_browser(control)
    submit(desk)

    office.goto(f"/reports/submissions/?{TERM}")
    office.get_by_role("link", name="Xã Kim Định").click()
    office.get_by_label("Trả lại để chỉnh sửa, lý do").fill("Hồ sơ ngày 03/01 nộp trực tuyến")
    office.get_by_role("button", name="Trả lại với lý do này").click()
    office.get_by_text("Đã trả lại báo cáo kèm lý do.").wait_for()

    desk.goto(f"/reports/?{TERM}")
    desk.get_by_text("Hồ sơ ngày 03/01 nộp trực tuyến").wait_for()
    correct(dossiers[1], leader, channel="online")
    submit(desk)
    assert desk.locator(".report tfoot td.number").nth(1).inner_text() == "1"  # received online

    office.goto(f"/reports/submissions/?{TERM}")
    office.get_by_role("button", name="Tiếp nhận cả 1 báo cáo khớp số liệu").click()
    office.get_by_text("Đã tiếp nhận 1 báo cáo.").wait_for()
    office.get_by_role("link", name="Tổng hợp và gửi…").click()
    assert "Xã Ân Hòa" in office.locator("main").inner_text()
    office.get_by_role("button", name="Gửi và chốt số liệu").click()
    office.get_by_text("Không có: hồ sơ vẫn đúng như số liệu đã gửi.").wait_for()

    correct(dossiers[2], leader, channel="online")
    office.reload()
    changed = office.locator("section", has_text="Thay đổi sau khi chốt")
    assert "2 ô, 1 hồ sơ." in changed.inner_text()
    changed.get_by_role("link", name=dossiers[2].code).click()
    assert dossiers[2].code in office.locator("h1").inner_text()
    assert [made.state for made in Submission.objects.order_by("pk")] == ["returned", "accepted", "submitted"]
