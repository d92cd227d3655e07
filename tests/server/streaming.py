"""Two PostgreSQL 15 servers of the system: one, and another that follows it by streaming. They listen on no network."""

import os
import pwd
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2

BIN = Path("/usr/lib/postgresql/15/bin")
USER, PORT = "onestop", 5432
PATIENCE = 30  # seconds
QUICK = ["-c", "fsync=off", "-c", "listen_addresses="]


def account():
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Server:
    """`folder` holds its data, its log and its socket."""

    def __init__(self, folder):
        self.folder = Path(folder)
        if account():
            os.chown(folder, account()["user"], account()["group"])

    def run(self, program, *words):
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        command = [str(BIN / program), *map(str, words)]
        subprocess.run(command, cwd="/", env=environment, check=True, stdout=subprocess.DEVNULL, **account())

    def create(self):
        self.run("initdb", "-D", self.folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")

    def copy(self, primary):
        self.run("pg_basebackup", "-D", self.folder / "data", "-h", primary.folder, "-U", USER, "-R", "-c", "fast")

    def start(self):
        options = " ".join(["-k", str(self.folder), *QUICK])
        self.run("pg_ctl", "start", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options)

    def stop(self):
        self.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.folder / "data")

    def ask(self, sql, database="postgres"):
        connection = psycopg2.connect(host=str(self.folder), port=PORT, user=USER, dbname=database)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            connection.close()

    def settings(self, database):
        """What Django has to know to connect."""
        return {"HOST": str(self.folder), "PORT": PORT, "USER": USER, "PASSWORD": "", "NAME": database}


@contextmanager
def two_servers():
    """(the primary, its replica), running."""
    with _folder() as one, _folder() as other:
        primary, replica = Server(one), Server(other)
        primary.create()
        primary.start()
        try:
            replica.copy(primary)
            replica.start()
            yield primary, replica
        finally:
            for server in (replica, primary):
                if (server.folder / "data" / "postmaster.pid").exists():
                    server.stop()


def _folder():
    return tempfile.TemporaryDirectory(prefix="onestop-", dir="/tmp")


def catch_up(primary, replica):
    """Wait until the replica has all that the primary has now."""
    position = primary.ask("SELECT pg_current_wal_insert_lsn()")
    give_up = time.monotonic() + PATIENCE
    while not replica.ask(f"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn"):
        assert time.monotonic() < give_up, "the replica does not follow"
        time.sleep(0.02)
