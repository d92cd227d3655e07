"""The forms to fill in of a procedure, as rows: files that are kept already, and files that are uploaded."""

from dataclasses import asdict, replace
from pathlib import Path

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from procedures.content import FormFile
from procedures.forms.content import Labelled, Rows
from procedures.stored import FORMS_FOLDER
from procedures.wording import file_in_words
from units import files
from units.fields import TextField
from units.text import normalise

ENDINGS = ",".join(files.DOCUMENT_ENDINGS.values())
SALT = "procedures.forms"  # of the tickets


class FormRow(Labelled):
    """A form to fill in: the file that is kept already, or another in its place, and what it is called.

    `kept` is a signed ticket of ours for the file: a page with a fault elsewhere comes back with it.
    """

    position = forms.IntegerField(label=_("Order"), required=False, min_value=0, max_value=9999)
    name = TextField(label=_("Form to fill in"), required=False, max_length=300)
    file = forms.FileField(
        label=_("File"), required=False, max_length=255, widget=forms.FileInput(attrs={"accept": ENDINGS})
    )
    removed = forms.BooleanField(label=_("Remove"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and upload.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(_("The file is larger than %s.") % filesizeformat(settings.UPLOAD_MAX_BYTES))
        if upload and files.document_type_of(upload) is None:
            raise ValidationError(
                _(
                    "“%(name)s” is no PDF, Word, Excel or OpenDocument file without macros and password, whatever its"
                    " name says: choose another one."
                ),
                params={"name": upload.name},
            )
        return upload

    def clean_kept(self):
        try:
            return FormFile(**signing.loads(self.cleaned_data["kept"], salt=SALT)) if self.data_kept else None
        except signing.BadSignature:
            raise ValidationError(_("This file is not known here: choose it once more.")) from None

    def clean(self):
        given = self.cleaned_data
        if upload := given.get("file"):
            given["kept"] = self._store(upload)
            self.data[self.add_prefix("kept")] = ticket_of(given["kept"])
        if given.get("name") and not given.get("kept") and not given.get("removed") and not self.errors:
            self.add_error("file", _("Choose the file."))
        return given

    def _store(self, upload):
        """Kept at once, and once for all versions: what is not named in the end is a blank form that nobody sees."""
        stored = files.store_once(upload, files.document_type_of(upload), folder=FORMS_FOLDER)
        return FormFile(normalise(Path(upload.name).stem), stored.path, stored.content_type, stored.size, stored.sha256)

    @property
    def data_kept(self):
        return self.data.get(self.add_prefix("kept"), "")

    @property
    def file_in_words(self):
        """What lies there, for who looks at the row."""
        try:
            kept = FormFile(**signing.loads(self["kept"].value() or "", salt=SALT))
        except signing.BadSignature:
            return ""
        return file_in_words(kept)

    @property
    def is_kept(self):
        return bool(self.cleaned_data.get("kept")) and not self.cleaned_data.get("removed")

    def value(self):
        kept = self.cleaned_data["kept"]
        return replace(kept, name=self.cleaned_data["name"] or kept.name)


def ticket_of(form: FormFile) -> str:
    return signing.dumps(asdict(form), salt=SALT)


class FormRows(Rows):
    def __init__(self, *args, values=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = [
            {"position": position, "name": form.name, "kept": ticket_of(form)}
            for position, form in enumerate(values, start=1)
        ]


FormFileFormSet = forms.formset_factory(FormRow, formset=FormRows, extra=3, max_num=50)
