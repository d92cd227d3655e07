"""What one citizen answered is on no page, whoever looks: at the desk, over it, or in the administration."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from satisfaction.actions.rating import rate
from satisfaction.models import Answer, Card, Source, Survey
from tests import builders
from tests.onestop.test_pages import routes
from tests.satisfaction.conftest import COLLECTED
from units.models import User

COMMENT = "Anh ấy đã cáu với tôi"


@pytest.fixture
def rated(handed_back):
    marks = {"overall": 1, "staff": 1, "comment": COMMENT}
    rate(dossier=handed_back, marks=marks, source=Source.RECEIPT, now=COLLECTED)
    return handed_back


@pytest.fixture
def root(clock):
    return User.objects.create_superuser("root", password=builders.PASSWORD, full_name="Quản trị hệ thống")


def addresses(dossier):
    """Each address of the site, those of dossiers with the rated one's code, those of answers with its keys."""
    answer = Answer.objects.get()
    for route, sample in routes(get_resolver()):
        if "logout" in route:
            continue
        yield sample
        if "<str:code>" in route:
            yield sample.replace("/x/", f"/{dossier.code}/")
        if "object_id" in route:
            yield from (sample.replace("/x/", f"/{key}/") for key in (answer.pk, dossier.pk))


def test_the_routes_reach_into_the_administration(rated):
    assert f"/dossiers/{rated.code}/" in set(addresses(rated))
    assert reverse("admin:dossiers_dossier_changelist") in set(addresses(rated))


def shown_to(client, user, dossier):
    client.force_login(user)
    client.raise_request_exception = False
    return [address for address in set(addresses(dossier)) if COMMENT.encode() in body(client.get(address))]


def test_no_page_shows_a_single_one_to_whoever_oversees_the_desk(client, rated, leader):
    assert shown_to(client, leader, rated) == []


@pytest.mark.parametrize("who", ["clerk", "root"])
def test_to_everybody_else_no_page_shows_any_however_many_there_are(request, client, rated, who, settings):
    settings.FEWEST_ANSWERS_SHOWN = 1
    assert shown_to(client, request.getfixturevalue(who), rated) == []


def test_a_comment_among_enough_others_would_be_found(client, rated, leader, settings):
    settings.FEWEST_ANSWERS_SHOWN = 1
    client.force_login(leader)
    assert COMMENT.encode() in body(client.get("/satisfaction/"))
    assert "/satisfaction/" in set(addresses(rated))


@pytest.mark.parametrize("who", ["clerk", "leader", "root"])
def test_no_page_of_the_dossier_changes_with_it(request, client, handed_back, who):
    """Of these the desk could learn that, and so when, somebody answered."""
    client.force_login(request.getfixturevalue(who))
    pages = [f"/dossiers/{handed_back.code}/", "/dossiers/", "/desk/"]
    before = [stripped(client.get(page)) for page in pages]
    rate(dossier=handed_back, marks={"overall": 1}, source=Source.RECEIPT, now=COLLECTED)
    assert [stripped(client.get(page)) for page in pages] == before


def test_the_administration_has_neither_answers_nor_the_roll():
    assert not {Answer, Survey, Card} & set(admin.site._registry)


def body(response):
    """What the answer says; a workbook is unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as workbook:
        return b"".join(workbook.read(name) for name in workbook.namelist())


def stripped(response):
    """Without the tokens that are new each time."""
    return [line for line in response.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]
