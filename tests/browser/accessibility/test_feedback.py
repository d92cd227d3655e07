"""axe finds nothing where feedback is sent, followed and answered."""

from procedures.actions import feedback as actions
from procedures.models import DeclineCause
from tests.browser.accessibility.axe import faults, faults_at
from tests.procedures.said import TEXT, answered, do, give, published


def test_in_public(visit, birth, commune, other_commune, district, control, now):
    said = published(give(birth, now, about=commune), control, now)
    page = visit(expects={400, 404})
    form = f"/procedures/{birth.code}/feedback/new/"
    follow = "/procedures/feedback/follow/"
    assert faults_at(page, f"/procedures/{birth.code}/", f"/procedures/{birth.code}/feedback/", form, follow) == {}
    page.locator("[name=number]").fill(said.number)
    for secret, wanted in (("ABCD2345", ".alert-danger"), (said.secret, ".standing")):
        page.locator("[name=secret]").fill(secret)
        page.locator("main form.panel button").click()
        page.locator(wanted).wait_for()
        assert faults(page) == []
    page.goto(form)
    page.locator("main form.panel button").click()
    page.locator("#form-errors").wait_for()
    assert faults(page) == []
    page.locator("[name=kind]").first.check()
    page.locator("[name=text]").fill(TEXT)
    page.locator("main form.panel button").click()
    page.locator(".feedback-codes").wait_for()
    assert faults(page) == []


def test_for_staff(visit, birth, commune, other_commune, district, control, leader, clerk, now):
    waiting, done, shown, declined = (give(birth, now, about=commune) for _ in range(4))
    answered(done, control, now)
    published(shown, control, now)
    do(actions.decline, declined, control, now, cause=DeclineCause.UNCLEAR, text="Không rõ nội dung")
    addresses = [f"/procedures/feedback/{each.pk}/" for each in (waiting, done, shown, declined)]
    page = visit(control, {400})
    assert faults_at(page, "/procedures/feedback/", "/procedures/feedback/?figure=received", *addresses) == {}
    page.goto(addresses[0])
    page.locator("#answer button").click()
    page.locator("#answer .is-invalid").wait_for()
    assert faults(page) == []
    desk = visit(clerk)
    assert faults_at(desk, f"/procedures/{birth.code}/feedback/record/", "/procedures/feedback/") == {}
