"""Scans: known by their first bytes, kept outside the web root under names that say nothing."""

import hashlib
import os
import uuid
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
    digest = hashlib.sha256()
    with open(target, "xb", opener=_private) as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    for folder in (target.parent, settings.MEDIA_ROOT):  # a name is kept by its folder
        _sync(folder)
    return StoredFile(
        path=str(path),
        original_name=normalise(Path(upload.name).name)[-255:],
        content_type=content_type,
        size=upload.size,
        sha256=digest.hexdigest(),
    )


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
