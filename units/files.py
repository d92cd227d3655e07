"""Scans: known by their first bytes, kept outside the web root under names that say nothing.

Forms to fill in may be office documents besides; no scan is one.
"""

import hashlib
import os
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from units.text import normalise

SIGNATURES = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
}
ENDINGS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}

PDF, OLD_OFFICE, ZIP = b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
WORD, EXCEL = "application/msword", "application/vnd.ms-excel"
OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{OPEN_XML}wordprocessingml.document", f"{OPEN_XML}spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
DOCUMENT_ENDINGS = {
    "application/pdf": ".pdf",
    WORD: ".doc",
    DOCX: ".docx",
    EXCEL: ".xls",
    XLSX: ".xlsx",
    ODT: ".odt",
}
# Streams of an old office document, as its directory names them; with a password or macros it is not taken.
OLD_STREAMS = {"WordDocument": WORD, "Workbook": EXCEL, "Book": EXCEL}
OLD_REFUSED = ("EncryptedPackage", "_VBA_PROJECT", "_VBA_PROJECT_CUR")
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


@dataclass(frozen=True)
class StoredFile:
    path: str
    original_name: str
    content_type: str
    size: int
    sha256: str


def content_type_of(upload):
    """What the first bytes of an upload say it is; None for anything that is not taken."""
    upload.seek(0)
    head = upload.read(8)
    upload.seek(0)
    return next((kind for signature, (kind, _) in SIGNATURES.items() if head.startswith(signature)), None)


def document_type_of(upload):
    """What the bytes of an upload say it is: a PDF, or a Word, Excel or OpenDocument file without macros; or None."""
    upload.seek(0)
    head = upload.read(8)
    upload.seek(0)
    try:
        if head.startswith(PDF):
            return "application/pdf"
        if head.startswith(OLD_OFFICE):
            return _old_office_type(upload.read())
        return _zipped_type(upload) if head.startswith(ZIP) else None
    finally:
        upload.seek(0)


def _old_office_type(content):
    def has(stream):
        return f"{stream}\0".encode("utf-16-le") in content

    if any(map(has, OLD_REFUSED)):
        return None
    return next((kind for stream, kind in OLD_STREAMS.items() if has(stream)), None)


def _zipped_type(upload):
    """By the parts that only such a document has: an archive of anything else is none."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = set(archive.namelist())
            if any(name.endswith(("vbaProject.bin", "vbaData.xml")) or name.startswith("Basic/") for name in names):
                return None
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as part:
                    return ODT if part.read(len(ODT) + 1).strip() == ODT.encode() else None
            if "[Content_Types].xml" not in names:
                return None
            return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return None


def store_once(upload, content_type, *, folder):
    """Write an upload below MEDIA_ROOT under its own sha256, unless it lies there: the same bytes are kept once."""
    digest = _digest(upload)
    path = Path(folder, digest[:2], f"{digest}{DOCUMENT_ENDINGS[content_type]}")
    target = settings.MEDIA_ROOT / path
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = target.with_suffix(f".{uuid.uuid4().hex}")
        _write(upload, part)
        part.rename(target)
        for parent in (target.parent, target.parent.parent, settings.MEDIA_ROOT):
            _sync(parent)
    return StoredFile(
        path=str(path),
        original_name=normalise(Path(upload.name).name)[-255:],
        content_type=content_type,
        size=upload.size,
        sha256=digest,
    )


def store(upload):
    """Write an upload below MEDIA_ROOT, for the server's account alone; it is on the disk when this returns.

    The caller removes it again if the dossier is not saved.
    """
    content_type = content_type_of(upload)
    ending = ENDINGS[content_type][0]
    name = uuid.uuid4().hex
    path = Path(name[:2]) / f"{name}{ending}"
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = _write(upload, target)
    for folder in (target.parent, settings.MEDIA_ROOT):  # a name is kept by its folder
        _sync(folder)
    return StoredFile(
        path=str(path),
        original_name=normalise(Path(upload.name).name)[-255:],
        content_type=content_type,
        size=upload.size,
        sha256=digest,
    )


def _digest(upload):
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _write(upload, target):
    """The sha256 of what is on the disk when this returns."""
    digest = hashlib.sha256()
    with open(target, "xb", opener=_private) as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _private(path, flags):
    return os.open(path, flags, settings.FILE_UPLOAD_PERMISSIONS)


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(stored):
    (settings.MEDIA_ROOT / stored.path).unlink(missing_ok=True)


def open_stored(path):
    return (settings.MEDIA_ROOT / path).open("rb")
