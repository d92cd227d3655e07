"""What the clerk types instead of receiving: which papers are missing (slip 02), or why it is refused (slip 03)."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.actions import Asked
from dossiers.forms.papers import PaperRow
from dossiers.forms.people import NameField, PeopleForm
from dossiers.models import EnquiryKind, RefusalCause
from dossiers.queries import guidance_before
from units.fields import TextField
from units.text import normalise


class EnquiryForm(PeopleForm):
    """Who asked for what; opened with what the intake page holds, and without a procedure asking for it in words."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    request = TextField(
        label=_("What is asked for"),
        max_length=300,
        help_text=_("In the person's words: this desk receives no such procedure."),
        error_messages={"required": _("Say what the person asks for.")},
    )
    reason = TextField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason; it is printed on the slip.")},
    )
    number = TextField(
        label=_("Number of the slip"),
        max_length=50,
        required=False,
        help_text=_("From the office's own register; empty: numbered here."),
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version
        self.papers = [PaperRow(self, required) for required in version.required_documents.all()] if version else []
        if version:
            del self.fields["request"]
        if not self.is_bound:
            self.initial["key"] = uuid.uuid4().hex  # the intake's own may become a dossier yet
            self.initial["missing"] = "\n".join(row.name for row in self.papers if row.is_missing)
            self._first_to_fill_in().widget.attrs["autofocus"] = True

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4().hex

    @property
    def brought(self):
        return tuple(row.name for row in self.papers if row.is_ticked)

    def _first_to_fill_in(self):
        names = [name for name in ("request", "missing", "cause", "reason") if name in self.fields]
        return self.fields[next((name for name in names if not self.initial.get(name)), names[-1])]

    def asked(self):
        words = self.cleaned_data.get("request", "")
        return Asked(version=self.version, request=words, brought=self.brought, **self.people())


class GuidanceForm(EnquiryForm):
    missing = forms.CharField(
        label=_("Papers to bring"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on each line, as the slip is to say."),
        error_messages={"required": _("Say which papers are to be brought, one on each line.")},
    )

    def told_before(self, user):
        """The guidance that this person was given for the procedure already, as far as is typed who it is."""
        if self.version is None:
            return []
        given = {"number": self["applicant_id"].value() or "", "phone": self["applicant_phone"].value() or ""}
        return list(guidance_before(user=user, procedure=self.version.procedure, **given))

    def not_told_before(self, told):
        """The papers on this slip that none of the slips before asked for."""
        asked = {name for enquiry in told for name in enquiry.missing}
        return [name for name in _lines(self["missing"].value() or "") if name not in asked]

    def clean_missing(self):
        return _lines(self.cleaned_data["missing"])


def _lines(text):
    return list(dict.fromkeys(filter(None, map(normalise, text.splitlines()))))


class RefusalForm(EnquiryForm):
    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=[("", "–"), *RefusalCause.choices],
        error_messages={"required": _("Choose why it is not received.")},
    )


AGAIN = "again"
KINDS = [("", _("All")), *EnquiryKind.choices, (AGAIN, _("Guided again"))]


class EnquiryFilter(forms.Form):
    """Which enquiries: the name is sent by POST, as it stands in no address; a choice that is none is passed over."""

    name = NameField(label=_("Name of the person"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)
    became = forms.ChoiceField(
        label=_("What became of it"),
        choices=[("", _("All")), ("open", _("No dossier yet")), ("dossier", _("Became a dossier"))],
        required=False,
    )

    @property
    def has_choice(self):
        return any(self.data.get(name) for name in self.fields)

    def apply(self, enquiries):
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("name"):
            enquiries = enquiries.search_names(asked["name"])
        if asked.get("kind"):
            is_again = asked["kind"] == AGAIN
            enquiries = enquiries.filter(round__gt=1) if is_again else enquiries.filter(kind=asked["kind"])
        if asked.get("became"):
            enquiries = enquiries.filter(dossier__isnull=asked["became"] == "open")
        return enquiries
