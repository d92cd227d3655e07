"""A second PostgreSQL that follows the first by streaming, for pages that read much and write nothing.

Such a page says so (`reads_replica`). It reads the primary all the same when the replica is too far behind or does not
answer, which a notice on it says, or when whoever asks has just written something that the replica does not have yet.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from threading import Lock

from django.conf import settings
from django.core import signing
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from django.utils.translation import gettext as _

REPLICA = "replica"
logger = logging.getLogger(__name__)

WROTE = "wrote"  # the cookie that holds up to where the primary's log went when its browser last wrote
WROTE_SECONDS = 600  # however far behind, nobody remembers longer what he wrote
CHECKED_SECONDS = 1  # how long what was seen of the replica holds good
AWAY_SECONDS = 10  # so long nobody asks again whether one that did not answer is back
JOBS_WAIT_SECONDS = 10  # for the replica, before they read the primary
CATCHING_UP_SECONDS = 0.1  # for the last changes on an idle primary to arrive

_is_reading = ContextVar("reads from the replica", default=False)


class Router:
    """Reads of a page that asked for it go to the replica, everything else to the primary."""

    def db_for_read(self, model, **hints):
        return REPLICA if _is_reading.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True  # they hold the same

    def allow_migrate(self, db, app_label, **hints):
        return db == DEFAULT_DB_ALIAS


def reading_connection():
    """The one for SQL that only reads."""
    return connections[REPLICA if _is_reading.get() else DEFAULT_DB_ALIAS]


def is_configured() -> bool:
    return REPLICA in connections.settings


def reads_replica(view):
    """For a page that only reads. What the replica cannot answer the primary does, from the beginning."""

    @wraps(view)
    def read(request, *args, **kwargs):
        if not _may_read(request):
            return view(request, *args, **kwargs)
        try:
            with _reading():
                response = view(request, *args, **kwargs)
        except (DatabaseError, InterfaceError) as fault:
            if not _broke_off(fault):
                raise
            watch.lost(fault)
            request.replica_notice = notice(watch.standing())
            return view(request, *args, **kwargs)
        if response.streaming and not hasattr(response, "file_to_stream"):
            response.streaming_content = _each_reading(response.streaming_content)
        return response

    return read


@contextmanager
def reading_all_until_now():
    """For a job: from the replica once it has all that the primary has now, or else from the primary."""
    is_there = is_configured() and _follows_to(_primary_at("pg_current_wal_insert_lsn()"))
    with _reading() if is_there else nullcontext():
        yield


def _follows_to(position):
    give_up = time.monotonic() + JOBS_WAIT_SECONDS
    while not (standing := watch.standing()).fault and time.monotonic() < give_up:
        if standing.replayed >= position:
            return True
        time.sleep(CATCHING_UP_SECONDS)
    return False


def _may_read(request):
    """Who somebody is and where he works, the primary says."""
    if not is_configured() or request.method not in ("GET", "HEAD"):
        return False
    if not request.user.is_authenticated:
        return False
    bool(request.user.duties)  # kept with him
    standing = watch.standing()
    if standing.fault:
        request.replica_notice = notice(standing)
        return False
    return standing.replayed >= _wrote(request)


@contextmanager
def _reading():
    token = _is_reading.set(True)
    try:
        yield
    finally:
        _is_reading.reset(token)


def _broke_off(fault):
    """Whether the replica, not what was asked of it, is at fault: psycopg has several names for a server that went."""
    replica = connections[REPLICA]
    is_gone = isinstance(fault, OperationalError | InterfaceError) or replica.connection is None
    return is_gone or not replica.is_usable()


def _each_reading(chunks: Iterable) -> Iterator:
    """What is sent piece by piece is read when the view is long left."""
    pieces = iter(chunks)
    while True:
        with _reading():
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


# What somebody wrote


class WroteMiddleware:
    """Remembers in the browser up to where the primary's log went after each form that was sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS") and is_configured() and request.user.is_authenticated:
            with suppress(DatabaseError):  # it has done what was asked for
                _remember(response, _primary_at("pg_current_wal_insert_lsn()"))
        return response


def _remember(response, position):
    kept = {"httponly": True, "secure": settings.SESSION_COOKIE_SECURE, "samesite": "Lax"}
    response.set_signed_cookie(WROTE, position, max_age=WROTE_SECONDS, **kept)


def _wrote(request) -> int:
    """0 if nothing is remembered, or it cannot be believed."""
    try:
        return int(request.get_signed_cookie(WROTE, default=0, max_age=WROTE_SECONDS))
    except (signing.BadSignature, ValueError):
        return 0


def _primary_at(function) -> int:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"SELECT ({function} - '0/0')::bigint")
        return cursor.fetchone()[0]


# How the replica stands


@dataclass(frozen=True)
class Standing:
    """Up to where the replica has followed the primary's log, and what keeps it from being read, if anything."""

    replayed: int = 0
    fault: str = ""  # away, behind, no_replica


def judged(primary: int, is_replica: bool, replayed: int | None, seconds: float | None) -> Standing:
    """What positions in the log and the age of the last change that was replayed say. Pure."""
    if not is_replica:
        return Standing(fault="no_replica")
    is_behind = (replayed or 0) < primary and (seconds is None or seconds > settings.REPLICA_SECONDS)
    return Standing(replayed or 0, "behind" if is_behind else "")


FOLLOWED = """
    SELECT pg_is_in_recovery(), (pg_last_wal_replay_lsn() - '0/0')::bigint,
        extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float
"""


def _followed():
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(FOLLOWED)
        return cursor.fetchone()


def notice(standing: Standing) -> str:
    """For who reads the page; the log says more."""
    if standing.fault == "behind":
        return _("The copy of the database for reading is behind: this page was read from the main database.")
    return _("The copy of the database for reading does not answer: this page was read from the main database.")


class Watch:
    """Looks at the replica once a second at most, one thread for all of a process."""

    def __init__(self):
        self._lock, self._standing, self._until = Lock(), Standing(fault="away"), 0.0
        self._said = ""

    def standing(self) -> Standing:
        if time.monotonic() >= self._until and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._standing

    def lost(self, fault):
        """It broke off in the middle of a page."""
        connections[REPLICA].close()
        self._keep(Standing(fault="away"), str(fault))

    def _look(self):
        try:
            primary = _primary_at("pg_current_wal_lsn()")
            standing = judged(primary, *_followed())
            if standing.fault == "behind":  # of a quiet primary: its last change may be old, and the next on its way
                time.sleep(CATCHING_UP_SECONDS)
                standing = judged(primary, *_followed())
            self._keep(standing)
        except (DatabaseError, InterfaceError) as fault:
            connections[REPLICA].close()
            self._keep(Standing(fault="away"), str(fault))

    def _keep(self, standing, why=""):
        self._standing = standing
        self._until = time.monotonic() + (AWAY_SECONDS if standing.fault == "away" else CHECKED_SECONDS)
        if standing.fault != self._said:
            self._said = standing.fault
            logger.warning("replica: %s %s", standing.fault or "followed again", why.strip().split("\n")[0])


watch = Watch()
