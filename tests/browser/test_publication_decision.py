"""A publication decision at Kim Sơn: drafted, looked at, applied at 27 communes at once; boards and dossiers follow."""

from datetime import date

import pytest
from django.utils import timezone

from dossiers.models import Dossier
from onestop.demo import postings, staff
from onestop.demo.story import TODAY
from procedures.imports import import_procedures
from procedures.models import Procedure, PublicationDecision
from tests.browser.conftest import open_intake
from tests.builders import PASSWORD, at
from tests.tables import PROCEDURES_2017, ROOT
from units.imports import import_units
from units.models import User

SUNDAY, MONDAY = at("2018-01-21 09:00"), at("2018-01-22 08:00")
AMENDED = ("1.001022", "1.000689", "1.004837", "1.004873", "1.004884")
ABOLISHED = "1.005461"
ADDED = {"9.000001": "Xác nhận thông tin hộ tịch", "9.000002": "Ghi vào sổ việc hộ tịch khác"}


@pytest.fixture
def kim_son(clock, now):
    """Its units, staff, procedures, and all of them on the boards."""
    import_units(ROOT / "units" / "data" / "units.csv")
    import_units(ROOT / "units" / "data" / "offices.csv")
    import_procedures(PROCEDURES_2017, today=TODAY)
    staff.make_staff(PASSWORD)
    postings.make_postings(now=now)


def test_a_decision_from_its_draft_to_the_boards_and_the_desks(kim_son, open_browser, clock):
    page = open_browser(User.objects.get(username="control.376"))
    desk = open_browser(User.objects.get(username="clerk.14635"))
    citizen = open_browser()
    assert on_the_boards(page) == {"152/152"}

    draft_head(page)
    choose(page, AMENDED, "amend")
    choose(page, [ABOLISHED], "abolish")
    for code in AMENDED:
        give_one_day_and_a_photo(page, code)
    for code, name in ADDED.items():
        add(page, code, name)
    look_at_what_it_brings(page)
    assert on_the_boards(page) == {"152/152"}, "a draft is nothing yet"

    page.go_back()
    page.keyboard.press("Control+Enter")
    page.locator(".decision-state.is-applied").wait_for()
    decision = PublicationDecision.objects.get(number="55/QĐ-UBND")
    assert on_the_boards(page) == {"152/152"}, "not before Monday"
    citizen.goto(f"/procedures/{AMENDED[0]}/")
    assert "Thủ tục thay đổi từ ngày 22/01/2018" in citizen.locator("main").inner_text()

    stand_at(clock, SUNDAY)
    before = receive(desk)
    stand_at(clock, MONDAY)
    after = receive(desk)
    assert [dossier.version.time_limit for dossier in (before, after)] == [3, 1]
    assert [dossier.documents.filter(name="Ảnh 4x6").count() for dossier in (before, after)] == [0, 1]
    assert str(before.due_at.date()) == "2018-01-24"
    assert str(after.due_at.date()) == "2018-01-23"
    before.refresh_from_db()
    assert before.version.valid_to == date(2018, 1, 21)

    assert on_the_boards(page) == {"146/153"}
    page.goto("/procedures/postings/14635/?place=board&state=stale")
    assert codes_listed(page) == {*AMENDED, ABOLISHED}
    page.goto("/procedures/postings/14635/?place=board&state=missing")
    assert codes_listed(page) == {*AMENDED, *ADDED}

    public_pages_follow(citizen)
    desk.goto(f"/procedures/decisions/{decision.pk}/")
    sheets = desk.request.get(desk.locator("a[href$='/14635/to-post.pdf']").get_attribute("href"))
    assert sheets.body().startswith(b"%PDF-")

    desk.goto(f"/procedures/decisions/{decision.pk}/postings/14635/")
    assert desk.locator("[name=put_up]:checked").count() == 7
    assert desk.locator("[name=taken_down]:checked").count() == 6
    desk.keyboard.press("Control+Enter")
    desk.locator(".alert-success").first.wait_for()
    assert on_the_boards(page) == {"146/153", "153/153"}


def draft_head(page):
    page.goto("/procedures/decisions/new/")
    page.locator("[name=number]").fill("55/QĐ-UBND")
    page.locator("[name=issued_on]").fill("2018-01-12")
    page.locator("[name=effective_from]").fill("2018-01-22")
    page.keyboard.press("Control+Enter")
    page.locator(".decision-state.is-draft").wait_for()


def choose(page, codes, kind):
    page.locator("a[href$='/lines/']").click()
    page.locator("[name=level]").select_option("commune")
    page.locator("[name=sector]").select_option(label="Hộ tịch")
    page.locator("form[role=search] button").click()
    for code in codes:
        page.locator("tr", has_text=code).locator("[name=chosen]").check()
    page.locator(f"button[name=kind][value={kind}]").click()
    page.locator(".decision-lines").wait_for()


def give_one_day_and_a_photo(page, code):
    page.locator(".decision-lines a", has_text=code).click()
    page.locator("section[aria-labelledby=chosen] a[href*='/lines/']").click()
    page.locator("[name=time_limit]").fill("1")
    page.locator("[name=more_papers]").fill("Ảnh 4x6")
    page.keyboard.press("Control+Enter")
    page.locator(".side-by-side").wait_for()
    changed = page.locator(".side-by-side").inner_text()
    assert "1 ngày làm việc" in changed
    assert "Ảnh 4x6" in changed


def add(page, code, name):
    page.locator("a[href$='/lines/new/']").click()
    page.locator("[name=level]").select_option("commune")
    page.locator("[name=code]").fill(code)
    page.locator("[name=name]").fill(name)
    page.locator("[name=sector]").fill("Hộ tịch")
    page.locator("[name=time_limit]").fill("2")
    page.locator("[name=more_papers]").fill("Tờ khai")
    page.keyboard.press("Control+Enter")
    page.locator(".decision-lines", has_text=code).wait_for()


def look_at_what_it_brings(page):
    assert page.locator(".decision-lines > li").count() == 8
    effects = page.locator("table:has(caption:text('từng đơn vị')) tbody tr")
    assert effects.count() == 1  # all of them alike
    assert effects.locator("td").all_inner_texts()[1:] == ["2", "5", "1"]
    assert effects.locator("summary").inner_text() == "27 đơn vị"


def on_the_boards(page):
    """What stands of the communes in the list of postings."""
    page.goto("/procedures/postings/")
    rows = page.locator("table.postings tbody tr", has_text="Xã").or_(
        page.locator("table.postings tbody tr", has_text="Thị trấn")
    )
    assert rows.count() == 27
    return {row.locator(".share-number").first.inner_text() for row in rows.all()}


def codes_listed(page):
    return set(page.locator("table.postings td [id^=name-] ~ .quiet").all_inner_texts())


def stand_at(clock, moment):
    clock.starts_at, clock.set_at = moment, timezone.now()
    clock.save()


def receive(page):
    known = set(Dossier.objects.values_list("pk", flat=True))
    open_intake(page, Procedure.objects.get(code=AMENDED[0]))
    page.locator("[name=applicant_name]").fill("Nguyễn Văn Đức")
    page.keyboard.press("F8")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/dossiers/000.*/")
    return Dossier.objects.exclude(pk__in=known).get()


def public_pages_follow(page):
    page.goto(f"/procedures/{AMENDED[0]}/")
    text = page.locator("main").inner_text()
    assert "1 ngày làm việc" in text
    assert "Ảnh 4x6" in text
    page.goto(f"/procedures/{AMENDED[0]}/?on=2018-01-21")
    assert "3 ngày làm việc" in page.locator("main").inner_text()
    page.goto(f"/procedures/{ABOLISHED}/")
    assert "hôm nay không còn hiệu lực" in page.locator("main").inner_text()
    for code, name in ADDED.items():
        page.goto(f"/procedures/?q={code}")
        assert name in page.locator("main").inner_text()
