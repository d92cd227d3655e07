"""A phone held upright: nothing wider than the screen, the main button within reach."""

import pytest

from dossiers import actions
from tests.browser.conftest import log_in
from tests.builders import receive

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(open_browser):
    return open_browser(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=3)


@pytest.fixture
def dossier(clerk, birth, now):
    """With a long name, address and paper, as they come."""
    return receive(
        by=clerk,
        procedure=birth,
        now=now,
        applicant_name="Công Tằng Tôn Nữ Nguyễn Thị Hoàng Phương Thảo Nguyên",
        applicant_email="cong.tang.ton.nu.nguyen.thi.hoang.phuong.thao.nguyen@example.com.vn",
    )


def assert_fits(page):
    wide = page.evaluate(
        """() => document.scrollingElement.scrollWidth > innerWidth || visualViewport.scale !== 1
           ? [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > 391)
               .map((e) => e.outerHTML.slice(0, 120)) : []"""
    )
    assert wide == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.evaluate("innerWidth") == PHONE["width"]


def assert_reachable(page, selector):
    """It can be scrolled to, lies wholly on the screen, and nothing lies upon it."""
    button = page.locator(selector).first
    button.tap(trial=True)
    box = button.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["height"] >= 24  # WCAG 2.5.8


def test_log_in(page, clerk):
    page.goto("/accounts/login/")
    assert_fits(page)
    assert_reachable(page, "main button")
    log_in(page, clerk)
    assert_fits(page)


def test_the_clerks_pages(page, clerk, birth, support, dossier):
    log_in(page, clerk)
    for path, main in (
        ("/desk/", "main a[href='/desk/receive/']"),
        ("/desk/receive/", "#q"),
        (f"/desk/receive/?procedure={birth.code}", "[name=receive]"),
        (f"/desk/receive/?procedure={support.code}", "[name=receive]"),
        (f"/dossiers/{dossier.code}/", "a[href$='receipt.pdf']"),
        ("/dossiers/", ".filters button"),
        ("/dossiers/?state=received&due=today", ".filters button"),
    ):
        page.goto(path)
        assert_fits(page)
        assert_reachable(page, main)


def test_the_officers_pages(page, officer, dossier):
    log_in(page, officer)
    assert_reachable(page, f"form[action='/dossiers/{dossier.code}/start/'] button")
    page.goto(f"/dossiers/{dossier.code}/")
    assert_fits(page)
    assert_reachable(page, "#start button")


def test_everybodys_pages(page, birth):
    for path, main in (
        ("/", ".follow button"),
        ("/procedures/", ".filters button"),
        (f"/procedures/{birth.code}/", ".at-a-glance a"),
        ("/track/", ".follow button"),
    ):
        page.goto(path)
        assert_fits(page)
        assert_reachable(page, main)


def test_a_followed_dossier(page, dossier, officer, now):
    actions.resolve(dossier=dossier, by=officer, now=now)
    page.goto(f"/track/?code={dossier.code}")
    page.locator("[name=secret]").fill(dossier.secret)
    page.locator(".follow button").tap()
    page.locator(".standing").wait_for()
    assert_fits(page)
    assert_reachable(page, "main form button")


def test_an_intake_with_errors(open_browser, clerk, birth):
    page = open_browser(clerk, expects={400}, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"/desk/receive/?procedure={birth.code}")
    page.locator("[name=receive]").tap()
    page.locator("[name=applicant_name]:focus").wait_for()  # the first that is wrong
    assert page.locator("#form-errors").is_visible()
    assert_fits(page)
    assert_reachable(page, "[name=receive]")
