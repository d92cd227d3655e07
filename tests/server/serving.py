"""The site behind a real gunicorn, on the database that this process works in."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests
from django.conf import settings

from tests import databases

PATIENCE = 60  # seconds
BACKLOG = 128


@dataclass(frozen=True)
class Served:
    address: str
    var: Path
    master: int

    def workers(self):
        """The pids of the workers there are just now."""
        with suppress(FileNotFoundError):
            return [int(pid) for pid in Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()]
        return []

    @property
    def log(self):
        return (self.var / "gunicorn.log").read_text()


@contextmanager
def served(var, *, application="onestop.wsgi", settings_module="tests.settings"):
    """Two sync workers; `var` keeps their uploads, their secret key and the log."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings_module,
        "DATABASE_URL": databases.url(),
        "ONESTOP_VAR": str(var),
    }
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as door, open(var / "gunicorn.log", "w") as log:
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        master = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application, "--bind", f"fd://{door.fileno()}"]
            + ["--workers", "2", "--preload", "--no-control-socket"],
            **{"cwd": settings.BASE_DIR, "env": environment, "pass_fds": [door.fileno()]},
            **{"stdout": log, "stderr": log},
        )
    site = Served(address, var, master.pid)
    try:
        wait_until_ready(site, master)
        yield site
    finally:
        master.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            master.wait(PATIENCE)
        master.kill()
        master.wait()


def wait_until_ready(site, master):
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and master.poll() is None:
        with suppress(requests.ConnectionError):
            if requests.get(f"{site.address}/healthz", timeout=PATIENCE).status_code == 200:
                return
        time.sleep(0.05)
    raise RuntimeError(f"gunicorn does not get ready: {site.log}")
