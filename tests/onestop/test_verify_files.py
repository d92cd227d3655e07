"""`verify` finds slips and scans that are not what was stored."""

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers import actions
from dossiers.enquiry_slips import enquiry_slip_of
from dossiers.models import SignedScan, Slip
from dossiers.receipts import receipt_of
from onestop import checks
from procedures.actions import confirm, draft_decision, draft_lines, redraft
from procedures.content import FormFile as FormOfDraft
from procedures.models import FormFile
from tests import builders
from tests.onestop.planting import add_file, add_slip, plant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dossier(clerk, birth, now):
    """The first dossier of the day at the desk, with its history."""
    return builders.receive(by=clerk, procedure=birth, now=now)


def test_a_slip_of_an_enquiry_whose_bytes_changed(verify, clerk, birth, now):
    slip = enquiry_slip_of(builders.enquire(by=clerk, procedure=birth, now=now), now=now)
    plant(Slip, slip.pk, content=b"%PDF")
    assert verify()[2] == [f"slips: enquiry {slip.enquiry_id}: slip supplement 1 differs from its sha256"]


def test_a_slip_whose_bytes_changed(verify, dossier):
    add_slip(dossier, "0" * 64)
    assert verify()[2] == [f"slips: {dossier.code}: slip receipt 1 differs from its sha256"]


def test_a_file_whose_bytes_changed_or_that_is_gone(verify, dossier):
    add_file(dossier, b"scan", stored=b"scam")
    assert verify()[2] == [f"files: {dossier.code}: file scan.pdf differs from its sha256"]
    Path(checks.files.settings.MEDIA_ROOT, "scan.pdf").unlink()
    assert verify()[2] == [f"files: {dossier.code}: file scan.pdf is missing"]


def test_a_file_that_no_row_names(verify, dossier):
    folder = Path(checks.files.settings.MEDIA_ROOT, "ab")
    folder.mkdir()
    for name in ("of-today.pdf", "of-yesterday.pdf"):
        (folder / name).write_bytes(b"%PDF-")
    yesterday = time.time() - 25 * 60 * 60
    os.utime(folder / "of-yesterday.pdf", (yesterday, yesterday))
    assert verify()[2] == ["files: stray file ab/of-yesterday.pdf"]


def test_a_signed_scan_that_was_changed_or_lost(verify, dossier, clerk, now):
    slip = receipt_of(dossier, now=now)
    actions.file_signed(slip=slip, scans=[SimpleUploadedFile("a.pdf", b"%PDF-1.4")], by=clerk, now=now)
    assert verify()[0] == 0
    filed = SignedScan.objects.get()
    (checks.settings.MEDIA_ROOT / filed.path).write_bytes(b"%PDF-1.5")
    assert verify()[2] == [f"files: {dossier.code}: file {filed.path} differs from its sha256"]
    (checks.settings.MEDIA_ROOT / filed.path).unlink()
    assert verify()[2] == [f"files: {dossier.code}: file {filed.path} is missing"]


def test_a_form_to_fill_in_that_was_changed_or_lost(verify, birth):
    folder = checks.settings.MEDIA_ROOT / "forms"
    folder.mkdir()
    (folder / "form.pdf").write_bytes(b"%PDF-")
    sha256 = hashlib.sha256(b"%PDF-").hexdigest()
    kept = {"path": "forms/form.pdf", "content_type": "application/pdf", "size": 5, "sha256": sha256}
    FormFile.objects.create(version=birth.versions.get(), position=1, name="Tờ khai", **kept)
    assert verify()[0] == 0
    (folder / "form.pdf").write_bytes(b"%PDF+")
    assert verify()[2] == ["files: 1.001193: file forms/form.pdf differs from its sha256"]
    (folder / "form.pdf").unlink()
    assert verify()[2] == ["files: 1.001193: file forms/form.pdf is missing"]


def test_a_blank_form_that_no_version_names_may_be_of_a_draft(verify):
    form = checks.settings.MEDIA_ROOT / "forms" / "of-yesterday.pdf"
    form.parent.mkdir()
    form.write_bytes(b"%PDF-")
    yesterday = time.time() - 25 * 60 * 60
    os.utime(form, (yesterday, yesterday))
    assert verify()[0] == 0


def test_a_form_that_only_a_draft_names(verify, birth, control, now):
    blank = checks.settings.MEDIA_ROOT / "forms" / "new.pdf"
    blank.parent.mkdir()
    blank.write_bytes(b"%PDF-")
    form = FormOfDraft("Tờ khai", "forms/new.pdf", "application/pdf", 5, hashlib.sha256(b"%PDF-").hexdigest())
    draft = draft_decision(number="55/QĐ-UBND", issued_on=now.date(), by=control, now=now)
    [line] = draft_lines(decision=draft, kind="amend", procedures=[birth], by=control, now=now)
    redraft(line=line, content=replace(line.content, forms=(form,)), seen=line.digest, by=control, now=now)
    assert verify()[0] == 0
    blank.write_bytes(b"%PDF+")
    assert verify()[2] == ["files: 1.001193: file forms/new.pdf differs from its sha256"]
    blank.unlink()
    assert verify()[2] == ["files: 1.001193: file forms/new.pdf is missing"]


def test_a_photo_of_a_board_that_was_changed(verify, clerk, birth, now):
    version = birth.versions.get()
    version.decision = builders.make_decision("7/QĐ", now.date())
    version.save()
    made = confirm(
        decision=version.decision,
        desk=clerk.desks[0],
        place="board",
        put_up=[version],
        taken_down=[],
        done_on=now.date(),
        photos=[SimpleUploadedFile("a.jpg", b"\xff\xd8\xff")],
        by=clerk,
        now=now,
    )
    assert verify()[0] == 0
    photo = made.photos.get()
    (checks.settings.MEDIA_ROOT / photo.path).write_bytes(b"\xff\xd8\xfe")
    assert verify()[2] == [f"files: board of 14635: file {photo.path} differs from its sha256"]
