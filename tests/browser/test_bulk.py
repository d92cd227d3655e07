"""Many dossiers at once: ticked, submitted for signature behind a bar, signed as a whole folder, back at the desk."""

import pytest

from dossiers import actions
from dossiers.models import BatchItem, Dossier
from dossiers.states import DossierState
from jobs import worker
from tests.browser.conftest import log_in
from tests.builders import receive

MANY = 25


@pytest.fixture
def started(clerk, officer, support, now):
    return [
        actions.start(dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now) for _ in range(MANY)
    ]


def do_jobs(most=None):
    while most != 0 and worker.do_next("the-worker"):
        most = most - 1 if most else most


def choose(page, errand):
    page.locator("#batch-errand").select_option(errand)
    page.locator(".batch-bar .btn-primary").click()
    page.locator(".batch-grid, main > .alert").first.wait_for()


def in_state(state):
    return Dossier.objects.filter(state=state).count()


def test_a_folder_from_the_inbox_to_the_desk(open_browser, clerk, officer, leader, started, settings):
    settings.BATCH_SECONDS_AT_ONCE = 0  # all of it is left to jobs
    page, desk = open_browser(), open_browser(clerk)
    log_in(page, officer)

    page.locator("[data-ticks]").click()
    assert page.locator("[name=code]:checked").count() == MANY
    choose(page, "submit_for_signature")
    assert page.locator(".batch-grid tbody tr").count() == MANY
    page.keyboard.press("Control+Enter")
    bar = page.locator("progress")
    bar.wait_for()
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("0", str(MANY))
    do_jobs(11)  # one that asks for the others, and ten of these
    page.locator("progress[value='10']").wait_for()
    assert in_state(DossierState.SIGNING) == 10
    address = page.url

    page.goto("/desk/")  # it may be left
    do_jobs()
    page.goto("/desk/batches/")
    page.locator("tbody a").click()
    page.wait_for_url(address)
    assert page.locator(".batch-outcome.done").count() == MANY

    page.goto("/desk/signatures/")
    assert page.locator("main tbody tr").count() == MANY
    link = page.locator("a[href*='list.pdf']").get_attribute("href")
    assert page.request.get(link).body().startswith(b"%PDF-")
    page.locator("#batch-which").select_option("shown")
    choose(page, "record_signature")
    assert page.locator("[name=signer]").input_value() == leader.full_name
    page.locator("[name=capacity]").select_option("TM.")
    page.locator("[name=numbers_from]").fill("12/QĐ-UBND")
    page.keyboard.press("Control+Enter")
    bar.wait_for()
    do_jobs()
    page.locator(".batch-outcome.done").nth(MANY - 1).wait_for()
    assert in_state(DossierState.RESOLVED) == MANY
    numbers = [dossier.result_number for dossier in Dossier.objects.order_by("pk")]
    assert (numbers[0], numbers[-1]) == ("12/QĐ-UBND", f"{11 + MANY}/QĐ-UBND")
    page.goto("/desk/signatures/")
    assert page.locator("main tbody tr").count() == 0

    desk.goto("/desk/")
    assert desk.locator(".figures .is-good strong").inner_text() == str(MANY)


def test_without_javascript_too(open_browser, officer, started, settings):
    settings.BATCH_SECONDS_AT_ONCE = 0
    page = open_browser(officer, java_script_enabled=False)
    page.goto("/desk/")
    for box in page.locator("[name=code]").all()[:3]:
        box.check()
    choose(page, "send_back")
    page.locator("[name=reason]").fill("Thiếu xác nhận")
    page.locator(".batch-grid button").click()
    page.locator("progress").wait_for()
    do_jobs()
    page.locator(".batch-outcome.done").nth(2).wait_for()  # the page asks again by itself
    assert BatchItem.objects.done().count() == 3


def test_one_that_somebody_else_was_quicker_with(open_browser, officer, started, now):
    page = open_browser(officer)
    page.goto("/desk/")
    for box in page.locator("[name=code]").all()[:2]:
        box.check()
    choose(page, "submit_for_signature")
    actions.resolve(dossier=started[0], by=officer, now=now)
    page.locator("[name=together][value=all]").check()
    page.keyboard.press("Control+Enter")
    page.locator(".batch-outcome.refused").wait_for()
    assert page.locator(".batch-outcome.left").count() == 1
    assert in_state(DossierState.SIGNING) == 0
