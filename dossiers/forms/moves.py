"""What each verb of the table of lawful moves asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.actions import Collection
from dossiers.models import FeeStatus
from dossiers.states import Verb
from units.fields import TextField


class ResolveForm(forms.Form):
    result_number = TextField(
        label=_("Number of the result"), max_length=100, required=False, help_text=_("From the office's own register.")
    )


class ReasonForm(forms.Form):
    reason = TextField(
        label=_("Reason"), max_length=1000, error_messages={"required": _("Give the reason; it goes into the history.")}
    )


class HandBackForm(forms.Form):
    collected_by = forms.ChoiceField(
        label=_("Collected by"),
        choices=[
            ("applicant", _("The applicant")),
            ("authorised", _("An authorised person")),
            ("post", _("Public post")),
        ],
        required=False,
    )
    collector_name = TextField(label=_("Name of the authorised person"), max_length=200, required=False)
    paper_shown = forms.ChoiceField(
        label=_("Paper shown"),
        choices=[
            ("receipt", _("The receipt")),
            ("identity", _("Identity paper")),
            ("none", pgettext_lazy("paper shown", "None")),
        ],
        required=False,
    )
    authorisation_filed = forms.BooleanField(label=_("Authorisation filed"), required=False)
    lost_receipt = forms.BooleanField(label=_("Receipt lost: identity checked, commitment signed"), required=False)
    fee_collected = forms.BooleanField(label=_("Fee collected now"), required=False)

    def __init__(self, *args, dossier, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self.owes_fee = dossier.fee_status == FeeStatus.ON_COLLECTION and bool(dossier.fee_amount)
        if not self.owes_fee:
            del self.fields["fee_collected"]

    def clean(self):
        data = super().clean()
        if data.get("collected_by") == "authorised":
            if not data.get("collector_name"):
                self.add_error("collector_name", _("Type the name of the person who collects the result."))
            if not data.get("authorisation_filed"):
                self.add_error("authorisation_filed", _("File the authorisation, then tick this."))
        if data.get("lost_receipt") and data.get("paper_shown") in ("", "receipt"):
            self.add_error("paper_shown", _("If the receipt is lost, an identity paper must be shown."))
        if self.owes_fee and not data.get("fee_collected"):
            self.add_error("fee_collected", _("The fee is still owed: collect it first, then hand the result back."))
        return data

    def collection(self):
        data = {name: value for name, value in self.cleaned_data.items() if value != ""}
        return Collection(**data)


def form_for(verb, dossier, data=None):
    """What a verb asks for, or None where pressing the button says it all."""
    match verb:
        case Verb.RESOLVE:
            return ResolveForm(data)
        case Verb.DENY | Verb.WITHDRAW:
            return ReasonForm(data)
        case Verb.HAND_BACK:
            return HandBackForm(data, dossier=dossier)
    return None
