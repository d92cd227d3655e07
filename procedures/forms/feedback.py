"""What somebody says of a procedure, and what staff do with it."""

import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from procedures.actions.feedback import Said, answering_unit
from procedures.browsing import places_on
from procedures.feedback import FIGURES
from procedures.feedback_wording import cleaned, traces
from procedures.forms.catalogue import Styled
from procedures.models import DeclineCause, FeedbackChannel, FeedbackKind, Handling
from units.fields import DateField, LinesField, TextField
from units.forms import PeriodForm
from units.models import AdministrativeUnit

SHORTEST, LONGEST = 10, 4000
TOO_LONG = _("These are %(show_value)d characters; at most %(limit_value)d can be kept. Shorten it.")
KINDS = [
    (FeedbackKind.REPORT, _("I report a difficulty: what was asked for or done otherwise than published")),
    (FeedbackKind.PROPOSAL, _("I propose a change: papers, steps, time or fees that could be fewer or other")),
]


def lines_field(label, *, rows=6, help_text="", required=""):
    return LinesField(
        label=label,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": TOO_LONG},
    )


class FeedbackForm(forms.Form):
    """What everybody may send from a procedure's page."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which of the two it is.")},
    )
    about = forms.ModelChoiceField(
        AdministrativeUnit.objects.none(),
        label=_("Which unit is it about?"),
        required=False,
        empty_label=_("None in particular"),
        to_field_name="code",
        error_messages={"required": _("Choose the unit that it is about: more than one could answer.")},
    )
    text = lines_field(
        _("What do you want to say?"),
        required=_("Write what you want to say."),
        help_text=_("At most 4000 characters. Write no identity numbers, and no names but of agencies."),
    )
    sender_name = TextField(label=_("Your name"), required=False, max_length=100)
    sender_contact = TextField(
        label=_("Phone, e-mail or address"),
        required=False,
        max_length=200,
        help_text=_("Only those who answer see your name and how to reach you. You may leave both empty."),
    )
    website = forms.CharField(required=False)  # hidden from people: what fills in everything gives itself away
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data=None, *, procedure, today, initial=None):
        super().__init__(data, initial={"key": uuid.uuid4().hex, **(initial or {})})
        self.procedure, self.today = procedure, today
        everywhere = AdministrativeUnit.objects.in_force_on(today).filter(desk__isnull=False)
        default = answering_unit(procedure, None, everywhere)
        if self.units == [default]:  # there is nothing to choose
            del self.fields["about"]
        else:
            self.fields["about"].queryset = places_on(today).filter(pk__in=[unit.pk for unit in self.units])
            self.fields["about"].required = default is None

    @cached_property
    def units(self):
        """Where the procedure applies."""
        differ = self.procedure.at_units.in_force_on(self.today).filter(handling=Handling.NOT_APPLIED).values("unit")
        return [unit for unit in places_on(self.today).exclude(pk__in=differ) if unit.level == self.procedure.level]

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if len(text) < SHORTEST:
            raise forms.ValidationError(
                _("This is too short to be understood: say what happened, or what should change.")
            )
        return text

    def clean(self):
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(
                _("Not sent: a field that people do not see was filled in. Empty it and press again.")
            )
        return self.cleaned_data

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4().hex

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        names = ("kind", "text", "sender_name", "sender_contact")
        return Said(procedure=self.procedure, about=given.get("about"), **{name: given[name] for name in names})

    def with_new_key(self):
        """So that what is typed can be sent although the first key has kept other words."""
        self.data = self.data.copy()
        self.data["key"] = uuid.uuid4().hex


class RecordForm(FeedbackForm):
    """What came to a desk, by letter or by phone."""

    channel = forms.ChoiceField(
        label=_("How it came"), choices=[each for each in FeedbackChannel.choices if each[0] != FeedbackChannel.WEB]
    )
    received_on = DateField(label=_("Received on"), error_messages={"required": _("Give the day.")})

    field_order = ["channel", "received_on"]

    def __init__(self, data=None, *, today, initial=None, **kwargs):
        super().__init__(data, today=today, initial={"received_on": today, **(initial or {})}, **kwargs)
        self.fields["received_on"].widget.attrs["max"] = today
        self.fields["sender_name"].label = _("Name of the sender")


class FollowForm(forms.Form):
    """What its sender was given; whether the two belong together is not asked here."""

    number = forms.CharField(
        label=_("Number of the feedback"),
        max_length=40,
        help_text=_("For example PAKN-17."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the number of the feedback.")},
    )
    secret = forms.CharField(
        label=_("Secret code"),
        max_length=200,
        help_text=_("Eight letters and digits, shown when you had sent it."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the secret code.")},
    )


# What staff do with it


class FeedbackFilter(PeriodForm):
    """Which feedback a list holds: received in a period, answered by a unit, of one figure; nonsense is passed over."""

    @property
    def figure(self) -> str:
        asked = self.data.get("figure", "")
        return asked if asked in FIGURES else "waiting"

    @cached_property
    def unit(self) -> AdministrativeUnit | None:
        asked = self.data.get("unit", "")
        is_key = asked.isascii() and asked.isdecimal() and len(asked) < 10
        return AdministrativeUnit.objects.filter(pk=asked).first() if is_key else None

    def narrowed(self, rows):
        """`rows` of the period and the unit, or of what lies under it as well."""
        rows = rows.filter(received_on__range=(self.period.first, self.period.last))
        if self.unit is None:
            return rows
        if self.data.get("below"):
            return rows.filter(unit__in=AdministrativeUnit.objects.within([self.unit.pk]))
        return rows.filter(unit=self.unit)


class DeedForm(Styled, forms.Form):
    """`seen` is the last event on the page from which it is sent; `given`, what the action takes besides."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, feedback, user, today, initial=None):
        self.feedback, self.user, self.today = feedback, user, today
        super().__init__(data, initial=initial)
        self.style()

    @property
    def given(self):
        return self.cleaned_data


class AnswerForm(DeedForm):
    text = lines_field(
        _("Answer"),
        required=_("Write the answer."),
        help_text=_("The sender reads it with his number and secret code."),
    )

    def __init__(self, *args, feedback, **kwargs):
        super().__init__(*args, feedback=feedback, **kwargs)
        self.initial["text"] = feedback.answer


class DeclineForm(DeedForm):
    cause = forms.ChoiceField(label=_("Why not"), choices=DeclineCause)
    text = lines_field(
        _("What the sender is told"),
        rows=4,
        required=_("Say why, and where to turn to."),
        help_text=_("Say why, and where to turn to instead."),
    )


class ForwardForm(DeedForm):
    to = forms.ModelChoiceField(
        AdministrativeUnit.objects.none(),
        label=_("Pass on to"),
        error_messages={"required": _("Choose the unit."), "invalid_choice": _("It cannot be passed on to this unit.")},
    )
    reason = TextField(label=_("Reason"), max_length=1000, error_messages={"required": _("Say why.")})

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = units


class PublishForm(DeedForm):
    """The wording for everybody; as it was last, or proposed from what was sent."""

    text = lines_field(_("What everybody reads of it"), required=_("Write what everybody is to read."))
    answer = lines_field(_("What everybody reads of the answer"), required=_("Write what everybody is to read."))

    def __init__(self, *args, feedback, **kwargs):
        super().__init__(*args, feedback=feedback, **kwargs)
        self.initial["text"] = feedback.public_text or cleaned(feedback.text, feedback)
        self.initial["answer"] = feedback.public_answer or cleaned(feedback.answer, feedback, of_anybody=False)

    def clean_text(self):
        return self._telling_nobody("text", of_anybody=True)

    def clean_answer(self):
        return self._telling_nobody("answer", of_anybody=False)

    def _telling_nobody(self, name, of_anybody):
        text = self.cleaned_data[name]
        if found := traces(text, self.feedback, of_anybody=of_anybody):
            said = _("This still tells who somebody is: %(found)s. Take it out.")
            raise forms.ValidationError(said, params={"found": ", ".join(f"“{each}”" for each in found)})
        return text


class TakeBackForm(DeedForm):
    reason = TextField(label=_("Reason"), max_length=1000, error_messages={"required": _("Say why.")})
