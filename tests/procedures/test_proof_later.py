"""What proves a round of posting may come later than the press that confirmed it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from procedures import actions
from procedures.models import PostingPhoto, PostingRound
from tests.procedures.boards import MONDAY, amend, confirm_page, photo
from tests.procedures.pages import said, text

LINK = "https://kimson.example.vn/tthc"


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    """Photos are kept here."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def made(clerk, control, commune, birth, now):
    """A round that the clerk confirmed on his word alone."""
    decision = amend(birth, by=control, now=now)
    given = {"desk": commune.desk, "place": "board", "put_up": [birth.version_on(MONDAY)], "taken_down": []}
    return actions.confirm(decision=decision, **given, done_on=MONDAY, by=clerk, now=now)


@pytest.fixture
def send(client, made, commune):
    """send(user, …): add it to the round."""

    def do(user, **data):
        client.force_login(user)
        address = reverse("procedures:prove_postings", args=[made.decision_id, commune.code, made.pk])
        return client.post(address, {f"round-{made.pk}-{name}": value for name, value in data.items()})

    return do


def kept(shelf):
    return [path for path in shelf.rglob("*") if path.is_file()]


def test_a_photo(send, client, clerk, made, commune, in_english):
    assert send(clerk, photos=[photo(), photo()]).url == confirm_page(made.decision, commune)
    assert [(each.round, each.added_by) for each in PostingPhoto.objects.all()] == [(made, clerk)] * 2
    page = client.get(confirm_page(made.decision, commune))
    assert len(said(page)) == 1
    assert text(page).count("(photo added 08:0") == 2


def test_a_link_with_who_gave_it_and_when(send, leader, made, now):
    send(leader, link=LINK)
    made.refresh_from_db()
    assert (made.link, made.link_added_by, made.is_proved) == (LINK, leader, True)
    assert now <= made.link_added_at < now + timedelta(minutes=5)


def test_days_later_too(made, clerk, now):
    actions.add_proof(made=made, photos=[photo()], by=clerk, now=now + timedelta(days=20))
    assert made.photos.get().added_at == now + timedelta(days=20)


def test_what_hangs_does_not_change(send, clerk, made):
    before = list(made.put_up.values())
    send(clerk, link=LINK)
    assert list(made.put_up.values()) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"link": "http://kimson.example.vn/"},
        {"photos": [photo(b"MZ no photo")]},
        {"photos": [photo() for _ in range(7)]},
        {"photos": [photo()], "link": "javascript:alert(1)"},
    ],
)
def test_bad_input_is_said_beside_the_round_and_nothing_kept(send, clerk, made, shelf, wrong):
    response = send(clerk, **wrong)
    assert response.status_code == 400
    [(_round, _is_to_undo, form)] = response.context["rounds"]
    assert form.faults
    assert 'role="alert"' in text(response)
    made.refresh_from_db()
    assert (made.link, PostingPhoto.objects.exists(), kept(shelf)) == ("", False, [])


def test_a_link_that_it_has_stays(send, clerk, made, now, shelf):
    send(clerk, link=LINK)
    send(clerk, link="https://elsewhere.example.vn/")
    with pytest.raises(ValidationError):
        actions.add_proof(made=made, link="https://elsewhere.example.vn/", photos=[photo()], by=clerk, now=now)
    made.refresh_from_db()
    assert (made.link, kept(shelf)) == (LINK, [])


def test_not_to_what_was_undone(send, clerk, made, now):
    actions.undo_round(made=made, by=clerk, now=now)
    assert send(clerk, link=LINK).status_code == 404
    with pytest.raises(ValidationError):
        actions.add_proof(made=made, link=LINK, by=clerk, now=now)


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 302), ("leader", 302), ("control", 302), ("officer", 403), ("stranger", 404)]
)
def test_who_may(request, send, made, who, status):
    assert send(request.getfixturevalue(who), link=LINK).status_code == status
    made.refresh_from_db()
    assert (made.link == LINK) == (status == 302)


def test_a_round_of_another_unit_is_not_known(client, control, made, other_commune):
    client.force_login(control)
    address = reverse("procedures:prove_postings", args=[made.decision_id, other_commune.code, made.pk])
    assert client.post(address, {f"round-{made.pk}-link": LINK}).status_code == 404


def test_who_only_looks_is_offered_nothing(client, officer, made, commune):
    client.force_login(officer)
    page = client.get(confirm_page(made.decision, commune))
    assert [form for _round, _is_to_undo, form in page.context["rounds"]] == [None]


def test_the_database_wants_both_who_and_when(made, now):
    with pytest.raises(IntegrityError):
        PostingRound.objects.filter(pk=made.pk).update(link=LINK, link_added_at=now)
