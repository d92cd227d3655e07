"""Runs the PostgreSQL of one var/ folder, for trials and tests; a desk that serves people sets DATABASE_URL instead.

Whoever connects first starts it and the others join it. It outlives them all until `stop`, and after a crash the next
connection brings it back. var/postgres holds its `data`, its `log` and `socket`, a link to the folder of the socket.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2
from django.db.utils import OperationalError

from .programs import find_programs, open_place

USER = DATABASE = "onestop"
PORT = 5432  # only names the socket: the server does not listen on TCP
PATIENCE = 20  # seconds: after a crash the old server's children and shared memory take a moment to go
# No rows and no statements in the server's log: they hold names and numbers of citizens.
DISCREET = ["-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse"]
LONGEST_SOCKET_PATH = 107  # bytes, the kernel's limit


def ensure_running(var):
    """Return the folder of the server's socket, having made and started the server where need be."""
    with _locked(var):
        server = _Server(var)
        server.start()
        return server.socket_folder()


def stop(var):
    """Stop the server; tell whether one was running."""
    if not os.path.lexists(Path(var, "postgres")):
        return False
    with _locked(var):
        return _stop(Path(var, "postgres", "data").resolve())


def url(var, name=DATABASE):
    """A DATABASE_URL for another process."""
    return f"postgresql://{USER}@:{PORT}/{name}?host={quote(str(ensure_running(var)), safe='')}"


@contextlib.contextmanager
def _locked(var):
    """One process at a time looks after the server; what the system refuses is told in one sentence."""
    try:
        Path(var).mkdir(parents=True, exist_ok=True)
        with open(Path(var, "postgres.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise OperationalError(f"The embedded PostgreSQL of {var} is out of reach: {error}.") from None


class _Server:
    def __init__(self, var):
        self.var = Path(var).resolve()
        self.uid, self.gid = self._account()
        self.home = self._home()
        self.data = self.home / "data"

    def start(self):
        programs = find_programs(self._run, made_by=self._made_by())
        if not self.data.exists():
            self._create(programs)
        give_up = time.monotonic() + PATIENCE
        while (state := self._state(programs)) != 0:
            if state == 1:  # it says itself that it is starting or recovering
                give_up = time.monotonic() + PATIENCE
            elif time.monotonic() > give_up:
                raise OperationalError(
                    f"The embedded PostgreSQL did not start; {self.home / 'log'} says: {self._last_words()}"
                )
            else:
                self._launch(programs)
            time.sleep(0.1)
        self._create_database()

    def socket_folder(self):
        link = self.home / "socket"
        if not link.exists() or link.resolve().stat().st_uid != self.uid:
            link.unlink(missing_ok=True)
            # A name of its own: a server whose var/ was removed under it takes its socket's file along when it goes.
            folder = Path(tempfile.mkdtemp(prefix="socket-", dir=self.home))
            if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET_PATH or "," in str(folder):
                folder.rmdir()
                folder = Path(tempfile.mkdtemp(prefix="onestop-", dir="/tmp"))
            os.chown(folder, self.uid, self.gid)
            link.symlink_to(folder)
        return link.resolve()

    def _account(self):
        """Whom the server runs as: the owner of its folder, or for a new one ourselves. Never root: it would refuse."""
        home = self.var / "postgres"
        if home.exists() and (owner := home.stat()).st_uid != 0:
            if os.geteuid() not in (0, owner.st_uid):
                raise OperationalError(f"{home} belongs to user {owner.st_uid}: run this as that user or as root.")
            return owner.st_uid, owner.st_gid
        if os.geteuid() != 0:
            return os.geteuid(), os.getegid()
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)[2:4]
        raise OperationalError("PostgreSQL refuses to run as root: run this as another user, or add a user postgres.")

    def _home(self):
        link = self.var / "postgres"
        if link.is_symlink() and not link.exists():
            raise OperationalError(
                f"{link} points to {os.readlink(link)}, which is gone: "
                "bring that folder back, or remove the link to start with an empty database."
            )
        if not link.exists() and not self._may_enter(self.var):
            link.symlink_to(self._home_in_the_open())
        home = link.resolve()
        home.mkdir(mode=0o700, exist_ok=True)
        if not (home / "data").exists():
            os.chown(home, self.uid, self.gid)
        if not self._may_enter(home):
            raise OperationalError(
                f"User {self.uid}, who runs PostgreSQL, cannot enter {home}: "
                "let others pass through the folders above it (chmod o+x), or set ONESTOP_VAR to a folder elsewhere."
            )
        return home

    def _home_in_the_open(self):
        home = open_place() / hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        if home.exists():  # that var/ was removed: its database must not come back by surprise, nor be lost
            _stop(home / "data")
            home.rename(f"{home}-{int(time.time())}")
        home.mkdir()
        print(
            f"User {self.uid}, who runs PostgreSQL, cannot enter {self.var}; the data lie in {home}.", file=sys.stderr
        )
        return home

    def _run(self, *command):
        """Run a program as the server's account, with nothing of our environment (its secrets, PG... variables)."""
        account = {} if self.uid == os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}
        pipes = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        return subprocess.run([str(word) for word in command], cwd="/", env=environment, **pipes, **account)

    def _may_enter(self, folder):
        return self._run("test", "-x", folder).returncode == 0

    def _made_by(self):
        return int((self.data / "PG_VERSION").read_text()) if self.data.exists() else None

    def _create(self, programs):
        for unfinished in self.home.glob("new-*"):
            shutil.rmtree(unfinished)
        draft = Path(tempfile.mkdtemp(prefix="new-", dir=self.home))
        os.chown(draft, self.uid, self.gid)
        made = self._run(
            programs / "initdb", "--pgdata", draft, "--username", USER, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums",
        )  # fmt: skip
        if made.returncode != 0:
            raise OperationalError(f"initdb failed: {made.stderr.strip()}")
        draft.rename(self.data)

    def _state(self, programs):
        """0: takes connections; 1: runs, but takes none for now; 2: does not answer."""
        address = ["-h", self.socket_folder(), "-p", PORT, "-U", USER, "-d", "postgres"]
        return self._run(programs / "pg_isready", "-q", *address).returncode

    def _launch(self, programs):
        if _postmaster(self.data):
            if not (self.socket_folder() / f".s.PGSQL.{PORT}").exists():
                _stop(self.data)
        else:  # else a zombie's number, or one that another program has by now, would keep the server from starting
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        options = shlex.join(["-k", str(self.socket_folder()), "-p", str(PORT), "-h", "", *DISCREET])
        # pg_ctl puts the server in a session of its own: Ctrl-C and the end of this process leave it alone.
        self._run(programs / "pg_ctl", "start", "-D", self.data, "-l", self.home / "log", "-o", options)

    def _last_words(self):
        lines = (self.home / "log").read_text(errors="replace").splitlines() if (self.home / "log").exists() else []
        return next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), "nothing")

    def _create_database(self):
        connection = psycopg2.connect(host=str(self.socket_folder()), port=PORT, user=USER, dbname="postgres")
        with contextlib.closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.rowcount:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")


def _postmaster(data):
    """The pid of the server of `data`, or None. A pid file proves nothing: see that the process is that server."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
        return None
    return pid if os.fsencode(data) in command.split(b"\0") else None  # a zombie's command is empty


def _stop(data):
    pid = _postmaster(data)
    if pid is None:
        return False
    os.kill(pid, signal.SIGINT)  # a fast shutdown: clients are cut off, the data written
    give_up = time.monotonic() + 60
    while _postmaster(data):
        if time.monotonic() > give_up:
            raise OperationalError(f"PostgreSQL {pid} of {data} does not stop.")
        time.sleep(0.05)
    return True
