"""axe finds nothing on what everybody may see."""

from datetime import date

from procedures.models import LifeEvent, LifeEventPart
from tests.browser.accessibility.axe import faults, faults_at


def test_everybodys_pages(visit, birth, certification):
    event = LifeEvent.objects.create(name="Có con nhỏ", slug="co-con-nho")
    LifeEventPart.objects.create(event=event, procedure=birth)
    paths = ("/", "/procedures/", f"/procedures/{birth.code}/", "/track/", "/accounts/login/")
    subjects = ("/procedures/browse/", "/procedures/?event=co-con-nho", "/procedures/?q=khai+sihn")
    assert faults_at(visit(), *paths, *subjects, "/procedures/open-data/") == {}


def test_a_procedure_by_case_and_day(visit, birth, support):
    version = support.versions.get()
    case = version.cases.create(position=1, name="Trẻ mồ côi", time_limit=2, time_unit="working_day")
    version.required_documents.create(position=9, name="Giấy chứng tử của cha mẹ", case=case)
    birth.versions.update(valid_to=date(2017, 12, 31), steps="Bước 1", conditions="Đủ 18 tuổi", sets=2)
    page = visit(expects={400})
    by_case = [f"/procedures/{support.code}/{query}" for query in ("", "?case=1", "?case=9", "?on=2017-01-01", "?on=x")]
    by_day = [f"/procedures/{birth.code}/{query}" for query in ("", "?on=2017-12-31")]
    assert faults_at(page, *by_case, *by_day) == {}


def test_a_followed_dossier_in_each_state(visit, dossiers, waiting):
    page = visit()
    for dossier in [*dossiers, *waiting]:
        page.goto(f"/track/?code={dossier.code}")
        page.locator("[name=secret]").fill(dossier.secret)
        page.locator(".follow button").click()
        page.locator(".standing").wait_for()
        assert faults(page) == []


def test_a_dossier_that_does_not_open(visit, dossiers, settings):
    settings.TRACKING_TRIES_OF_PAIR = 1
    page = visit(expects={404, 429})
    page.goto(f"/track/?code={dossiers[0].code}")
    for _ in range(2):
        page.locator("[name=secret]").fill("ABCD2345")
        with page.expect_navigation():
            page.locator(".follow button").click()
        assert page.locator("main .alert").count() == 1
        assert faults(page) == []


def test_a_refused_log_in(visit, clerk):
    page = visit()
    page.goto("/accounts/login/")
    page.locator("[name=username]").fill(clerk.username)
    page.locator("[name=password]").fill("falsch")
    page.locator("[name=password]").press("Enter")
    page.locator("main .alert").wait_for()
    assert faults(page) == []


def test_rating(visit, dossiers):
    page = visit(expects={400, 404})
    assert faults_at(page, "/rate/", "/rate/thanks/") == {}
    open_dossier, resolved = dossiers[0], dossiers[2]
    for code, secret in (
        (open_dossier.code, open_dossier.secret),
        (resolved.code, "AAAAAAAA"),
        (resolved.code, resolved.secret),
    ):
        page.goto(f"/rate/?code={code}")
        page.locator("[name=secret]").fill(secret)
        page.locator("main form button").click()
        page.wait_for_load_state()
        assert faults(page) == []
    page.locator(".send").click()
    page.locator(".is-wrong").wait_for()
    assert faults(page) == []
    page.locator("[name=token]").evaluate("(token) => { token.value = 'forged' }")
    page.locator(".send").click()
    page.locator("[name=secret]").wait_for()
    assert faults(page) == []


def test_the_kiosk(visit, district_leader, commune, dossiers):
    page = visit(district_leader, expects={403})
    assert faults_at(page, "/satisfaction/kiosks/", "/kiosk/") == {}
    page.goto("/satisfaction/kiosks/")
    page.locator(f"form[action$='/start/{commune.desk.pk}/'] button").click()
    page.wait_for_url("**/kiosk/")
    assert faults(page) == []
    page.locator(".ticket").first.click()
    page.locator(".send").wait_for()
    assert faults(page) == []
