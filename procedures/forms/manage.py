"""What is kept of one procedure outside its versions, and which of its versions are looked at side by side."""

from django import forms
from django.utils.translation import gettext_lazy as _

from procedures.content import Charge
from procedures.forms.content import money
from procedures.models import Channel, FeeKind, Procedure, PublicationDecision
from units.fields import DateField, TextField


class ProcedureToAmendForm(forms.Form):
    amend = forms.ModelChoiceField(Procedure.objects.all())


class AmendInForm(forms.Form):
    """In which of the open drafts a procedure is amended."""

    decision = forms.ModelChoiceField(
        PublicationDecision.objects.filter(state="draft"),
        label=_("In a draft"),
        empty_label=None,
        error_messages={"invalid_choice": _("This decision is no draft any more: nothing was changed.")},
    )


class CompareForm(forms.Form):
    """Two versions of one procedure."""

    a = forms.ModelChoiceField(None)
    b = forms.ModelChoiceField(None)

    def __init__(self, *args, procedure, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = procedure.versions.all()


class FeeForm(forms.Form):
    """What is to be paid from a day on, and by which resolution."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FeeKind)
    channel = forms.ChoiceField(
        label=_("If handed in"), choices=[("", _("in whichever way")), *Channel.choices], required=False
    )
    amount = money(_("Amount in đồng"))
    basis = TextField(
        label=_("Set by"), max_length=200, error_messages={"required": _("Name the resolution that sets it.")}
    )
    valid_from = DateField(
        label=_("To be paid from"), error_messages={"required": _("Give the day from which it is paid.")}
    )

    @property
    def charge(self) -> Charge:
        return Charge(**{name: self.cleaned_data[name] for name in ("kind", "amount", "channel", "basis")})
