"""A Chromium for every worker, a fresh profile for everybody, and a site that both they and the test see.

Whatever a page reports as wrong fails its test: errors in the console (the Content-Security-Policy reports there too),
answers of 400 and more that the test did not expect, failed requests, and requests to anybody else.
"""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import databases
from tests.builders import PASSWORD

own_database, db = databases.own_database, databases.db

CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 15_000  # milliseconds: two cores are shared with much else
PDF_VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")  # Chromium's own
DESK_PC = {"width": 1366, "height": 768}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="package")
def chromium(django_db_setup):
    """Playwright keeps an event loop in this thread: Django is told not to mind, and has other connections then."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections.close_all()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            yield browser
            browser.close()
            connections.close_all()


@pytest.fixture
def site(db, clock):
    """The whole site over HTTP, on the test's own database; gives its address. What is left there must hold."""
    server = LiveServer("127.0.0.1")
    server.thread.httpd.daemon_threads = False  # stopped, it waits for what it still answers
    yield server.url
    server.stop()
    call_command("verify", stdout=StringIO())


@pytest.fixture
def open_browser(chromium, site):
    """open_browser(clerk): a page in a fresh profile, logged in; open_browser(): nobody's."""
    profiles = []

    def open_browser(user=None, *, expects=(), **options):
        options = {"viewport": DESK_PC, "locale": "vi-VN", "base_url": site} | options
        profile = chromium.new_context(**options)
        profile.set_default_timeout(PATIENCE)
        profiles.append((profile, watch(profile, site, expects)))
        if user:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            profile.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        return profile.new_page()

    yield open_browser
    for profile, _ in profiles:
        profile.close()
    assert [fault for _, faults in profiles for fault in faults] == []


def watch(profile, site, expects):
    """The list into which the profile's faults go; answers with a status in `expects` are none."""
    faults = []

    def on_console(message):
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            faults.append(f"console: {message.text}")

    def on_request(request):
        if not request.url.startswith((f"{site}/", "data:", *PDF_VIEWER)):
            faults.append(f"request to {request.url}")

    def on_failure(request):
        if request.url.startswith(PDF_VIEWER):
            return
        if request.failure != "net::ERR_ABORTED":  # by the browser itself, going to another page
            faults.append(f"{request.method} {request.url}: {request.failure}")

    def on_response(response):
        if response.status >= 400 and response.status not in expects:
            faults.append(f"{response.request.method} {response.url}: {response.status}")

    profile.on("console", on_console)
    profile.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    profile.on("request", on_request)
    profile.on("requestfailed", on_failure)
    profile.on("response", on_response)
    return faults


def open_intake(page, procedure):
    """The form of one procedure, the name having the focus."""
    page.goto(f"/desk/receive/?procedure={procedure.code}")
    page.wait_for_function("document.activeElement.name === 'applicant_name'")


def log_in(page, user):
    """By the log-in page, as people do."""
    page.goto("/accounts/login/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/desk/")
