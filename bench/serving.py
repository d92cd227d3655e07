"""A site behind gunicorn, two workers as in `make demo`, on one of the bench's databases."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import requests
from django.conf import settings

from bench.databases import environment, postmaster
from bench.processes import Processor, children_of, most_memory

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Site:
    address: str
    pid: int

    @property
    def workers_memory(self) -> float:
        """Of the worker that held most, in MB."""
        return max(map(most_memory, children_of(self.pid)))

    def processors(self) -> tuple[Processor, Processor]:
        """Of the application and of the database."""
        return Processor(self.pid), Processor(postmaster())


@contextmanager
def served(database: str, *, application="onestop.wsgi", settings_module="bench.settings", ready="/healthz"):
    given = environment(database) | {"DJANGO_SETTINGS_MODULE": settings_module}
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"fd://{door.fileno()}", "--workers", "2"]
        master = subprocess.Popen(
            [*command, "--no-control-socket", "--log-level", "warning"],
            **{"cwd": settings.BASE_DIR, "env": given, "pass_fds": [door.fileno()]},
        )
    try:
        wait_until_ready(f"{address}{ready}", master)
        yield Site(address, master.pid)
    finally:
        master.terminate()
        master.wait(PATIENCE)


def wait_until_ready(address, master) -> Iterator[None]:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and master.poll() is None:
        with suppress(requests.ConnectionError):
            if requests.get(address, timeout=PATIENCE).ok:
                return
        time.sleep(0.05)
    sys.exit("gunicorn does not get ready")
