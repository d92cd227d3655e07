"""Lists of procedures that were uploaded and shown, until somebody confirms them."""

import contextlib
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

ENDINGS = (".xlsx", ".csv")
KEPT_FOR = 3600  # seconds
SALT = "procedures.uploads"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx, first sheet) or CSV (UTF-8)."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if Path(file.name).suffix.lower() not in ENDINGS:
            raise ValidationError(_("Choose an .xlsx or a .csv file."))
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(_("The file is larger than %s.") % filesizeformat(settings.UPLOAD_MAX_BYTES))
        return file


@dataclass(frozen=True)
class KeptFile:
    path: Path
    name: str  # as it was uploaded
    ticket: str  # what its owner confirms it with

    def forget(self):
        self.path.unlink(missing_ok=True)


def keep(file, *, by) -> KeptFile:
    """Put an uploaded file aside for an hour under a name of our own."""
    _clear()
    stored = f"{secrets.token_hex(16)}{Path(file.name).suffix.lower()}"
    with _folder().joinpath(stored).open("xb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    ticket = signing.dumps([by.pk, stored, file.name], salt=SALT)
    return KeptFile(_folder() / stored, file.name, ticket)


def kept(ticket: str, *, by) -> KeptFile | None:
    """The file put aside under `ticket` by the same person, unless it is gone."""
    try:
        owner, stored, name = signing.loads(ticket, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    file = KeptFile(_folder() / stored, name, ticket)
    return file if owner == by.pk and file.path.exists() else None


def _folder():
    folder = settings.UNCONFIRMED_ROOT
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _clear():
    for path in _folder().iterdir():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - KEPT_FOR:
                path.unlink()
