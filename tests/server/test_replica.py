"""Pages that read much, on two real servers: a primary, and a replica that follows it by streaming."""

import itertools
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test.utils import CaptureQueriesContext

from dossiers.models import Dossier
from tests.builders import make_user, receive
from tests.dossiers.views.test_intake import typed
from tests.server.streaming import BIN, catch_up, two_servers
from units import replica
from units.models import Assignment, Role

pytestmark = [pytest.mark.server, pytest.mark.skipif(not BIN.exists(), reason="PostgreSQL 15 is not there")]

TEMPLATE = "migrated"
PAGE = "/dashboard/?from=2018-01-01&to=2018-01-15"
NOTICE = "Bản sao chỉ đọc của cơ sở dữ liệu"
numbers = itertools.count(1)


def connected(alias, server, database):
    given = connections["default"].settings_dict | server.settings(database) | {"CONN_HEALTH_CHECKS": True}
    return DatabaseWrapper(given | {"CONN_MAX_AGE": 600, "OPTIONS": {"connect_timeout": 2}}, alias)


@pytest.fixture(scope="module")
def servers(django_db_setup, django_db_blocker):
    """With a migrated database, which no test changes."""
    with two_servers() as (primary, follower):
        primary.ask(f"CREATE DATABASE {TEMPLATE}")
        own = connections["default"]
        with django_db_blocker.unblock():
            connections["default"] = connected("default", primary, TEMPLATE)
            call_command("migrate", verbosity=0)
            connections["default"].close()
            connections["default"] = own
        yield primary, follower


@pytest.fixture
def db(servers, django_db_blocker, monkeypatch):
    """Django's connections lead to a database of the test's own on both servers."""
    primary, follower = servers
    database = f"test_{next(numbers)}"
    primary.ask(f"CREATE DATABASE {database} TEMPLATE {TEMPLATE}")
    catch_up(primary, follower)
    own = connections["default"]
    with django_db_blocker.unblock():
        monkeypatch.setitem(connections.settings, "replica", own.settings_dict)
        connections["default"] = connected("default", primary, database)
        connections["replica"] = connected("replica", follower, database)
        yield
        for alias in ("default", "replica"):
            connections[alias].close()
        del connections["replica"]
        connections["default"] = own


@pytest.fixture
def look_again(monkeypatch):
    """Forget how the replica stood."""

    def forget():
        monkeypatch.setattr(replica, "watch", replica.Watch())

    forget()
    return forget


@pytest.fixture
def follow(servers):
    return lambda: catch_up(*servers)


@contextmanager
def paused(server):
    """It receives, and follows no more."""
    server.ask("SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        server.ask("SELECT pg_wal_replay_resume()")


@pytest.fixture
def at_dashboard(client, leader, commune, look_again):
    """A leader who receives as well."""
    Assignment.objects.create(user=leader, role=Role.CLERK, desk=commune.desk, valid_from="2016-01-01")
    client.force_login(leader)
    return client


def opened(client, path=PAGE):
    """(the page, whether its figures came from the replica)."""
    with CaptureQueriesContext(connections["default"]) as here, CaptureQueriesContext(connections["replica"]) as there:
        page = client.get(path)
        text = page.getvalue().decode()
    assert page.status_code == 200
    answered = ["reports_tallied" in " ".join(query["sql"] for query in seen) for seen in (here, there)]
    assert sum(answered) == 1
    return text, answered[1]


def received(page):
    return page.count("Đăng ký khai sinh")


def test_a_dashboard_is_read_from_the_replica(at_dashboard, clerk, birth, now, follow):
    receive(by=clerk, procedure=birth, now=now)
    follow()
    page, is_of_replica = opened(at_dashboard)
    assert (is_of_replica, NOTICE in page, received(page) > 0) == (True, False, True)


def test_who_just_wrote_sees_it_and_others_a_little_later(
    at_dashboard, leader, birth, commune, follow, servers, look_again
):
    other = type(at_dashboard)()
    other.force_login(make_user("leader.b", Role.LEADER, commune))
    follow()
    with paused(servers[1]):
        assert at_dashboard.post("/desk/receive/", typed(birth)).status_code == 302
        page, is_of_replica = opened(at_dashboard)
        assert (is_of_replica, NOTICE in page, received(page) > 0) == (False, False, True)
        page, is_of_replica = opened(other)
        assert (is_of_replica, received(page)) == (True, 0)
    follow()
    look_again()
    page, is_of_replica = opened(at_dashboard)
    assert (is_of_replica, received(page) > 0) == (True, True)


def test_what_was_remembered_by_somebody_else_is_not_believed(at_dashboard, follow):
    follow()
    at_dashboard.cookies[replica.WROTE] = "99999999999:forged:signature"
    assert opened(at_dashboard)[1]


def test_one_too_far_behind_is_left_aside_and_said(
    at_dashboard, clerk, birth, now, follow, servers, look_again, settings, caplog
):
    settings.REPLICA_SECONDS = 0
    follow()
    with paused(servers[1]):
        receive(by=clerk, procedure=birth, now=now)
        page, is_of_replica = opened(at_dashboard)
        assert (is_of_replica, NOTICE in page, received(page) > 0) == (False, True, True)
        assert "replica: behind" in caplog.text
    follow()
    look_again()
    page, is_of_replica = opened(at_dashboard)
    assert (is_of_replica, NOTICE in page) == (True, False)


def test_one_that_is_no_replica_is_left_aside(at_dashboard, servers, look_again):
    connections["replica"].close()
    connections["replica"] = connected("replica", servers[0], connections["default"].settings_dict["NAME"])
    page, is_of_replica = opened(at_dashboard)
    assert (is_of_replica, NOTICE in page) == (False, True)


def test_one_that_goes_away_fails_no_page(at_dashboard, clerk, birth, now, follow, servers, look_again, caplog):
    receive(by=clerk, procedure=birth, now=now)
    follow()
    assert opened(at_dashboard)[1]
    _primary, follower = servers
    follower.stop()
    try:
        page, is_of_replica = opened(at_dashboard)  # breaks off in the middle, since it was well a moment ago
        assert (is_of_replica, NOTICE in page, received(page) > 0) == (False, True, True)
        assert "replica: away" in caplog.text
        look_again()
        page = at_dashboard.get(PAGE)
        assert (page.status_code, NOTICE in page.content.decode()) == (200, True)
    finally:
        follower.start()
    look_again()
    follow()
    assert opened(at_dashboard)[1]


def test_an_export_is_read_from_the_replica_while_it_is_sent(at_dashboard, clerk, birth, now, follow):
    receive(by=clerk, procedure=birth, now=now)
    follow()
    with CaptureQueriesContext(connections["replica"]) as there:
        text = at_dashboard.get("/dossiers/export.csv").getvalue().decode()
    assert "Đăng ký khai sinh" in text
    assert any("dossiers_dossier" in query["sql"] for query in there)


def test_a_job_reads_all_that_was_there_when_it_began(at_dashboard, clerk, birth, now, follow, servers, monkeypatch):
    monkeypatch.setattr(replica, "JOBS_WAIT_SECONDS", 2)
    follow()
    receive(by=clerk, procedure=birth, now=now)
    with replica.reading_all_until_now():
        assert (replica.reading_connection().alias, Dossier.objects.count()) == ("replica", 1)
    with paused(servers[1]):
        receive(by=clerk, procedure=birth, now=now)
        with replica.reading_all_until_now():
            assert (replica.reading_connection().alias, Dossier.objects.count()) == ("default", 2)


def test_nothing_is_written_to_it(at_dashboard, birth, follow):
    follow()
    with CaptureQueriesContext(connections["replica"]) as there:
        at_dashboard.post("/desk/receive/", typed(birth))
    assert list(there) == []
