"""What the clerk types to receive a dossier, and what is wrong with it, in sentences."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dossiers.actions import Intake
from dossiers.due import limit_text
from dossiers.forms.fees import TakesReceipt, exemption_fields, receipt_fields
from dossiers.forms.papers import PaperRow
from dossiers.forms.people import PeopleForm
from dossiers.models import Delivery, ExemptionGround, FeeStatus
from procedures.models import Channel
from units.calendars import work_calendar
from units.fields import DateField, TextField
from units.models import ServiceDesk

FEE_AT_INTAKE = [(status, status.label) for status in FeeStatus if status != FeeStatus.REFUNDED]


class IntakeForm(TakesReceipt, PeopleForm):
    """One dossier as the clerk takes it down: the procedure's papers, who, how, and the fee."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    case = forms.ChoiceField(
        label=_("Case"), required=False, help_text=_("Its papers are asked for, and its time holds, if it has one.")
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel, required=False)
    sets = forms.IntegerField(label=_("Sets of papers"), min_value=1, max_value=99, required=False)
    copies = forms.IntegerField(label=_("Copies wanted"), min_value=1, max_value=999, required=False)
    fee_amount = forms.IntegerField(label=_("Fee in đồng"), min_value=0, max_value=2_000_000_000, required=False)
    fee_status = forms.ChoiceField(label=_("Fee"), choices=FEE_AT_INTAKE, required=False)
    delivery = forms.ChoiceField(label=_("Result collected"), choices=Delivery, required=False)
    returning_desk = forms.ModelChoiceField(
        None, label=_("Collected at"), required=False, empty_label=_("This desk"), help_text=_("If not here.")
    )
    result_number = TextField(
        label=_("Number of the result"),
        max_length=100,
        required=False,
        help_text=_("Certification or civil-status number, for results given at once."),
    )
    note = TextField(label=_("Note"), max_length=1000, required=False)
    missing_reason = TextField(label=_("Received although papers are missing, because"), max_length=300, required=False)
    due_on = DateField(label=_("Result due on"), required=False)
    due_reason = TextField(label=_("Reason for this date"), max_length=300, required=False)

    def __init__(self, *args, version, desk, fee, now, user=None, at_once=False, **kwargs):
        super().__init__(*args, now=now, **kwargs)
        self.fields |= exemption_fields() | receipt_fields()
        self.version, self.desk, self.fee, self.at_once = version, desk, fee, at_once
        elsewhere = ServiceDesk.objects.open_on(timezone.localdate(now)).exclude(pk=desk.pk)
        self.fields["returning_desk"].queryset = elsewhere.select_related("unit").order_by("unit__code")
        self._offer_cases()
        self.papers = [PaperRow(self, required, case=self.chosen_case) for required in version.required_documents.all()]
        if self.limit is not None or at_once:
            del self.fields["due_on"], self.fields["due_reason"]
        if fee:
            published = {"fee": number_format(fee, force_grouping=True)}
            self.fields["fee_amount"].help_text = _("Empty: %(fee)s for each copy") % published
        if not self.is_bound:
            self.fields["applicant_name"].widget.attrs["autofocus"] = True
            self.initial.setdefault("key", uuid.uuid4().hex)
            self.initial.setdefault("sets", 1)
            self.initial.setdefault("copies", 1)
            self.initial.setdefault("fee_status", FeeStatus.PAID if fee else FeeStatus.NONE)
            self.offer_book(user)

    def _offer_cases(self):
        """What was chosen is known before the rest is cleaned: papers and date follow from it."""
        cases = self.version.cases.all() if self.version.has_cases else ()
        self.cases = {str(case.pk): case for case in cases}
        given = (self.data if self.is_bound else self.initial).get("case", "")
        self.chosen_case = self.cases.get(str(given))
        self.limit = self.version.limit_of(self.chosen_case)
        if self.cases:
            none = ("", _("none of these, or not known"))
            self.fields["case"].widget.attrs["data-presses"] = "#again"
            self.fields["case"].choices = [none, *((key, self._told(case)) for key, case in self.cases.items())]
        else:
            del self.fields["case"]

    def _told(self, case):
        return f"{case.name} – {limit_text(self.version.limit_of(case))}" if case.time_unit else case.name

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4().hex

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on is None:
            raise forms.ValidationError(_("This procedure has no published time limit: give the due date yourself."))
        if due_on < timezone.localdate(self.now):
            raise forms.ValidationError(_("The due date lies in the past."))
        calendar = work_calendar(on=due_on, unit=self.desk.unit)
        if not calendar.is_working(due_on):
            raise forms.ValidationError(
                _("%(day)s is a day off; the next working day is %(next)s."),
                params={"day": f"{due_on:%d/%m/%Y}", "next": f"{calendar.next_working_day(due_on):%d/%m/%Y}"},
            )
        return due_on

    def clean_due_reason(self):
        if not self.cleaned_data["due_reason"]:
            raise forms.ValidationError(_("Say why it is due on this date; it is printed on the receipt."))
        return self.cleaned_data["due_reason"]

    def clean(self):
        for row in self.papers:
            row.clean()
        if self.missing_papers and not self.cleaned_data.get("missing_reason"):
            self.add_error(
                None,
                ngettext(
                    "A paper is missing: %(papers)s. Tick what was handed in, or say why you receive it all the same.",
                    "Papers are missing: %(papers)s. Tick what was handed in, or say why you receive it all the same.",
                    len(self.missing_papers),
                )
                % {"papers": "; ".join(self.missing_papers)},
            )
        if self.at_once and self.cleaned_data.get("returning_desk"):
            self.add_error("returning_desk", _("The result is handed back now: it cannot be collected elsewhere."))
        self.clean_receipt()
        if {"copies", "fee_amount", "fee_status"} <= self.cleaned_data.keys():
            self._clean_fee()
        return self.cleaned_data

    def _clean_fee(self):
        match self._fee_status():
            case FeeStatus.ON_COLLECTION if self.at_once:
                said = _("The result is handed back now: collect the fee now, or say it is exempt.")
                self.add_error("fee_status", said)
            case FeeStatus.PAID if not self._fee_amount():
                self.add_error("fee_amount", _("Type how much was collected, or say that there is no fee."))
            case FeeStatus.EXEMPT if not self.cleaned_data.get("fee_ground"):
                self.add_error("fee_ground", _("Say on which ground."))
            case FeeStatus.EXEMPT if self._is_other_ground and not self.cleaned_data.get("fee_words"):
                self.add_error("fee_words", _("Say the ground in words."))

    @property
    def _is_other_ground(self):
        return self.cleaned_data.get("fee_ground") == ExemptionGround.OTHER

    @property
    def missing_papers(self):
        return [row.name for row in self.papers if row.is_missing] if self.is_bound else []

    def intake(self):
        data = self.cleaned_data
        return Intake(
            version=self.version,
            case=self.chosen_case,
            papers=tuple(row.paper() for row in self.papers if row.is_handed_in),
            missing_reason=data["missing_reason"] if self.missing_papers else "",
            **self.people(),
            channel=data["channel"] or Channel.IN_PERSON,
            sets=data["sets"] or 1,
            copies=data["copies"] or 1,
            note=data["note"],
            **self._fee(),
            delivery=data["delivery"] or Delivery.DESK,
            returning_desk=data["returning_desk"],
            due_on=data.get("due_on"),
            due_reason=data.get("due_reason") or "",
        )

    def what_differs_from(self, dossier):
        """(label, as saved first, as sent now) of each field in which the form differs from `dossier`."""
        intake = self.intake()
        saved_as = {"applicant_id": "applicant_id_number", "representative_id": "representative_id_number"}
        rows = [(_("Procedure"), dossier.version.name, self.version.name)]
        for name, field in self.fields.items():
            column = saved_as.get(name, name)
            if column != "returning_desk" and hasattr(intake, column) and hasattr(dossier, column):
                rows.append((field.label, getattr(dossier, column), getattr(intake, column)))
        rows.append((_("Collected at"), dossier.returning_desk, intake.returning_desk or self.desk))
        rows.append(
            (_("Papers handed in"), _counted(dossier.documents.filter(struck_by=None)), _counted(intake.papers))
        )
        return [row for row in rows if (row[1] or "") != (row[2] or "")]

    def _fee(self):
        """What belongs to the status and nothing else that was typed beside it."""
        data, status, amount = self.cleaned_data, self._fee_status(), self._fee_amount()
        fee = {"fee_status": status, "fee_amount": 0 if amount and status == FeeStatus.NONE else amount}
        if status == FeeStatus.PAID:
            fee |= {name: data[name] for name in ("receipt_book", "receipt_serial")}
        if status == FeeStatus.EXEMPT:
            fee |= {name: data[name] for name in ("fee_ground", "fee_words")}
        return fee

    def _fee_status(self):
        return self.cleaned_data["fee_status"] or (FeeStatus.PAID if self._fee_amount() else FeeStatus.NONE)

    def _fee_amount(self):
        """What was typed; else the published fee for each copy."""
        if self.cleaned_data["fee_amount"] is not None or self.fee is None:
            return self.cleaned_data["fee_amount"]
        return self.fee * (self.cleaned_data["copies"] or 1)


def _counted(papers):
    return "; ".join(
        f"{paper.name} ({paper.originals}+{paper.certified_copies}+{paper.photocopies})" for paper in papers
    )
