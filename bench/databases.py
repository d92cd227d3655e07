"""Databases of any size: the demo's 2017 and January 2018, and before them made-up years. Each is dropped afterwards.

So the present is as busy in all of them; what grows is the past.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, connections

from onestop.embedded_postgres import supervisor

DEMO = supervisor.DATABASE
FIRST, LAST = "2010-01-01", "2016-12-31"  # of the made-up years; the calendar begins in 2010


@dataclass(frozen=True)
class Filled:
    """What it took to make one."""

    name: str
    count: int
    added: int
    seconds: float
    memory: float  # the most that the command held, in MB

    @property
    def rate(self) -> float:
        return self.added / self.seconds


@contextmanager
def filled(count: int) -> Iterator[Filled]:
    """A database of `count` dossiers, in which this process works meanwhile."""
    with copy_of_demo(f"bench_{count}") as name:
        added = count - rows_of("dossiers_dossier")
        seconds, memory = generate(name, added) if added > 0 else (1, 0)
        execute("VACUUM ANALYZE", "CHECKPOINT")
        yield Filled(name, count, max(added, 0), seconds, memory)


@contextmanager
def copy_of_demo(name: str) -> Iterator[str]:
    work_in("postgres")
    execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {DEMO}")
    try:
        work_in(name)
        yield name
    finally:
        work_in("postgres")
        execute(f"DROP DATABASE {name} WITH (FORCE)")


def generate(name: str, count: int) -> tuple[float, float]:
    """Seconds, and the most memory held in MB."""
    command = [sys.executable, "manage.py", "generate_dossiers", f"--count={count}", f"--from={FIRST}", f"--to={LAST}"]
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment(name), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"generate_dossiers ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - began, used.ru_maxrss / 1024


def environment(name: str) -> dict[str, str]:
    """For another process that is to work in the database `name`."""
    return os.environ | {"DATABASE_URL": supervisor.url(settings.VAR, name)}


def work_in(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def postmaster() -> int:
    return int((settings.VAR / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
