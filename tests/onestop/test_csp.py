"""Nothing inline and nothing from a third party, on every kind of page."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from dossiers import actions
from tests import builders
from units.models import User

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}

# Address and who opens it: None is a citizen. A new kind of page is written down here.
PAGES = [
    ("/", None),
    ("/procedures/", None),
    ("/procedures/1.001193/", None),
    ("/procedures/nothing/", None),
    ("/procedures/?decided_from=2017-01-01&decided_to=2017-12-31", None),
    ("/procedures/?decided_from=2017-01-01&decided_to=2016-12-31", None),
    ("/procedures/postings/", "administrator"),
    ("/procedures/postings/?on=then", "administrator"),
    ("/procedures/postings/14635/", "clerk"),
    ("/procedures/postings/14635/?state=stale&on=2017-01-01", "clerk"),
    ("/track/", None),
    ("/track/?code=000.06.28.H42-180115-0001", None),
    ("/rate/", None),
    ("/rate/thanks/", None),
    ("/kiosk/", None),  # on a device that is none
    ("/accounts/login/", None),
    ("/healthz", None),
    ("/accounts/password/", "clerk"),
    ("/accounts/password/done/", "clerk"),
    ("/procedures/1.001193/", "clerk"),
    ("/desk/", "clerk"),
    ("/desk/receive/", "clerk"),
    ("/desk/receive/?procedure=1.001193", "clerk"),
    ("/dossiers/", "clerk"),
    ("/dossiers/?state=gone", "clerk"),
    ("/register/", "clerk"),
    ("/register/?from=x", "clerk"),
    ("/register/register.pdf", "clerk"),
    ("/desk/day/", "clerk"),
    ("/staff/", "clerk"),  # refused
    ("/desk/", "officer"),
    ("/satisfaction/kiosks/", "administrator"),
    ("/satisfaction/", "administrator"),
    ("/satisfaction/?from=2018-02-01&to=2018-01-01", "administrator"),
    ("/satisfaction/", "clerk"),  # refused
    ("/satisfaction/cards/", "administrator"),
    ("/satisfaction/cards/new/", "administrator"),
    ("/dashboard/", "administrator"),
    ("/dashboard/?from=2018-02-01", "administrator"),
    ("/dashboard/", "clerk"),  # refused
    ("/dashboard/", "root"),
    ("/staff/", "administrator"),
    ("/staff/?q=lan", "administrator"),
    ("/staff/new/", "administrator"),
    ("/staff/clerk.14635/", "administrator"),
    ("/staff/clerk.14635/details/", "administrator"),
    ("/staff/clerk.14635/assign/", "administrator"),
    ("/staff/clerk.14635/disable/", "administrator"),
    ("/staff/clerk.14635/reset-password/", "administrator"),
    ("/admin/", "root"),
]
FORMS_WITH_FAULTS = [
    ("/accounts/login/", None),
    ("/accounts/password/", "clerk"),
    ("/staff/new/", "administrator"),
    ("/staff/clerk.14635/details/", "administrator"),
    ("/staff/clerk.14635/assign/", "administrator"),
]


class Inline(HTMLParser):
    """Collects what the policy forbids."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        runs = tag == "script" and attributes.get("type", "text/javascript") != "application/json"
        if tag == "style" or (runs and "src" not in attributes):
            self.found.append(tag)
        for name, value in attributes.items():
            is_code = name == "style" or name.startswith(("on", "hx-on")) or (value or "").startswith("javascript:")
            is_loaded = name == "src" or (name == "href" and tag == "link")
            if is_code or (is_loaded and "//" in value):
                self.found.append(f"{tag} {name}={value}")


@pytest.fixture
def root(clock):
    return User.objects.create_superuser("root", password=builders.PASSWORD, full_name="Quản trị hệ thống")


@pytest.fixture
def cast(clerk, officer, administrator, root, birth):
    return {"clerk": clerk, "officer": officer, "administrator": administrator, "root": root}


def client_of(cast, who):
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(cast[who])
    return client


def check(response):
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    if response["Content-Type"].startswith("text/html"):
        assert Inline(response.content.decode()).found == []


@pytest.mark.parametrize(("address", "who"), PAGES)
def test_pages_hold_nothing_inline(cast, address, who):
    check(client_of(cast, who).get(address))


@pytest.mark.parametrize(("address", "who"), FORMS_WITH_FAULTS)
def test_forms_that_complain_hold_nothing_inline(cast, address, who):
    response = client_of(cast, who).post(address, {})
    assert response.status_code == 200
    check(response)


def test_the_one_time_password_holds_nothing_inline(cast):
    client = client_of(cast, "administrator")
    check(client.post("/staff/clerk.14635/reset-password/", follow=True))


def test_a_dossier_holds_nothing_inline(cast, clerk, birth, now):
    dossier = builders.receive(by=clerk, procedure=birth, now=now)
    for address in ("", "?list=state%3Dopen", "person/"):
        check(client_of(cast, "clerk").get(f"/dossiers/{dossier.code}/{address}"))


def test_a_list_too_long_for_excel_holds_nothing_inline(cast, clerk, birth, now, settings):
    settings.EXPORT_LIMIT = 0
    builders.receive(by=clerk, procedure=birth, now=now)
    check(client_of(cast, "clerk").get("/dossiers/export.xlsx"))


def resolved(clerk, officer, procedure, now):
    return actions.resolve(dossier=builders.receive(by=clerk, procedure=procedure, now=now), by=officer, now=now)


def test_a_rating_holds_nothing_inline(cast, clerk, officer, birth, now):
    dossier = resolved(clerk, officer, birth, now)
    citizen = client_of(cast, None)
    faces = citizen.post("/rate/", {"code": dossier.code, "secret": dossier.secret})
    check(faces)
    check(citizen.post("/rate/answer/", {"token": faces.context["token"]}))
    check(citizen.post("/rate/answer/", {"token": "forged", "overall": "5"}))


def test_a_kiosk_holds_nothing_inline(cast, clerk, officer, birth, now):
    collection = actions.Collection()
    actions.hand_back(dossier=resolved(clerk, officer, birth, now), collection=collection, by=clerk, now=now)
    tablet = client_of(cast, "administrator")
    idle = tablet.post(f"/kiosk/start/{clerk.desks[0].pk}/", follow=True)
    check(idle)
    check(tablet.post("/kiosk/rate/", {"token": idle.context["tickets"][0][2]}))
    check(tablet.get("/kiosk/thanks/"))


def test_a_dossier_that_is_followed_holds_nothing_inline(cast, clerk, officer, birth, now):
    dossier = builders.receive(by=clerk, procedure=birth, now=now)
    actions.resolve(dossier=dossier, by=officer, now=now)
    for secret in (dossier.secret, "ABCD2345"):
        check(client_of(cast, None).post("/track/", {"code": dossier.code, "secret": secret}, follow=True))


def test_lists_of_the_administration_hold_nothing_inline(cast):
    client = client_of(cast, "root")
    index = client.get(reverse("admin:index"))
    lists = [model["admin_url"] for app in index.context["app_list"] for model in app["models"]]
    forms = [model["add_url"] for app in index.context["app_list"] for model in app["models"] if model["add_url"]]
    for address in [*lists, *forms]:
        check(client.get(address))


@pytest.mark.urls("tests.onestop.test_pages")
@pytest.mark.parametrize("address", ["/nowhere/", "/broken/", "/cut-off/"])
def test_error_pages_hold_nothing_inline(cast, address):
    check(client_of(cast, None).get(address))


def test_an_old_form_s_page_holds_nothing_inline(cast):
    check(Client(enforce_csrf_checks=True).post("/accounts/login/", {}))


def test_the_parser_finds_what_it_looks_for():
    page = "<style></style><script>x</script><p style='' onclick=''></p><a href='javascript:x'></a><img src='//x.y/z'>"
    assert len(Inline(page).found) == 6
