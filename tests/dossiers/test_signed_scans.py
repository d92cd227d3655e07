"""Each slip has a place for its signed, sealed scan: pages, a newer one in its place, the old ones kept."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from dossiers import actions
from dossiers.issued import slips_of
from dossiers.letters import supplement_slip_of
from dossiers.models import SignedScan
from dossiers.receipts import receipt_of
from tests.builders import at, make_user, receive, reread
from units.models import Role

PDF, JPEG = b"%PDF-1.4 signed", b"\xff\xd8\xff signed"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


@pytest.fixture
def slip(dossier, now):
    return receipt_of(dossier, now=now)


@pytest.fixture
def asked(dossier, officer):
    """A slip 02, printed."""
    moment = at("2018-01-15 09:00")
    actions.ask_for_papers(dossier=dossier, by=officer, now=moment, reason="Thiếu", papers=["Sổ hộ khẩu"])
    return supplement_slip_of(reread(dossier).pauses.get(), now=moment)


def scan(content=PDF, name="phieu.pdf"):
    return SimpleUploadedFile(name, content)


def upload(client, slip, *scans):
    address = f"/dossiers/{slip.dossier.code}/slips/{slip.pk}/signed/"
    return client.post(address, {"scans": scans})


def pages(slip):
    return [(each.round, each.page, each.sha256) for each in SignedScan.objects.filter(slip=slip)]


def digest(content):
    return hashlib.sha256(content).hexdigest()


def test_pages_are_filed_in_their_order_with_who_and_when(client, slip, clerk, now):
    client.force_login(clerk)
    assert upload(client, slip, scan(JPEG, "1.jpg"), scan(PDF)).status_code == 302
    assert pages(slip) == [(1, 1, digest(JPEG)), (1, 2, digest(PDF))]
    filed = SignedScan.objects.first()
    assert (filed.added_by, filed.original_name) == (clerk, "1.jpg")
    event = slip.dossier.events.get(kind="signed_filed")
    assert event.data == {"kind": "receipt", "version": 1, "round": 1, "pages": 2}


def test_a_newer_one_takes_its_place_and_the_old_one_stays(client, slip, clerk):
    client.force_login(clerk)
    upload(client, slip, scan())
    upload(client, slip, scan(JPEG))
    [issued] = slips_of(slip.dossier)
    assert [each.sha256 for each in issued.scans] == [digest(JPEG)]
    assert [each.sha256 for each in issued.earlier] == [digest(PDF)]
    answer = client.get(f"/dossiers/{slip.dossier.code}/signed/{issued.earlier[0].pk}/")
    assert b"".join(answer.streaming_content) == PDF


def test_the_same_pages_twice_are_filed_once(client, slip, clerk, uploads):
    client.force_login(clerk)
    for _ in range(2):
        assert upload(client, slip, scan()).status_code == 302
    assert len(pages(slip)) == 1
    assert sum(path.is_file() for path in uploads.rglob("*")) == 1


def test_it_comes_back_as_an_attachment_under_a_name_that_says_nothing(client, slip, clerk):
    client.force_login(clerk)
    upload(client, slip, scan(PDF, "Nguyễn Văn Đức.pdf"))
    pk = SignedScan.objects.get().pk
    answer = client.get(f"/dossiers/{slip.dossier.code}/signed/{pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="{slip.dossier.code}-receipt-1-{pk}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("scans", [[], [scan(b"MZ not a picture", "scan.pdf")], [scan(), scan(b"GIF89a", "x.png")]])
def test_what_is_no_scan_is_said_and_nothing_is_filed(client, slip, clerk, scans, uploads):
    client.force_login(clerk)
    answer = upload(client, slip, *scans)
    assert answer.status_code == 400
    assert answer.context["unsigned"][0] == slip.pk
    assert answer.context["unsigned"][1]
    assert not SignedScan.objects.exists()
    assert not any(path.is_file() for path in uploads.rglob("*"))


def test_one_that_is_too_large_too(client, slip, clerk, settings):
    settings.UPLOAD_MAX_BYTES = 4
    client.force_login(clerk)
    assert upload(client, slip, scan()).status_code == 400


class TestReach:
    def test_a_stranger_knows_of_none(self, client, slip, clerk, stranger):
        client.force_login(clerk)
        upload(client, slip, scan())
        client.force_login(stranger)
        assert upload(client, slip, scan(JPEG)).status_code == 404
        assert client.get(f"/dossiers/{slip.dossier.code}/signed/{SignedScan.objects.get().pk}/").status_code == 404

    def test_a_slip_of_another_dossier_is_none_of_this_one(self, client, slip, clerk, support, now):
        other = receive(by=clerk, procedure=support, now=now)
        client.force_login(clerk)
        address = f"/dossiers/{other.code}/slips/{slip.pk}/signed/"
        assert client.post(address, {"scans": [scan()]}).status_code == 404

    def test_who_only_looks_on_files_nothing(self, client, asked, control):
        client.force_login(control)
        assert upload(client, asked, scan()).status_code == 403

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.CLERK])
    def test_those_who_work_on_it_file_it(self, client, asked, commune, role):
        client.force_login(make_user("another", role, commune))
        assert upload(client, asked, scan()).status_code == 302

    def test_the_receipts_are_for_who_may_print_it(self, client, slip, clerk, officer):
        client.force_login(clerk)
        upload(client, slip, scan())
        client.force_login(officer)
        assert upload(client, slip, scan(JPEG)).status_code == 403
        assert client.get(f"/dossiers/{slip.dossier.code}/signed/{SignedScan.objects.get().pk}/").status_code == 403


def test_the_page_lists_every_slip_with_how_it_stands(client, asked, clerk, officer):
    client.force_login(officer)
    upload(client, asked, scan())
    client.force_login(clerk)
    slips = client.get(f"/dossiers/{asked.dossier.code}/").context["slips"]
    assert [(each.kind, each.number, each.slip is not None, len(each.scans)) for each in slips] == [
        ("receipt", asked.dossier.code, False, 0),
        ("supplement", reread(asked.dossier).pauses.get().number, True, 1),
    ]


@pytest.mark.parametrize("change", ["UPDATE {table} SET page = 9", "DELETE FROM {table}", "TRUNCATE {table}"])
def test_they_are_only_added(client, slip, clerk, change):
    client.force_login(clerk)
    upload(client, slip, scan())
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(change.format(table=SignedScan._meta.db_table))
