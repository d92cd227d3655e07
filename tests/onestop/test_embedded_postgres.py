"""Real servers in folders of their own: started, joined, killed and stopped."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings as project
from django.db import OperationalError

from onestop.embedded_postgres import supervisor
from onestop.embedded_postgres.base import DatabaseWrapper

pytestmark = pytest.mark.server

STARTED_AT = "SELECT pg_postmaster_start_time()"
START = "import sys; from onestop.embedded_postgres import supervisor as s; print(s.url(sys.argv[1]), flush=True);"


@contextmanager
def folder_for_servers():
    """Not pytest's own, which is closed to the account that PostgreSQL runs as when root starts it."""
    with tempfile.TemporaryDirectory(prefix="onestop-test-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.fixture
def folder():
    with folder_for_servers() as folder:
        yield folder


@pytest.fixture(scope="module")
def var():
    """One installation for most tests: making one takes a second."""
    with folder_for_servers() as folder:
        yield folder / "var"
        supervisor.stop(folder / "var")


@pytest.fixture
def new_var(folder):
    yield folder / "var"
    supervisor.stop(folder / "var")


@pytest.fixture
def connection(var, settings, django_db_blocker):
    """Django's connection to the server of `var`."""
    settings.VAR = var
    defaults = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True, "TIME_ZONE": None}
    name = {"NAME": "onestop", "HOST": "", "PORT": "", "USER": "", "PASSWORD": "", "OPTIONS": {}, "TEST": {}}
    with django_db_blocker.unblock(), closing(DatabaseWrapper(defaults | name)) as connection:
        yield connection


def query(var, sql):
    with closing(psycopg2.connect(supervisor.url(var))) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        connection.commit()
        return cursor.fetchone()[0] if cursor.description else None


def python(code, var, **options):
    return subprocess.Popen(
        [sys.executable, "-c", code, str(var)], cwd=project.BASE_DIR, stdout=subprocess.PIPE, text=True, **options
    )


def postmaster(var):
    return int((var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def test_loading_the_settings_starts_nothing(new_var):
    environment = os.environ | {"ONESTOP_VAR": str(new_var), "DJANGO_SETTINGS_MODULE": "onestop.settings"}
    environment.pop("DATABASE_URL", None)
    with python("import django; django.setup()", new_var, env=environment) as process:
        process.communicate()
    assert process.returncode == 0
    assert not (new_var / "postgres").exists()


def test_processes_starting_at_once_share_one_server(new_var):
    processes = [python(START, new_var) for _ in range(6)]
    urls = {process.communicate()[0] for process in processes}
    assert urls == {supervisor.url(new_var) + "\n"}
    assert len((new_var / "postgres" / "log").read_text().split("database system is ready")) == 2


def test_server_outlives_the_process_group_that_started_it(var):
    supervisor.stop(var)
    with python(START + "input()", var, stdin=subprocess.PIPE, start_new_session=True) as process:
        process.stdout.readline()
        started_at = query(var, STARTED_AT)
        os.killpg(process.pid, signal.SIGKILL)
    assert query(var, STARTED_AT) == started_at


def test_writes_are_safe_and_nobody_listens_on_tcp(var):
    values = {
        name: query(var, f"SHOW {name}")
        for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums", "listen_addresses")
    }
    assert values == {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "listen_addresses": "",
    }
    assert (var / "postgres").stat().st_mode & 0o777 == 0o700
    assert supervisor.ensure_running(var).stat().st_mode & 0o777 == 0o700


def test_its_log_tells_of_no_citizen(var):
    query(var, "CREATE TABLE citizen (name text, age int CHECK (age > 0))")
    with pytest.raises(psycopg2.IntegrityError):
        query(var, "INSERT INTO citizen VALUES ('Nguyễn Văn Đức', 0)")
    log = (var / "postgres" / "log").read_text()
    assert 'violates check constraint "citizen_age_check"' in log
    assert "Nguyễn Văn Đức" not in log


def test_killed_server_comes_back_with_its_data_on_the_next_connection(var, connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    os.kill(postmaster(var), signal.SIGKILL)
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kept")
        assert cursor.fetchone() == (1000,)


def test_missing_database_is_told_as_such(connection):
    connection.settings_dict["NAME"] = "elsewhere"
    with pytest.raises(OperationalError, match='database "elsewhere" does not exist'):
        connection.ensure_connection()


def test_killed_client_takes_nothing_along(var):
    query(var, "CREATE TABLE dossier (number int)")
    query(var, "INSERT INTO dossier VALUES (1)")
    started_at = query(var, STARTED_AT)
    unfinished = """
import psycopg2
cursor = psycopg2.connect(s.url(sys.argv[1])).cursor()
cursor.execute("INSERT INTO dossier VALUES (2)")
print("inserted", flush=True)
input()
"""
    with python(START + unfinished, var, stdin=subprocess.PIPE) as client:
        client.stdout.readline()
        assert client.stdout.readline() == "inserted\n"
        client.kill()
    assert query(var, "SELECT array_agg(number) FROM dossier") == [1]
    assert query(var, STARTED_AT) == started_at


def test_number_of_a_dead_server_may_belong_to_another_program(var):
    supervisor.ensure_running(var)
    supervisor.stop(var)
    pid_file = var / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n")
    os.chown(pid_file, *pid_file.parent.stat()[4:6])
    assert query(var, "SELECT 1") == 1
    assert postmaster(var) != os.getpid()


def test_long_path_gets_a_short_socket(folder):
    var = folder / ("a-long-name-" * 9)
    try:
        assert len(str(supervisor.ensure_running(var))) < 40
        assert query(var, "SELECT 1") == 1
    finally:
        supervisor.stop(var)
        (var / "postgres" / "socket").resolve().rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_closed_folder_points_to_an_open_place(folder, capsys):
    folder.chmod(0o700)
    var = folder / "var"
    try:
        assert query(var, "SELECT 1") == 1
        home = (var / "postgres").readlink()
        assert home.parent == Path("/var/lib/onestop")
        assert capsys.readouterr().err.endswith(f"cannot enter {var}; the data lie in {home}.\n")
        assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        supervisor.stop(var)
        shutil.rmtree((var / "postgres").resolve())


def test_folder_made_anew_begins_empty_beside_the_old_server(new_var):
    query(new_var, "CREATE TABLE dossier ()")
    old = postmaster(new_var)
    shutil.rmtree(new_var)
    assert query(new_var, "SELECT to_regclass('dossier')") is None
    os.kill(old, signal.SIGQUIT)
    assert query(new_var, "SELECT 1") == 1


def test_stop_stops_and_the_next_connection_finds_everything(var):
    query(var, "CREATE TABLE stopped AS SELECT 7 AS number")
    assert supervisor.stop(var)
    assert not supervisor.stop(var)
    assert query(var, "SELECT number FROM stopped") == 7


def test_missing_programs_are_told_in_one_sentence(new_var, monkeypatch):
    monkeypatch.setenv("ONESTOP_POSTGRES_BIN", "/nowhere")
    with pytest.raises(OperationalError) as refusal:
        supervisor.ensure_running(new_var)
    assert str(refusal.value) == (
        "PostgreSQL 15 or newer is not to be found in /nowhere: install it there, or set DATABASE_URL."
    )
