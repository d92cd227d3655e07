"""Scans as they lie on the disk."""

import hashlib
import os
import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.procedures import documents
from units import files

SCAN = b"%PDF-1.4\n" + b"scan " * 30_000


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


def store(content=SCAN, name="Giấy khai sinh.pdf"):
    return files.store(SimpleUploadedFile(name, content))


def test_a_scan_is_kept_as_it_came(media):
    stored = store()
    assert (media / stored.path).read_bytes() == SCAN
    assert (stored.size, stored.sha256) == (len(SCAN), hashlib.sha256(SCAN).hexdigest())
    assert (stored.content_type, stored.original_name) == ("application/pdf", "Giấy khai sinh.pdf")


def test_its_name_on_the_disk_says_nothing(media):
    assert "khai sinh" not in store().path


def test_nobody_else_on_the_machine_reads_it(media):
    path = media / store().path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_file_and_folders_are_on_the_disk_before_the_dossier_is_acknowledged(media, monkeypatch):
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (synced.append(os.fstat(descriptor)), fsync(descriptor)))

    path = media / store().path
    assert [seen.st_ino for seen in synced] == [place.stat().st_ino for place in (path, path.parent, media)]
    assert synced[0].st_size == len(SCAN)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n png", "image/png"),
        (b"<html>", None),
        (b"MZ\x90", None),
        (b"", None),
    ],
)
def test_the_first_bytes_say_what_it_is_whatever_its_name(content, kind):
    assert files.content_type_of(SimpleUploadedFile("scan.pdf", content)) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (documents.PDF, "application/pdf"),
        (documents.DOC, files.WORD),
        (documents.XLS, files.EXCEL),
        (documents.DOCX, files.DOCX),
        (documents.XLSX, files.XLSX),
        (documents.ODT, files.ODT),
        (documents.old_office("EncryptedPackage"), None),
        (documents.old_office("WordDocument", "_VBA_PROJECT"), None),
        (documents.old_office("PowerPoint Document"), None),
        (documents.zipped(mimetype="application/epub+zip", content_dot_xml="<x/>"), None),
        (documents.zipped(word__document_dot_xml="<x/>"), None),
        (documents.open_xml("word__document_dot_xml", word__vbaProject_dot_bin="macro"), None),
        (b"PK\x03\x04", None),
        (b"\xff\xd8\xff\xe0 jpeg", None),
        (b"", None),
    ],
)
def test_a_form_to_fill_in_is_told_by_what_is_in_it(content, kind):
    assert files.document_type_of(SimpleUploadedFile("form.docx", content)) == kind


def test_an_office_document_is_no_scan():
    assert files.content_type_of(SimpleUploadedFile("scan.pdf", documents.DOCX)) is None


def test_the_same_bytes_lie_there_once(media):
    one, other = (
        files.store_once(SimpleUploadedFile(name, documents.DOCX), files.DOCX, folder="forms")
        for name in ("a.docx", "b.docx")
    )
    assert one.path == other.path
    path = media / one.path
    assert path.read_bytes() == documents.DOCX
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]
