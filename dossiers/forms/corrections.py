"""What a clerk or a leader types to put a reception right: the form of the intake, as it was taken down."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.actions import Intake
from dossiers.actions.corrections import has_result, promise_is_open, reception_is_open, undertaking_is_open
from dossiers.cards import masked
from dossiers.forms.fees import exemption_fields, receipt_fields
from dossiers.forms.intake import IntakeForm
from dossiers.forms.papers import PaperRow
from dossiers.models import Delivery
from dossiers.models.dossier_table import WHO
from dossiers.queries import papers_at_reception
from procedures.models import Channel
from units.fields import DateField, TextField

ID_NUMBERS = {"applicant_id": "applicant_id_number", "representative_id": "representative_id_number"}
UNDERTAKEN = ("sets", "copies", "delivery")
FEES = ("fee_amount", "fee_status", *exemption_fields(), *receipt_fields())  # have verbs of their own


class CorrectionForm(IntakeForm):
    """Nothing that was there already is found fault with: only what is typed anew is looked at.

    Identity numbers are not shown: left empty, the recorded one stays.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)  # how often it was corrected when it opened
    received_on = DateField(label=_("Received on"))
    received_time = forms.TimeField(label=_("At"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    reason = TextField(
        label=_("Reason"), max_length=1000, error_messages={"required": _("Give the reason; it goes into the history.")}
    )

    def __init__(self, *args, dossier, version, needs_reason, now, **kwargs):
        self.dossier = dossier
        self.is_open = undertaking_is_open(dossier)
        super().__init__(
            *args,
            version=version,
            desk=dossier.receiving_desk,
            fee=None,
            now=now,
            at_once=dossier.was_at_once,
            initial=recorded(dossier),
            **kwargs,
        )
        self._leave_out()
        self.fields["reason"].required = needs_reason
        for name, column in ID_NUMBERS.items():
            if number := getattr(dossier, column):
                self.fields[name].help_text = _("Recorded: %(number)s. Empty: it stays; a hyphen takes it away.") % {
                    "number": masked(number)
                }
        self.handed_in = papers_at_reception(dossier)
        self.papers = [self._as_recorded(row) for row in self.papers] if self.is_open else []

    def _leave_out(self):
        """What a correction never changes, and what it does no more in the state of the dossier."""
        left_out = {"key", "missing_reason", "returning_desk", *FEES}
        if not reception_is_open(self.dossier):
            left_out |= {"received_on", "received_time"}
        if not has_result(self.dossier):
            left_out.add("result_number")
        if not promise_is_open(self.dossier) or self.dossier.is_imported:
            left_out |= {"due_on", "due_reason"}
        if not promise_is_open(self.dossier):
            left_out.add("case")
        for name in left_out & set(self.fields):
            del self.fields[name]
        for name in () if self.is_open else UNDERTAKEN:
            self.fields[name].disabled = True

    def _as_recorded(self, row):
        """With the paper taken down for what is asked for, or for what has the same name in another procedure."""
        recorded = next((paper for paper in self.handed_in if row.name == paper.name), None)
        return PaperRow(self, row.required, case=self.chosen_case, recorded=recorded)

    def _clean_fields(self):
        super()._clean_fields()
        for name in set(self.initial) & set(self.fields):
            if name not in self.data or name not in self.changed_data:
                self._errors.pop(name, None)
                self.cleaned_data[name] = self.initial[name]

    def clean_applicant_id(self):
        return self._kept("applicant_id", super().clean_applicant_id)

    def clean_representative_id(self):
        return self._kept("representative_id", super().clean_representative_id)

    def _kept(self, name, clean):
        typed = self.cleaned_data[name]
        return clean() if typed else getattr(self.dossier, ID_NUMBERS[name])

    def clean(self):
        super().clean()
        received_at = self.received_at() if not self.errors else None
        if received_at and received_at > self.dossier.entered_from_book_at:
            self.add_error("received_on", _("It was typed in before that moment."))
        return self.cleaned_data

    @property
    def missing_papers(self):
        return []

    def right(self):
        """The intake as it should have been taken down."""
        data = self.cleaned_data
        return Intake(
            version=self.version,
            case=self.chosen_case,
            papers=self._papers(),
            **self.people(),
            channel=data["channel"] or Channel.IN_PERSON,
            sets=data["sets"] or 1,
            copies=data["copies"] or 1,
            note=data["note"],
            delivery=data["delivery"] or Delivery.DESK,
            due_on=data.get("due_on"),
            due_reason=data.get("due_reason") or "",
        )

    def received_at(self):
        """None where it is as recorded."""
        data = self.cleaned_data
        if not {"received_on", "received_time"} & set(self.changed_data) or not data.get("received_on"):
            return None
        return timezone.make_aware(datetime.combine(data["received_on"], data["received_time"]))

    def _papers(self):
        """None where no papers were sent; else those ticked, and those that no row stands for in the same procedure."""
        if not self.is_open or "papers" not in self.data:
            return None
        ticked = [row.paper() for row in self.papers if row.is_handed_in]
        if self.version != self.dossier.version:
            return tuple(ticked)
        rows = {row.name for row in self.papers}
        return (*ticked, *(paper for paper in self.handed_in if paper.name not in rows))


def recorded(dossier):
    """The form's fields as they were taken down, but for the identity numbers."""
    found = {name: getattr(dossier, name) for name in (*WHO, *UNDERTAKEN, "due_reason", "result_number")}
    for column in ID_NUMBERS.values():
        del found[column]
    received_at = timezone.localtime(dossier.received_at)
    found |= {"received_on": received_at.date(), "received_time": received_at.time().replace(second=0, microsecond=0)}
    if dossier.limit is None:
        found["due_on"] = timezone.localdate(dossier.first_due_at)
    return found | {"case": str(dossier.case_id or ""), "revision": dossier.revision}
