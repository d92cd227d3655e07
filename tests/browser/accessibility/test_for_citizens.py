"""axe finds nothing on what everybody may see."""

from tests.browser.accessibility.axe import faults, faults_at


def test_everybodys_pages(visit, birth, certification):
    paths = ("/", "/procedures/", f"/procedures/{birth.code}/", "/track/", "/accounts/login/")
    assert faults_at(visit(), *paths) == {}


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
