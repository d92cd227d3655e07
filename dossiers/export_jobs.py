"""Lists too long to be sent at once, made into files by a job.

The job is one transaction, like every job: a worker that dies leaves an export that waits, and the next one makes it
anew. How far it is, is told by a connection of its own, outside of that transaction, which also hears that nobody wants
the file any more. The rows come from a cursor of the database, and the file grows on the disk: memory stays flat.
"""

import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from dossiers import exports
from dossiers.listing import DossierList
from dossiers.models import Export, ExportKind, ExportState
from dossiers.models.querysets import reach_of
from units import clock
from units.models import User
from units.replica import reading_all_until_now
from units.sheets import write_workbook

STALLED_AFTER = timedelta(minutes=2)  # a large workbook takes one to be packed, when no row is written any more
SECONDS_BETWEEN_NEWS = 1
ABANDONED_AFTER = timedelta(days=1)
LATER_THAN_OTHERS = -10  # of the queue's priorities: mail and reminders do not wait for a large file


class NotWanted(Exception):
    """It was cancelled while it was being made."""


def record(*, asked: DossierList, kind: ExportKind, rows: int, by: User, now) -> Export:
    """That a list was sent at once: who took what, when, how many rows."""
    return _new(asked, kind, by, now, state=ExportState.SENT, total=rows, done=rows, ended_at=now, taken_at=now)


def ask(*, asked: DossierList, kind: ExportKind, by: User, now) -> tuple[Export, bool]:
    """Have the file made; or (False) the one that is being made for him already, of whichever list."""
    try:
        with transaction.atomic():
            export = _new(asked, kind, by, now)
            make.enqueue(export.pk)
    except IntegrityError:
        return Export.objects.waiting().get(by=by), False
    return export, True


def cancel(export: Export, *, now) -> bool:
    """Whether it still waited; the job hears of it within seconds and leaves nothing."""
    waiting = Export.objects.waiting().filter(pk=export.pk)
    return bool(waiting.update(state=ExportState.CANCELLED, ended_at=now))


@transaction.atomic
def remove(export: Export, *, now):
    """The file, not the record of it."""
    Export.objects.filter(pk=export.pk, state=ExportState.READY).update(state=ExportState.REMOVED, ended_at=now)
    path_of(export).unlink(missing_ok=True)


def is_stalled(export: Export, *, now) -> bool:
    """Whether nobody seems to be at it: no worker runs, or it failed and is tried again later."""
    return export.is_waiting and now - (export.moved_at or export.asked_at) > STALLED_AFTER


def path_of(export: Export) -> Path:
    return settings.EXPORTS_ROOT / f"{export.pk}.{export.kind}"


def digest_of_reach(user: User) -> str:
    """Of what `user` may see. A file made when that was something else is not his any more."""
    reach = reach_of(user)
    return hashlib.sha256(repr([sorted(reach.desks), sorted(reach.agencies)]).encode()).hexdigest()


@task(priority=LATER_THAN_OTHERS)
def make(pk):
    export = Export.objects.select_related("by").get(pk=pk)
    if not export.is_waiting:
        return
    with translation.override(export.language):
        asked = DossierList(QueryDict(export.query), user=export.by, now=export.asked_at)
        if why := _why_not(asked):
            _end(export, state=ExportState.FAILED, why=why)
        else:
            _make(export, asked)


@task
def forget():
    """Files of some days ago, exports that no job will make any more, and what killed workers left."""
    now = clock.now()
    for export in Export.objects.filter(
        state=ExportState.READY, ended_at__lt=now - timedelta(days=settings.EXPORTS_KEPT_DAYS)
    ):
        remove(export, now=now)
    Export.objects.waiting().filter(asked_at__lt=now - ABANDONED_AFTER).update(
        state=ExportState.FAILED, why=_("It could not be made within a day. Tell your administrator."), ended_at=now
    )
    for left in _making().iterdir():
        if time.time() - left.stat().st_mtime > ABANDONED_AFTER.total_seconds():
            shutil.rmtree(left, ignore_errors=True)


def _new(asked, kind, by, now, **more):
    return Export.objects.create(
        by=by,
        asked_at=now,
        kind=kind,
        query=asked.address(after=""),
        filter=asked.in_words(),
        is_part=asked.is_part,
        language=translation.get_language(),
        reach=digest_of_reach(by),
        **more,
    )


def _why_not(asked):
    """What has become of the asker or of what he asked for meanwhile."""
    if not asked.user.duties:
        return _("Whoever asked for it has no work here any more.")
    return "" if asked.form.is_valid() else _("The list cannot be filtered in this way any more. Ask for it anew.")


def _make(export, asked):
    try:
        with TemporaryDirectory(dir=_making(), prefix=f"{export.pk}-") as folder, _news_of(export) as news:
            draft = Path(folder) / path_of(export).name
            with reading_all_until_now():
                news.begin(asked.found.order_by().count())
                _write(draft, export, asked, news)
            _hand_over(draft, export, asked, news)
    except NotWanted:
        return


def _write(draft, export, asked, news):
    dossiers = asked.order.sort(asked.found)
    left_out = exports.left_out() if export.is_part else ""
    if export.kind == ExportKind.CSV:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(exports.csv_of(dossiers, today=asked.today, left_out=left_out, through=news.of))
    else:
        notes = exports.Notes(filter=asked.in_words(), by=export.by, now=export.asked_at, left_out=left_out)
        sheets = exports.sheets_of(dossiers, today=asked.today, notes=notes, through=news.of)
        write_workbook(draft, *sheets, folder=draft.parent)


def _hand_over(draft, export, asked, news):
    """Under the lock of its row: either it was cancelled before, or the file is there."""
    with transaction.atomic():
        if not Export.objects.waiting().filter(pk=export.pk).select_for_update().exists():
            raise NotWanted
        draft.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        draft.replace(path_of(export))
        _end(export, state=ExportState.READY, total=news.done, done=news.done, reach=digest_of_reach(asked.user))


def _end(export, **fields):
    Export.objects.waiting().filter(pk=export.pk).update(ended_at=clock.now(), **fields)


def _making():
    folder = settings.EXPORTS_ROOT / "making"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class _News:
    """Tells how far an export is, past the job's own transaction."""

    def __init__(self, pk, beside):
        self.pk, self.beside, self.done, self.next_at = pk, beside, 0, 0

    def begin(self, total):
        self._tell("total = %s", total)

    def of(self, rows: Iterable) -> Iterator:
        for row in rows:
            self.done += 1
            if self.done % 500 == 0 and time.monotonic() >= self.next_at:
                self._tell("done = %s", self.done)
            yield row
        self._tell("done = %s", self.done)

    def _tell(self, what, number):
        with self.beside.cursor() as cursor:
            cursor.execute(
                f"UPDATE dossiers_export SET {what}, moved_at = %s WHERE id = %s RETURNING state",
                [number, clock.now(), self.pk],
            )
            found = cursor.fetchone()
        self.next_at = time.monotonic() + SECONDS_BETWEEN_NEWS
        if found and found[0] != ExportState.WAITING:
            raise NotWanted


@contextmanager
def _news_of(export):
    beside = connection.copy()
    try:
        yield _News(export.pk, beside)
    finally:
        beside.close()
