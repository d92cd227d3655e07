"""Outbox and timetable are looked at by who keeps what holds for many units."""

import pytest

from jobs.models import Mail, Round
from jobs.outbox import post
from tests.builders import make_user
from units.models import Role


@pytest.fixture
def mail(db, now):
    post(key="k", to="lan@kimson.example", subject="2 hồ sơ", text="000.06.28.H42-180115-0001")
    Round.objects.create(path="jobs.tests.each_night", due_at=now)
    return Mail.objects.get()


@pytest.mark.parametrize("page", ["mail", "round"])
def test_the_districts_administrator_looks_and_does_not_touch(client, mail, administrator, page):
    client.force_login(administrator)
    assert client.get(f"/admin/jobs/{page}/").context["cl"].result_count == 1
    row = {"mail": mail, "round": Round.objects.get()}[page]
    pk = row.pk.replace("_", "_5F") if page == "round" else row.pk
    assert client.get(f"/admin/jobs/{page}/{pk}/change/").status_code == 200
    for path in ("add/", f"{pk}/delete/", f"{pk}/change/"):
        assert client.post(f"/admin/jobs/{page}/{path}").status_code == 403
    assert type(row).objects.get() == row


@pytest.mark.parametrize("page", ["mail", "round"])
def test_a_communes_does_not(client, mail, commune, clock, page):
    client.force_login(make_user("admin.14635", Role.ADMINISTRATOR, commune))
    assert client.get(f"/admin/jobs/{page}/").status_code == 403


@pytest.mark.parametrize(("sent", "count"), [("no", 1), ("yes", 0), ("", 1)])
def test_what_waits_is_told_from_what_was_sent(client, mail, administrator, sent, count):
    client.force_login(administrator)
    assert client.get("/admin/jobs/mail/", {"sent": sent}).context["cl"].result_count == count
