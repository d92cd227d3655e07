"""The site's own pages: the way in, whether it works, what it says when it does not, and what is open to everybody."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, path, reverse
from django.utils.translation import gettext as _

from onestop.urls import handler400, handler403, handler404, handler500  # noqa: F401  (this module is a urlconf, too)
from onestop.urls import urlpatterns as site
from tests import builders
from units.models import DemoClock, Role

# What needs no log-in; all other addresses do. Whoever opens one to everybody writes it down here.
PUBLIC = {"", "favicon.ico", "healthz", "i18n/", "accounts/login/", "procedures/", "procedures/<str:code>/"}
PUBLIC |= {"procedures/browse/", "procedures/forms/<str:digest>/", "procedures/open-data/"}
PUBLIC |= {"procedures/<str:code>/sheet.pdf"}
PUBLIC |= {"procedures/<str:code>/feedback/", "procedures/<str:code>/feedback/new/"}
PUBLIC |= {"procedures/feedback/follow/", "procedures/feedback/follow/<str:key>/"}
PUBLIC |= {f"procedures/open-data/catalogue.{ending}" for ending in ("csv", "xlsx", "json")}
PUBLIC |= {"track/", "track/<slug:key>/"}
PUBLIC |= {"rate/", "rate/answer/", "rate/thanks/"}
PUBLIC |= {"kiosk/", "kiosk/rate/", "kiosk/answer/", "kiosk/thanks/"}  # to the tablet that is one


@login_not_required
def broken(request):
    raise ValueError


@login_not_required
def cut_off(request):
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [path("broken/", broken), path("cut-off/", cut_off), *site]


def routes(resolver, prefix=""):
    """Each address of the site as its patterns write it, with one that fits."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, "/" + re.sub(r"<(?:(\w+):)?\w+>", sample, route.replace("(?P<url>.*)$", "nothing"))


def sample(match):
    return {"int": "1", "verb": "resolve"}.get(match[1], "x")


def asks_to_log_in(response):
    """Led to the log-in; or, after sending something, told that the session is over."""
    if response.status_code == 403:
        return any(template.name == "session_over.html" for template in response.templates)
    return response.status_code == 302 and response.url.startswith((reverse("login"), reverse("admin:login")))


class TestHome:
    def test_it_leads_to_procedures_and_log_in(self, client, clock, birth):
        page = client.get("/").content.decode()
        assert f'action="{reverse("procedures:list")}"' in page
        assert f'href="{reverse("login")}"' in page

    def test_sectors_come_by_what_people_ask_for(self, client, clerk, birth, support, certification, now):
        for procedure in (support, support, certification):
            builders.receive(by=clerk, procedure=procedure, now=now)
        sectors = [sector.name for sector in client.get("/").context["sectors"]]
        assert sectors == ["Bảo trợ xã hội", "Chứng thực", "Hộ tịch"]

    def test_sectors_of_which_nothing_is_received_are_left_out(self, client, clock, birth):
        builders.make_procedure("1.000001", "Đăng ký nghĩa vụ quân sự", sector="Quân sự", handling="posted_only")
        assert [sector.name for sector in client.get("/").context["sectors"]] == ["Hộ tịch"]

    def test_an_empty_installation_has_one_too(self, client, db):
        page = client.get("/")
        assert (page.context["unit"], page.context["sectors"]) == (None, [])

    def test_it_says_whose_it_is_by_who_works_there(self, client, clerk, district, other_commune):
        assert client.get("/").context["unit"] == clerk.desks[0].unit
        builders.make_user("leader.376", Role.LEADER, district)
        assert client.get("/").context["unit"] == district
        assert "huyện Kim Sơn" in client.get("/").content.decode()

    def test_it_is_nobodys_by_itself_where_several_are_side_by_side(self, client, clerk, other_commune):
        builders.make_user("clerk.14638", Role.CLERK, other_commune)
        assert client.get("/").context["unit"] is None


class TestLanguage:
    def test_it_is_vietnamese_whatever_the_browser_asks_for(self, client, clock):
        response = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})
        assert response["Content-Language"] == "vi"

    def test_it_is_english_on_request(self, client, clock):
        client.post(reverse("set_language"), {"language": "en", "next": "/"})
        assert client.get("/")["Content-Language"] == "en"


class TestHealth:
    def test_it_is_ready(self, client, db):
        response = client.get("/healthz")
        assert (response.status_code, response.content) == (200, b"ready\n")
        assert response["Content-Type"] == "text/plain"

    def test_it_says_that_migrations_are_due(self, client, db):
        MigrationRecorder(connection).migration_qs.filter(app="dossiers").last().delete()
        response = client.get("/healthz")
        assert (response.status_code, response.content) == (503, b"migrations are due\n")

    def test_it_says_that_the_demo_is_loading(self, client, clock):
        DemoClock.objects.update(is_loading=True)
        response = client.get("/healthz")
        assert (response.status_code, response.content) == (503, b"the demo is loading\n")

    def test_it_touches_no_session(self, clerk):
        client = Client()
        client.force_login(clerk)
        with CaptureQueriesContext(connection) as queries:
            client.get("/healthz")
        assert [query["sql"] for query in queries if "django_session" in query["sql"]] == []

    def test_posting_is_not_its_way(self, client, db):
        assert client.post("/healthz").status_code == 405


WITHOUT_DATABASE = """
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
client.cookies["sessionid"] = "of-somebody-logged-in"
for address in ("/healthz", "/", "/nowhere/"):
    response = client.get(address)
    print(address, response.status_code, response.headers.get("Retry-After"), "Content-Security-Policy" in response)
print(client.get("/healthz").content.decode())
"""


def test_without_a_database_it_says_so(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ONESTOP_VAR": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_DATABASE],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stdout.split("\n")[:4] == [
        "/healthz 503 None True",
        "/ 503 30 True",
        "/nowhere/ 503 30 True",
        "the database does not answer",
    ]


class TestErrors:
    @pytest.fixture
    def client(self):
        return Client(raise_request_exception=False)

    def test_a_foreign_host_is_a_bad_request(self, client, clock):
        response = client.get("/", headers={"host": "elsewhere.example"})
        assert (response.status_code, response.templates[0].name) == (400, "400.html")

    def test_a_refusal_names_one_s_work(self, client, clerk):
        client.force_login(clerk)
        response = client.get(reverse("units:staff"))
        assert (response.status_code, response.templates[0].name) == (403, "403.html")
        assert str(clerk.duties[0].unit) in response.content.decode()

    @pytest.mark.parametrize("who", [None, "clerk"])
    def test_there_is_nothing_here(self, request, client, clock, who):
        if who:
            client.force_login(request.getfixturevalue(who))
        response = client.get("/nowhere/")
        assert (response.status_code, response.templates[0].name) == (404, "404.html")

    def test_an_old_form_is_refused_and_explained(self, clock):
        response = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "x", "password": "x"})
        assert (response.status_code, response.templates[0].name) == (403, "403_csrf.html")

    @pytest.mark.parametrize(
        "address", ["/procedures/%00/", "/dossiers/%00/", "/procedures/?q=%00", "/dossiers/?q=%00"]
    )
    def test_a_nul_is_a_bad_request(self, client, clerk, address):
        client.force_login(clerk)
        response = client.get(address)
        assert (response.status_code, response.templates[0].name) == (400, "400.html")

    @pytest.mark.parametrize("address", ["/desk/receive/", "/desk/find/", "/accounts/login/"])
    def test_a_nul_in_a_form_is_one_too(self, client, clerk, address):
        client.force_login(clerk)
        response = client.post(address, {"q": "a\0b", "procedure": "\0", "username": "\0"})
        assert (response.status_code, response.templates[0].name) == (400, "400.html")

    def test_a_nul_in_a_cookie_as_well(self, client, clock):
        client.cookies["sessionid"] = "\0" * 10
        assert client.get("/").status_code == 400

    def test_a_file_may_hold_what_it_likes(self, client, clerk):
        client.force_login(clerk)
        response = client.post("/desk/find/", {"q": "x", "scan": SimpleUploadedFile("x.pdf", b"\0")})
        assert response.status_code == 200

    @pytest.mark.urls("tests.onestop.test_pages")
    def test_a_fault_of_the_system_is_owned_up_to(self, client, clock):
        response = client.get("/broken/")
        assert (response.status_code, response.templates[0].name) == (500, "500.html")

    @pytest.mark.urls("tests.onestop.test_pages")
    def test_a_lost_database_is_worth_another_try(self, client, clock):
        response = client.get("/cut-off/")
        assert (response.status_code, response.templates[0].name) == (503, "503.html")
        assert response["Retry-After"] == "30"

    @pytest.mark.parametrize("template", ["500.html", "503.html"])
    def test_what_fails_without_a_database_is_said_without_one(self, template):
        from django.template.loader import render_to_string  # the test has no access to a database

        assert "<h1>" in render_to_string(template)


class TestLogIn:
    def test_it_leads_to_the_desk(self, client, clerk):
        response = client.post(reverse("login"), {"username": clerk.username, "password": builders.PASSWORD})
        assert response.url == reverse("dossiers:desk")

    def test_it_leads_back_to_what_was_asked_for(self, client, clerk):
        data = {"username": clerk.username, "password": builders.PASSWORD, "next": reverse("dossiers:list")}
        assert client.post(reverse("login"), data).url == reverse("dossiers:list")

    def test_it_leads_to_no_other_site(self, client, clerk):
        data = {"username": clerk.username, "password": builders.PASSWORD, "next": "https://elsewhere.example/"}
        assert client.post(reverse("login"), data).url == reverse("dossiers:desk")

    def test_a_wrong_password_is_refused(self, client, clerk):
        response = client.post(reverse("login"), {"username": clerk.username, "password": "wrong"})
        assert list(response.context["form"].errors) == ["__all__"]

    def test_a_disabled_account_is_refused(self, client, clerk):
        clerk.is_active = False
        clerk.save()
        response = client.post(reverse("login"), {"username": clerk.username, "password": builders.PASSWORD})
        assert list(response.context["form"].errors) == ["__all__"]

    def test_too_many_attempts_lock_the_account_from_here(self, client, clerk, stranger):
        for _attempt in range(10):
            response = client.post(reverse("login"), {"username": clerk.username, "password": "wrong"})
        assert response.status_code == 429
        assert "registration/locked_out.html" in [template.name for template in response.templates]
        assert int(response.context["failure_limit"]) == 10
        neighbour = client.post(reverse("login"), {"username": stranger.username, "password": builders.PASSWORD})
        assert neighbour.url == reverse("dossiers:desk")

    def test_the_demo_tells_where_its_accounts_are(self, client, clock):
        hint = _("This is a demonstration: its accounts and their password are printed where the demo was started.")
        assert hint in client.get(reverse("login")).content.decode()
        clock.delete()
        assert hint not in client.get(reverse("login")).content.decode()

    def test_the_administration_has_no_log_in_of_its_own(self, client, control):
        response = client.get(reverse("admin:index"), follow=True)
        assert response.redirect_chain[-1][0] == reverse("login", query={"next": reverse("admin:index")})
        data = {"username": control.username, "password": builders.PASSWORD, "next": reverse("admin:index")}
        assert client.post(reverse("login"), data, follow=True).request["PATH_INFO"] == reverse("admin:index")

    def test_an_account_that_does_not_suffice_is_named(self, client, clerk):
        client.force_login(clerk)
        response = client.get(reverse("admin:index"), follow=True)
        assert response.redirect_chain[-1][0].startswith(reverse("login"))
        assert response.context["user"] == clerk
        assert b'role="alert"' in response.content

    def test_logging_out_is_no_link(self, client, clerk):
        client.force_login(clerk)
        assert client.get(reverse("logout")).status_code == 405
        assert client.post(reverse("logout")).url == "/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_all_but_the_public_pages_ask_to_log_in(client, clock, method):
    open_to_all = {
        route for route, address in routes(get_resolver()) if not asks_to_log_in(getattr(client, method)(address))
    }
    assert open_to_all == PUBLIC


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_is_told_to_be_unsaved(client):
    for address in ("/desk/receive/", "/desk/find/", "/dossiers/000.06.28.H42-180115-0001/start/"):
        response = client.post(address, {"q": "x"})
        assert response.status_code == 403
        assert [template.name for template in response.templates][0] == "session_over.html"
    assert client.get("/desk/receive/").url == "/accounts/login/?next=/desk/receive/"


@pytest.mark.django_db
def test_what_was_typed_into_an_intake_stands_there_to_be_copied(client):
    response = client.post("/desk/receive/", {"applicant_name": "Nguyễn Văn Đức", "key": "k", "password": "x"})
    assert [text for _, text in response.context["typed"]] == ["Nguyễn Văn Đức"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_no_password_is_shown_again(client):
    response = client.post("/accounts/password/", {"old_password": "mot-cua-2018", "new_password1": "mot-cua-2019"})
    assert response.context["typed"] == []
    assert "mot-cua" not in response.content.decode()
