"""What each verb of the table of lawful moves asks for."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from dossiers.actions import Collection
from dossiers.clocks import last_day_to_apologise
from dossiers.forms.fees import TakesReceipt, fee_form, receipt_fields
from dossiers.forms.handing_on import AssignForm, ForwardForm, SignatureForm
from dossiers.permissions import extension_left
from dossiers.states import FEE_VERBS, DossierState, Verb
from procedures.models import ExcludedTime
from units.calendars import work_calendar
from units.fields import DateField, TextField
from units.text import normalise


class ResolveForm(forms.Form):
    result_number = TextField(
        label=_("Number of the result"), max_length=100, required=False, help_text=_("From the office's own register.")
    )


class ReasonForm(forms.Form):
    reason = TextField(
        label=_("Reason"), max_length=1000, error_messages={"required": _("Give the reason; it goes into the history.")}
    )


class SlipForm(ReasonForm):
    """What goes on a slip; more often than the regulation foresees, or late, only with a leader's reason."""

    number = TextField(
        label=_("Number of the slip"),
        max_length=50,
        required=False,
        help_text=_("From the office's own register; empty: numbered here."),
    )
    leader_reason = TextField(
        label=_("Leader's reason"), max_length=1000, error_messages={"required": _("Give the leader's reason.")}
    )

    def ask_a_leader(self, why):
        """Ask for his reason and say why, or (nothing to say) not at all."""
        if why:
            self.fields["leader_reason"].help_text = why
        else:
            del self.fields["leader_reason"]


class AskForPapersForm(SlipForm):
    """Slip 02 during processing: what is missing, and why; the clock stops."""

    papers = forms.CharField(
        label=_("Papers to bring"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, as the slip is to say."),
        error_messages={"required": _("Say which papers are to be brought, one on each line.")},
    )

    def __init__(self, *args, dossier, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["papers", "reason", "leader_reason", "number"])
        self.ask_a_leader(self._why_a_leader(dossier))

    def _why_a_leader(self, dossier):
        asked = dossier.pauses.filter(state=DossierState.SUPPLEMENT).count()
        if asked < dossier.rule_set.supplements_foreseen:
            return ""
        said = ngettext(
            "Papers were asked for %(n)d time already; %(rules)s foresees no more.",
            "Papers were asked for %(n)d times already; %(rules)s foresees no more.",
            asked,
        )
        return said % {"n": asked, "rules": dossier.rule_set}

    def clean_papers(self):
        return list(filter(None, map(normalise, self.cleaned_data["papers"].splitlines())))


class SuspendForm(ReasonForm):
    """Which time the procedure leaves out, and why now."""

    cause = forms.ChoiceField(label=_("Not counted"))

    def __init__(self, *args, dossier, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["cause", "reason"])
        foreseen = dossier.version.excluded_times
        self.fields["cause"].choices = [choice for choice in ExcludedTime.choices if choice[0] in foreseen]


class ExtendForm(ReasonForm):
    """By how much, and why; after the due date only with a leader's reason."""

    amount = forms.IntegerField(label=_("Extend by"), min_value=1)
    leader_reason = TextField(label=_("Leader's reason"), max_length=1000)

    def __init__(self, *args, dossier, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["amount", "reason", "leader_reason"])
        self._allow(extension_left(dossier), dossier.version.get_time_unit_display())
        if timezone.localdate(now) > dossier.due_on:
            self.fields["leader_reason"].help_text = _("The due date is past.")
        else:
            del self.fields["leader_reason"]

    def _allow(self, most, unit):
        field = self.fields["amount"]
        field.initial, field.max_value = most, most
        field.validators.append(MaxValueValidator(most, _("The law allows %(limit_value)s at most.")))
        field.widget.attrs["max"] = most
        field.help_text = _("In %(unit)s, %(most)s at most, once.") % {"unit": unit, "most": most}


class ApologyForm(SlipForm):
    """Slip 04: why it is not ready, and the new date."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # how many there were: a second press is told
    promised_on = DateField(label=_("New date"), error_messages={"required": _("Give the new date.")})

    def __init__(self, *args, dossier, now, calendar=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier, self.now, self.calendar = dossier, now, calendar
        self.fields["seen"].initial = dossier.apologies.count()
        self.order_fields(["promised_on", "reason", "leader_reason", "number"])
        self.ask_a_leader(self._why_a_leader())

    def _why_a_leader(self):
        rules = {"rules": self.dossier.rule_set}
        if self.dossier.apologies.count() >= self.dossier.rule_set.reappointments_foreseen:
            return _("A new date was promised already; %(rules)s foresees no more.") % rules
        last = last_day_to_apologise(self.dossier, self.calendar)
        if timezone.localdate(self.now) > last:
            return _("It comes late: under %(rules)s it was to be sent by %(day)s.") % (
                rules | {"day": f"{last:%d/%m/%Y}"}
            )
        return ""

    def clean_promised_on(self):
        day = self.cleaned_data["promised_on"]
        before = timezone.localdate(self.dossier.last_promise)
        if day <= max(before, timezone.localdate(self.now)):
            raise forms.ValidationError(
                _("Choose a day after today and after %(day)s, which was promised before.")
                % {"day": f"{before:%d/%m/%Y}"}
            )
        calendar = self.calendar or work_calendar(on=day, unit=self.dossier.receiving_desk.unit)
        if not calendar.is_working(day):
            following = calendar.next_working_day(day)
            raise forms.ValidationError(
                _("%(day)s is a day off; the next working day is %(next)s.")
                % {"day": f"{day:%d/%m/%Y}", "next": f"{following:%d/%m/%Y}"}
            )
        return day


class ResumeForm(forms.Form):
    """Which of the papers asked for came, ticked beforehand; of a payment nothing is asked."""

    def __init__(self, *args, dossier, **kwargs):
        super().__init__(*args, **kwargs)
        pause = dossier.pauses.filter(ended_at=None).first()
        papers = list(dict.fromkeys(pause.papers)) if pause else []
        if papers:
            self.fields["papers"] = forms.MultipleChoiceField(
                label=_("Papers handed in now"),
                choices=[(paper, paper) for paper in papers],
                initial=papers,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Tick what was handed in; the clock goes on only then.")},
            )


class HandBackForm(TakesReceipt, forms.Form):
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

    def __init__(self, *args, dossier, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        if dossier.owes_fee:
            owed = {"amount": number_format(dossier.fee_owed, force_grouping=True)}
            self.fields["fee_collected"].label = _("Fee collected now: %(amount)s đồng") % owed
            self.fields |= receipt_fields()
            self.offer_book(user)
        else:
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
        if self.dossier.owes_fee:
            self.clean_receipt()
            if not data.get("fee_collected"):
                said = _("The fee is still owed: collect it first, then hand the result back.")
                self.add_error("fee_collected", said)
        if self.dossier.is_fee_unknown:
            self.add_error(None, _("How much the fee is nobody has said yet: set it under “Change what is due” first."))
        return data

    def collection(self):
        data = {name: value for name, value in self.cleaned_data.items() if value != ""}
        return Collection(**data)


def form_for(verb, dossier, data=None, *, now, user=None):
    """What a verb asks for, or None where pressing the button says it all."""
    match verb:
        case Verb.FORWARD:
            return ForwardForm(data, dossier=dossier, now=now)
        case Verb.ASSIGN:
            return AssignForm(data, dossier=dossier, now=now)
        case Verb.RECORD_SIGNATURE:
            return SignatureForm(data, dossier=dossier, now=now)
        case Verb.RESOLVE:
            return ResolveForm(data)
        case Verb.SEND_BACK | Verb.DENY | Verb.WITHDRAW | Verb.STOP | Verb.AWAIT_PAYMENT:
            return ReasonForm(data)
        case Verb.ASK_FOR_PAPERS:
            return AskForPapersForm(data, dossier=dossier)
        case Verb.SUSPEND:
            return SuspendForm(data, dossier=dossier)
        case Verb.EXTEND:
            return ExtendForm(data, dossier=dossier, now=now)
        case Verb.APOLOGISE:
            return ApologyForm(data, dossier=dossier, now=now)
        case Verb.RESUME:
            return ResumeForm(data, dossier=dossier)
        case Verb.HAND_BACK:
            return HandBackForm(data, dossier=dossier, user=user)
        case _ if verb in FEE_VERBS:
            return fee_form(verb, dossier, data, user=user)
    return None
