"""A long list as a file: asked for, made by a job, taken by its asker alone, cancelled, removed."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest

from dossiers import export_jobs
from dossiers.models import Dossier, Export
from jobs import worker
from tests.builders import receive
from units.models import Assignment

ROWS = 4


@pytest.fixture(autouse=True)
def long_is_more_than_three(settings, tmp_path):
    settings.EXPORT_LIMIT, settings.EXPORTS_ROOT = 3, tmp_path / "exports"


@pytest.fixture
def asker(client, clerk, support, now):
    for _ in range(ROWS):
        receive(by=clerk, procedure=support, now=now)
    client.force_login(clerk)
    return client


def ask(client, kind="csv", query="order=due"):
    """Where the press leads."""
    response = client.post("/dossiers/exports/ask/", {"kind": kind, "list": query})
    assert response.status_code == 302
    return response.url


def do_jobs():
    while worker.do_next("the-worker"):
        pass


def made(client, kind="csv", query="order=due"):
    address = ask(client, kind, query)
    do_jobs()
    return address


def content(client, address):
    response = client.get(f"{address}file/")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


class TestTheFile:
    def test_csv_holds_the_list_in_its_order(self, asker):
        text = content(asker, made(asker)).decode("utf-8-sig")
        codes = [row[0] for row in csv.reader(io.StringIO(text, newline=""))]
        assert codes[1:] == list(Dossier.objects.order_by("due_at", "pk").values_list("code", flat=True))

    def test_xlsx_says_what_it_is(self, asker, clerk):
        book = openpyxl.load_workbook(io.BytesIO(content(asker, made(asker, "xlsx", "state=received"))))
        rows, notes = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
        assert (len(rows), notes[1][1], notes[2][1]) == (ROWS + 1, ROWS, "Phạm Thị Lan (clerk.14635)")

    def test_nothing_in_it_runs(self, asker, clerk, support, now):
        receive(by=clerk, procedure=support, now=now, applicant_name="=1+1")
        assert ",'=1+1," in content(asker, made(asker)).decode()

    def test_is_named_without_anybody(self, asker):
        response = asker.get(f"{made(asker)}file/")
        assert response["Content-Disposition"] == 'attachment; filename="ho-so-20180115-0800.csv"'
        assert response["Cache-Control"] == "private, no-store"
        assert b"".join(response.streaming_content)

    def test_is_readable_by_the_installation_alone(self, asker):
        made(asker)
        path = export_jobs.path_of(Export.objects.get())
        assert (path.stat().st_mode & 0o777, list((path.parent / "making").iterdir())) == (0o600, [])

    def test_leaves_a_record(self, asker, clerk, now):
        content(asker, made(asker))
        export = Export.objects.get()
        assert (export.by, export.state, export.total, export.done, export.query) == (
            clerk,
            "ready",
            ROWS,
            ROWS,
            "order=due",
        )
        assert None not in (export.taken_at, export.ended_at)

    def test_holds_what_its_asker_sees_when_it_is_made(self, asker, stranger, support, now):
        receive(by=stranger, procedure=support, now=now)
        made(asker)
        assert Export.objects.get().total == ROWS


class TestItsPage:
    def test_says_how_far_it_is_and_comes_by_itself(self, asker):
        address = ask(asker)
        Export.objects.update(total=1_000_000, done=412_000)
        page = asker.get(address).content.decode()
        assert 'max="1000000" value="412000"' in page
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
        part = asker.get(address, headers={"HX-Request": "true"}).content.decode()
        assert 'value="412000"' in part
        assert "<html" not in part

    def test_leads_to_the_file_once_it_is_made(self, asker):
        page = asker.get(made(asker))
        assert f'href="{page.wsgi_request.path}file/"' in page.content.decode()
        assert "refresh" not in page.content.decode()

    def test_says_when_nobody_is_at_it(self, asker, now):
        address = ask(asker)
        assert asker.get(address).context["is_stalled"] is False
        Export.objects.update(asked_at=now - timedelta(minutes=5))
        assert asker.get(address).context["is_stalled"] is True

    def test_costs_few_statements(self, asker, django_assert_max_num_queries):
        address = ask(asker)
        with django_assert_max_num_queries(8):
            asker.get(address)

    @pytest.mark.parametrize("count", [1, 3])
    def test_so_does_the_list_of_ones_own(self, asker, count, django_assert_max_num_queries):
        for _ in range(count):
            made(asker)
        with django_assert_max_num_queries(8):
            assert len(asker.get("/dossiers/exports/").context["exports"]) == count


class TestRefusals:
    def test_to_everybody_else_it_is_not_there(self, asker, client, leader):
        address = made(asker)
        client.force_login(leader)
        for path in (address, f"{address}file/"):
            assert client.get(path).status_code == 404
        assert client.post(f"{address}end/").status_code == 404
        assert client.get("/dossiers/exports/").context["exports"].count() == 0

    def test_not_to_be_taken_before_it_is_made(self, asker):
        assert asker.get(f"{ask(asker)}file/").status_code == 404

    def test_not_to_be_taken_by_who_sees_other_things_now(self, asker, clerk, other_commune):
        address = made(asker)
        Assignment.objects.filter(user=clerk).update(desk=other_commune.desk)
        page = asker.get(f"{address}file/", follow=True)
        assert page.redirect_chain == [(address, 302)]
        assert "đã thay đổi" in page.content.decode() or "has changed" in page.content.decode()

    def test_of_who_has_no_work_here_any_more(self, asker, clerk):
        ask(asker)
        Assignment.objects.filter(user=clerk).delete()
        do_jobs()
        export = Export.objects.get()
        assert (export.state, bool(export.why), export_jobs.path_of(export).exists()) == ("failed", True, False)

    @pytest.mark.parametrize("sent", [{"kind": "exe", "list": ""}, {"kind": "csv", "list": "state=gone"}, {}])
    def test_of_what_is_no_list_or_no_file(self, asker, sent):
        assert asker.post("/dossiers/exports/ask/", sent).status_code == 400
        assert not Export.objects.exists()

    def test_by_get(self, asker):
        address = ask(asker)
        assert asker.get("/dossiers/exports/ask/").status_code == asker.get(f"{address}end/").status_code == 405

    def test_of_who_has_no_duty(self, client, clerk, asker):
        Assignment.objects.filter(user=clerk).delete()
        assert client.post("/dossiers/exports/ask/", {"kind": "csv", "list": ""}).status_code == 403


class TestOneAtATime:
    def test_pressed_twice_it_is_one(self, asker):
        assert ask(asker) == ask(asker)
        assert Export.objects.count() == 1

    def test_another_one_has_to_wait_and_is_told(self, asker):
        first = ask(asker)
        page = asker.post("/dossiers/exports/ask/", {"kind": "xlsx", "list": ""}, follow=True)
        assert page.redirect_chain == [(first, 302)]
        assert len(page.context["messages"]) == 1

    def test_afterwards_the_next_is_made(self, asker):
        assert made(asker) != made(asker)


class TestTheEnd:
    def test_cancelled_before_its_turn_nothing_is_made(self, asker):
        address = ask(asker)
        asker.post(f"{address}end/")
        do_jobs()
        export = Export.objects.get()
        assert (export.state, export_jobs.path_of(export).exists()) == ("cancelled", False)

    def test_removed_by_its_asker_the_record_stays(self, asker):
        address = made(asker)
        asker.post(f"{address}end/")
        export = Export.objects.get()
        assert (export.state, export.total, export_jobs.path_of(export).exists()) == ("removed", ROWS, False)
        assert asker.get(f"{address}file/").status_code == 404

    @pytest.mark.parametrize(("days", "state"), [(6, "ready"), (8, "removed")])
    def test_removed_after_some_days(self, asker, now, days, state):
        made(asker)
        Export.objects.update(ended_at=now - timedelta(days=days))
        export_jobs.forget.call()
        export = Export.objects.get()
        assert (export.state, export_jobs.path_of(export).exists()) == (state, state == "ready")

    def test_what_no_job_makes_is_given_up(self, asker, now):
        ask(asker)
        Export.objects.update(asked_at=now - timedelta(days=2))
        export_jobs.forget.call()
        assert (Export.objects.get().state, bool(Export.objects.get().why)) == ("failed", True)

    def test_a_file_that_somebody_took_away_is_said_to_be_gone(self, asker):
        address = made(asker)
        export_jobs.path_of(Export.objects.get()).unlink()
        assert asker.get(f"{address}file/", follow=True).redirect_chain == [(address, 302)]
