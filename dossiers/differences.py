"""What a correction changed, as people read it: each thing with what was recorded and what is right."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from dossiers.cards import masked
from dossiers.models import Dossier

ID_NUMBERS = ("applicant_id_number", "representative_id_number")
# In this order; what is not named follows from what is.
SHOWN = (
    "procedure",
    "case",
    "received_at",
    "due_at",
    "due_reason",
    "applicant_name",
    "applicant_id_number",
    "applicant_birth_date",
    "applicant_phone",
    "applicant_email",
    "applicant_address",
    "owner_name",
    "representative_name",
    "representative_id_number",
    "channel",
    "papers",
    "sets",
    "copies",
    "delivery",
    "result_number",
    "note",
)
NO_COLUMNS = {
    "case": gettext_lazy("case"),
    "procedure": gettext_lazy("procedure"),
    "papers": gettext_lazy("papers handed in"),
}


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


def differences(correction):
    """Of a Correction, or of a change that is none yet (`actions.Change`)."""
    return [
        Difference(_label(name), _text(name, correction.before.get(name)), _text(name, correction.after.get(name)))
        for name in SHOWN
        if name in correction.after
    ]


def _label(name):
    label = str(NO_COLUMNS.get(name) or Dossier._meta.get_field(name).verbose_name)
    return f"{label[:1].upper()}{label[1:]}"


def _text(name, value):
    """`value` as JSON has it, in words; identity numbers masked."""
    if value in (None, "", []):
        return "–"
    if name in ID_NUMBERS:
        return masked(value)
    if name in ("received_at", "due_at"):
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "H:i d/m/Y")
    if name == "applicant_birth_date":
        return date_format(date.fromisoformat(value), "d/m/Y")
    if name == "papers":
        return "; ".join(value)
    choices = dict(Dossier._meta.get_field(name).flatchoices) if name not in NO_COLUMNS else {}
    return str(choices.get(value, value))
