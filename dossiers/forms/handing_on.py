"""What the verbs ask for that bring a dossier from hand to hand: where to, to whom, who signed."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.actions.signing import Capacity
from dossiers.due import end_of_office_day
from dossiers.permissions import leaders_of, officers_of
from dossiers.steps import Way, name_of, places_to_forward_to
from units.fields import DateField, TextField
from units.models import Agency, User


class ForwardForm(forms.Form):
    """Where it goes next: the step planned next is chosen beforehand."""

    to = forms.ModelChoiceField(
        label=pgettext_lazy("a place", "To"),
        queryset=Agency.objects.none(),
        error_messages={
            "required": _("Choose where it goes."),
            "invalid_choice": _("No step of this dossier lies there. Choose one of the list."),
        },
    )
    due_on = DateField(
        label=_("To be done there by"), required=False, help_text=_("Empty: as planned, or the day the result is due.")
    )
    note = TextField(label=_("Note"), max_length=1000, required=False)

    def __init__(self, *args, dossier, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier, self.now = dossier, now
        places, onward = places_to_forward_to(dossier), Way(dossier).onward
        self.fields["to"].queryset = Agency.objects.filter(pk__in=[place.pk for place in places])
        self.fields["to"].choices = [("", _("Choose …")), *((place.pk, name_of(place, dossier)) for place in places)]
        self.fields["to"].initial = onward and onward.pk

    @property
    def leads_somewhere(self):
        return len(self.fields["to"].choices) > 1

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and not timezone.localdate(self.now) <= day <= self.dossier.due_on:
            raise forms.ValidationError(
                _("Choose a day from today to %(day)s, when the result is due.")
                % {"day": f"{self.dossier.due_on:%d/%m/%Y}"}
            )
        return day

    def clean(self):
        data = super().clean()
        day = data.pop("due_on", None)
        data["due_at"] = end_of_office_day(day, self.dossier.receiving_desk.unit) if day else None
        return data


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label=pgettext_lazy("a person", "To"),
        queryset=User.objects.none(),
        error_messages={
            "required": _("Choose the officer."),
            "invalid_choice": _("This person does not work where the dossier lies. Choose one of the list."),
        },
    )

    def __init__(self, *args, dossier, now, **kwargs):
        super().__init__(*args, **kwargs)
        holder = dossier.holding_agency or dossier.competent_agency
        self.fields["to"].queryset = officers_of(holder, timezone.localdate(now))
        self.fields["to"].empty_label = _("Choose …")


class SignatureForm(forms.Form):
    """Who signed on paper, in which capacity, when; usually the result is ready with it."""

    signer = TextField(
        label=_("Signed by"), max_length=100, error_messages={"required": _("Type the name of the person who signed.")}
    )
    capacity = forms.ChoiceField(label=_("Capacity"), choices=Capacity.choices, required=False)
    signed_on = DateField(label=_("Signed on"), required=False, help_text=_("Empty: today."))
    resolves = forms.BooleanField(label=_("The result is ready at the desk"), required=False, initial=True)
    result_number = TextField(label=_("Number of the result"), max_length=100, required=False)

    def __init__(self, *args, dossier, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier, self.now = dossier, now
        today = timezone.localdate(now)
        leaders = leaders_of(dossier.holding_agency or dossier.competent_agency, today)
        self.fields["signer"].initial = leaders[0].full_name if leaders else ""
        self.fields["resolves"].initial = not Way(dossier).onward

    def clean_signed_on(self):
        received, today = timezone.localdate(self.dossier.received_at), timezone.localdate(self.now)
        day = self.cleaned_data["signed_on"] or today
        if not received <= day <= today:
            raise forms.ValidationError(
                _("Choose a day from the reception (%(first)s) to today.") % {"first": f"{received:%d/%m/%Y}"}
            )
        return day
