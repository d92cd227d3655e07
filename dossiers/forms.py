"""What people type at the desk, and what is wrong with it, in sentences."""

import re
import uuid

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from dossiers import cards, files
from dossiers.actions import Collection, Intake, Paper
from dossiers.fields import DateField, TextField
from dossiers.models import Delivery, FeeStatus
from dossiers.states import Verb
from procedures.models import Channel


class IntakeForm(forms.Form):
    """One dossier as the clerk takes it down: the procedure's papers, who, how, and the fee."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    applicant_name = TextField(
        label=_("Applicant's full name"),
        max_length=200,
        error_messages={"required": _("Type the applicant's full name.")},
    )
    applicant_id = TextField(
        label=_("Identity paper"),
        max_length=250,
        required=False,
        help_text=_("9 or 12 digits, a passport, or empty"),
    )
    applicant_birth_date = DateField(label=_("Date of birth"), required=False)
    applicant_phone = TextField(label=_("Phone"), max_length=20, required=False)
    applicant_email = forms.EmailField(label=_("E-mail"), required=False)
    applicant_address = TextField(label=_("Address"), max_length=300, required=False)
    owner_name = TextField(
        label=_("Dossier owner"), max_length=200, required=False, help_text=_("If it is not the applicant.")
    )
    representative_name = TextField(label=_("Representative's full name"), max_length=200, required=False)
    representative_id = TextField(label=_("Representative's identity paper"), max_length=20, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel, required=False)
    sets = forms.IntegerField(label=_("Sets of papers"), min_value=1, max_value=99, required=False)
    copies = forms.IntegerField(label=_("Copies wanted"), min_value=1, max_value=999, required=False)
    fee_amount = forms.IntegerField(label=_("Fee in đồng"), min_value=0, max_value=2_000_000_000, required=False)
    fee_status = forms.ChoiceField(label=_("Fee"), choices=FeeStatus, required=False)
    delivery = forms.ChoiceField(label=_("Result collected"), choices=Delivery, required=False)
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

    def __init__(self, *args, version, fee, now, at_once=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.version, self.fee, self.now, self.at_once = version, fee, now, at_once
        self.papers = [PaperRow(self, required) for required in version.required_documents.all()]
        if version.limit is not None:
            del self.fields["due_on"], self.fields["due_reason"]
        if not self.is_bound:
            self.fields["applicant_name"].widget.attrs["autofocus"] = True
            self.initial.setdefault("key", uuid.uuid4().hex)
            self.initial.setdefault("sets", 1)
            self.initial.setdefault("copies", 1)
            self.initial.setdefault("fee_amount", fee)
            self.initial.setdefault("fee_status", FeeStatus.PAID if fee else FeeStatus.NONE)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4().hex

    def clean_applicant_id(self):
        """A number, or a whole card as the scanner typed it; its sure parts then fill what is empty."""
        text = self.cleaned_data["applicant_id"]
        if card := cards.read_card(text):
            self.card = card
            return card.number
        return self._id_number(text)

    def clean_representative_id(self):
        return self._id_number(self.cleaned_data["representative_id"])

    def clean_applicant_phone(self):
        phone = cards.clean_phone(self.cleaned_data["applicant_phone"])
        if phone and not re.fullmatch("[0-9]{8,12}", phone):
            raise forms.ValidationError(_("A phone number has 8 to 12 digits; this is not one."))
        return phone

    def clean_applicant_birth_date(self):
        birth_date = self.cleaned_data["applicant_birth_date"]
        if birth_date and birth_date > timezone.localdate(self.now):
            raise forms.ValidationError(_("The date of birth lies in the future."))
        return birth_date

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on is None:
            raise forms.ValidationError(_("This procedure has no published time limit: give the due date yourself."))
        if due_on < timezone.localdate(self.now):
            raise forms.ValidationError(_("The due date lies in the past."))
        return due_on

    def clean_due_reason(self):
        if not self.cleaned_data["due_reason"]:
            raise forms.ValidationError(_("Say why it is due on this date; it is printed on the receipt."))
        return self.cleaned_data["due_reason"]

    def clean(self):
        for row in self.papers:
            row.clean()
        if self.at_once and self.version.limit is None:
            self.cleaned_data["due_on"] = timezone.localdate(self.now)
            for name in ("due_on", "due_reason"):
                self.errors.pop(name, None)
        missing = [row.name for row in self.papers if row.is_missing]
        if missing and not self.cleaned_data.get("missing_reason"):
            self.add_error(
                None,
                ngettext(
                    "A paper is missing: %(papers)s. Tick what was handed in, or say why you receive it all the same.",
                    "Papers are missing: %(papers)s. Tick what was handed in, or say why you receive it all the same.",
                    len(missing),
                )
                % {"papers": "; ".join(missing)},
            )
        return self.cleaned_data

    def intake(self):
        data = self.cleaned_data
        card = getattr(self, "card", None)
        note = [data["note"]] if data["note"] else []
        if data["missing_reason"]:
            note.append(f"{_('Received although papers are missing, because')}: {data['missing_reason']}")
        return Intake(
            version=self.version,
            papers=tuple(row.paper() for row in self.papers if row.is_ticked),
            applicant_name=data["applicant_name"],
            applicant_id_number=data["applicant_id"],
            applicant_birth_date=data["applicant_birth_date"] or (card and card.birth_date),
            applicant_phone=data["applicant_phone"],
            applicant_email=data["applicant_email"],
            applicant_address=data["applicant_address"] or (card.address if card else ""),
            owner_name=data["owner_name"],
            representative_name=data["representative_name"],
            representative_id_number=data["representative_id"],
            channel=data["channel"] or Channel.IN_PERSON,
            sets=data["sets"] or 1,
            copies=data["copies"] or 1,
            note="\n".join(note),
            fee_amount=self._fee_amount(),
            fee_status=data["fee_status"] or (FeeStatus.PAID if self._fee_amount() else FeeStatus.NONE),
            delivery=data["delivery"] or Delivery.DESK,
            due_on=data.get("due_on"),
            due_reason=data.get("due_reason") or "",
        )

    def _fee_amount(self):
        """What was typed; else the published fee for each copy."""
        if self.cleaned_data["fee_amount"] is not None or self.fee is None:
            return self.cleaned_data["fee_amount"]
        return self.fee * (self.cleaned_data["copies"] or 1)

    def _id_number(self, text):
        number = cards.clean_id_number(text)
        if number and not cards.is_id_number(number):
            digits = sum(character.isdigit() for character in number)
            raise forms.ValidationError(
                _(
                    "“%(number)s” has %(digits)d digits: an identity card has 9 or 12, a passport one or two letters "
                    "and 6 to 8 digits. Leave it empty if there is none."
                ),
                params={"number": number[:30], "digits": digits},
            )
        return number


class PaperRow:
    """The tick, the counts and the scans of one required paper; counts that were not sent are the required ones."""

    counts = ("originals", "certified_copies", "photocopies")

    def __init__(self, form, required):
        self.form, self.required, self.name = form, required, required.name
        self.is_required = not (required.is_optional or required.case)
        self.says_optional = self.is_required or "nếu có" in required.name.lower()
        self.defaults = dict(
            zip(self.counts, (required.originals or (0 if required.copies else 1), 0, required.copies), strict=True)
        )
        self.error = ""
        self.values = {}

    @property
    def tick_name(self):
        return f"document_{self.required.pk}"

    @property
    def scans_name(self):
        return f"scan_{self.required.pk}"

    def count_name(self, count):
        return f"{count}_{self.required.pk}"

    @property
    def is_ticked(self):
        return self.form.is_bound and self.form.data.get(self.tick_name, "") not in ("", "0", "false")

    @property
    def is_missing(self):
        return self.is_required and not self.is_ticked

    @property
    def fields(self):
        """The counts as they stand in the form: what was typed, else what is asked for."""
        labels = {
            "originals": _("originals"),
            "certified_copies": _("certified copies"),
            "photocopies": _("photocopies"),
        }
        return [
            {
                "name": self.count_name(count),
                "label": labels[count],
                "value": self.form.data.get(self.count_name(count), self.defaults[count])
                if self.form.is_bound
                else self.defaults[count],
            }
            for count in self.counts
        ]

    def clean(self):
        if not self.is_ticked:
            return None
        for count in self.counts:
            text = self.form.data.get(self.count_name(count), str(self.defaults[count])).strip()
            if text and not (text.isascii() and text.isdigit() and int(text) <= 999):
                return self._fail(_("The number of copies must be a whole number from 0 to 999."))
            self.values[count] = int(text or 0)
        if not any(self.values.values()):
            return self._fail(_("Say how many were handed in: originals, certified copies or photocopies."))
        for scan in self.scans:
            if scan.size > settings.UPLOAD_MAX_BYTES:
                return self._fail(
                    _("“%(name)s” is larger than %(limit)d MB; scan it at a lower resolution and choose it again.")
                    % {"name": scan.name, "limit": settings.UPLOAD_MAX_BYTES // 1024**2}
                )
            if files.content_type_of(scan) is None:
                return self._fail(
                    _("“%(name)s” is not a PDF, JPEG or PNG file, whatever its name says; choose another file.")
                    % {"name": scan.name}
                )
        return None

    @property
    def scans(self):
        return self.form.files.getlist(self.scans_name) if self.form.files else []

    def paper(self):
        return Paper(name=self.name, required=self.required, scans=tuple(self.scans), **self.values)

    def _fail(self, message):
        self.error = message
        self.form.add_error(None, f"{self.name}: {message}")


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
        if data.get("collected_by") == "authorised" and not data.get("collector_name"):
            self.add_error("collector_name", _("Type the name of the person who collects the result."))
        if data.get("lost_receipt") and data.get("paper_shown") == "receipt":
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
