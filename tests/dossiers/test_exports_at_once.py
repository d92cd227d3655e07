"""A file is being made while its worker is killed, or while somebody cancels it: all of it, or nothing."""

import csv
import time

import pytest
from django.http import QueryDict

from dossiers import export_jobs
from dossiers.listing import DossierList
from dossiers.models import Export, ExportState
from jobs import worker
from tests import databases
from tests.builders import receive
from tests.jobs.killing import workers

own_database, db = databases.own_database, databases.db
ROWS = 600
PATIENCE = 60  # seconds


@pytest.fixture(autouse=True)
def exports_root(settings, tmp_path):
    settings.EXPORTS_ROOT = tmp_path / "exports"


@pytest.fixture
def export(clerk, certification, now):
    for _ in range(ROWS):
        receive(by=clerk, procedure=certification, now=now)
    return export_jobs.ask(asked=list_of(clerk, now), kind="csv", by=clerk, now=now)[0]


def list_of(clerk, now):
    asked = DossierList(QueryDict("order=received"), user=clerk, now=now)
    assert asked.form.is_valid()
    return asked


def until(is_so):
    since = time.monotonic()
    while not (found := is_so()):
        if time.monotonic() - since > PATIENCE:
            raise TimeoutError
        time.sleep(0.001)
    return found


def reread():
    return Export.objects.get()


@pytest.mark.server
def test_a_worker_killed_at_it_leaves_it_to_the_next(export, tmp_path, settings):
    making = settings.EXPORTS_ROOT / "making"
    with workers(tmp_path) as at_work:
        until(lambda: making.is_dir() and list(making.iterdir()))
        for number in range(len(at_work.running)):
            at_work.kill(number)
        until(lambda: reread().is_ready)
    with export_jobs.path_of(export).open(encoding="utf-8-sig", newline="") as file:
        codes = [code for code, *_ in csv.reader(file)][1:]
    assert (len(codes), len(set(codes)), reread().total) == (ROWS, ROWS, ROWS)


def test_who_makes_it_tells_how_far_it_is_and_hears_that_it_is_cancelled(export, now, monkeypatch):
    monkeypatch.setattr(export_jobs, "SECONDS_BETWEEN_NEWS", 0)
    with export_jobs._news_of(export) as news:
        news.begin(2000)
        rows = news.of(range(2000))
        for _ in range(501):
            next(rows)
        told = reread()
        assert (told.total, told.done) == (2000, 500)
        assert told.moved_at
        assert export_jobs.cancel(export, now=now)
        with pytest.raises(export_jobs.NotWanted):
            list(rows)


def test_cancelled_in_the_last_moment_it_leaves_no_file(export, now, monkeypatch):
    hand_over = export_jobs._hand_over

    def cancelled_before(*given):
        assert export_jobs.cancel(export, now=now)
        hand_over(*given)

    monkeypatch.setattr(export_jobs, "_hand_over", cancelled_before)
    worker.do_next("the-worker")
    assert reread().state == ExportState.CANCELLED
    assert not export_jobs.path_of(export).exists()
    assert list(export_jobs._making().iterdir()) == []


def test_two_who_ask_at_once_get_one(export, clerk, now):
    assert export_jobs.ask(asked=list_of(clerk, now), kind="xlsx", by=clerk, now=now) == (export, False)
