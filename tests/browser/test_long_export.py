"""A list too long to be sent at once: offered, made while its page says how far it is, and taken."""

import pytest

from dossiers.models import Export
from jobs import worker
from tests.browser.accessibility.axe import faults
from tests.builders import receive


@pytest.fixture(autouse=True)
def long_is_more_than_two(settings, tmp_path, clerk, birth, now):
    settings.EXPORT_LIMIT, settings.EXPORTS_ROOT = 2, tmp_path / "exports"
    for _ in range(3):
        receive(by=clerk, procedure=birth, now=now)


def asked(page):
    page.goto("/dossiers/")
    page.locator("a[href*='export.xlsx']").click()
    page.locator("button[name=kind][value=xlsx]").click()
    page.locator("progress").wait_for()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_from_the_list_to_the_file(open_browser, clerk, java_script_enabled):
    page = open_browser(clerk, java_script_enabled=java_script_enabled)
    asked(page)
    Export.objects.update(total=3, done=1)
    page.locator("progress[value='1'][max='3']").wait_for()
    worker.do_next("the-worker")
    take = page.locator("a[href$='/file/']")
    take.wait_for()
    with page.expect_download() as download:
        take.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert download.value.path().read_bytes().startswith(b"PK")


def test_it_is_cancelled_and_found_among_ones_own(open_browser, clerk):
    page = open_browser(clerk)
    asked(page)
    page.locator("#export form button").click()
    page.locator("#export:not([hx-get])").wait_for()
    page.goto("/dossiers/exports/")
    assert page.locator("tbody tr").count() == 1
    assert Export.objects.get().state == "cancelled"


def test_axe_finds_nothing(open_browser, clerk):
    page = open_browser(clerk, bypass_csp=True, java_script_enabled=True)
    page.goto("/dossiers/export.csv")
    assert faults(page) == []
    page.locator("button[name=kind][value=csv]").click()
    page.locator("progress").wait_for()
    assert faults(page) == []
    page.goto("/dossiers/exports/")
    assert faults(page) == []
    worker.do_next("the-worker")
    page.locator("tbody a").click()
    page.locator("a[href$='/file/']").wait_for()
    assert faults(page) == []
