"""What collecting, exempting, changing and refunding a fee asks for."""

import re
import uuid

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from dossiers.models import ExemptionGround, FeeEntry
from dossiers.states import Verb
from units.fields import TextField

MOST = 2_000_000_000  # đồng
GROUNDS = [(ground, ground.label) for ground in ExemptionGround if ground != ExemptionGround.UNRECORDED]
SERIAL_DIGITS = 7  # printed with zeros in front: 123 and 0000123 are one receipt
REASON_MISSING = {"required": _("Give the reason; it goes into the history.")}


def receipt_fields():
    """The legal receipt (biên lai), from a book that is not ours."""
    return {
        "receipt_book": TextField(
            label=_("Receipt book"), max_length=20, required=False, help_text=_("The symbol printed on it.")
        ),
        "receipt_serial": TextField(label=_("Receipt number"), max_length=10, required=False),
    }


def exemption_fields():
    return {
        "fee_ground": forms.ChoiceField(label=_("Exempt as"), choices=[("", "–"), *GROUNDS], required=False),
        "fee_words": TextField(label=_("Exempt: in words"), max_length=300, required=False),
    }


class TakesReceipt:
    """A form with the fields of a legal receipt: both or neither, the book he used last offered."""

    def clean_receipt_book(self):
        return self.cleaned_data["receipt_book"].upper()

    def clean_receipt_serial(self):
        serial = self.cleaned_data["receipt_serial"]
        if serial and not re.fullmatch("[0-9]{1,10}", serial):
            raise forms.ValidationError(_("A receipt's number has digits only. Copy it from the receipt."))
        return serial and serial.zfill(SERIAL_DIGITS)

    def clean_receipt(self):
        """Called by the form's clean(): an offered book without a number says nothing."""
        data = self.cleaned_data
        if not data.get("receipt_serial"):
            data["receipt_book"] = ""
        elif not data.get("receipt_book"):
            self.add_error("receipt_book", _("Type the symbol of the book to which this receipt belongs."))

    def offer_book(self, user):
        if not self.is_bound and user:
            self.initial["receipt_book"] = FeeEntry.objects.last_book_of(user)

    def say_receipt_is_recorded(self):
        said = _("Receipt %(receipt)s is recorded already for another payment. Compare the number with the paper.")
        self.add_error(
            "receipt_serial",
            said % {"receipt": f"{self.cleaned_data['receipt_book']} {self.cleaned_data['receipt_serial']}"},
        )


class AmountForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)  # a second press writes nothing
    amount = forms.IntegerField(
        label=_("Amount in đồng"),
        min_value=1,
        max_value=MOST,
        error_messages={"required": _("Type how much, in đồng.")},
    )

    def __init__(self, *args, most, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"amount": most, "key": uuid.uuid4().hex}

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4().hex

    def say_too_high(self, most):
        self.add_error("amount", _("At most %(most)s đồng.") % {"most": number_format(most, force_grouping=True)})


class CollectFeeForm(TakesReceipt, AmountForm):
    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= receipt_fields()
        self.offer_book(user)

    def clean(self):
        super().clean()
        self.clean_receipt()


class ExemptFeeForm(AmountForm):
    ground = forms.ChoiceField(
        label=_("Exempt as"), choices=[("", "–"), *GROUNDS], error_messages={"required": _("Say on which ground.")}
    )
    words = TextField(
        label=_("In words"),
        max_length=300,
        required=False,
        help_text=_("Which paper shows it; for “other”, the ground."),
    )

    def clean(self):
        super().clean()
        if self.cleaned_data.get("ground") == ExemptionGround.OTHER and not self.cleaned_data.get("words"):
            self.add_error("words", _("Say the ground in words."))


class RefundFeeForm(AmountForm):
    reason = TextField(label=_("Reason"), max_length=1000, error_messages=REASON_MISSING)


class ChangeFeeForm(forms.Form):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # what was due: who was slower is told
    amount = forms.IntegerField(
        label=_("Due in all, in đồng"),
        min_value=0,
        max_value=MOST,
        error_messages={"required": _("Type how much, in đồng.")},
    )
    reason = TextField(label=_("Reason"), max_length=1000, error_messages=REASON_MISSING)

    def __init__(self, *args, dossier, **kwargs):
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self.initial = {"seen": dossier.fee_amount or 0}

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount == self.dossier.fee_amount:
            raise forms.ValidationError(_("This is what is due already."))
        return amount

    def say_too_high(self, most):
        said = _("The result is handed back: nothing more can be asked for. At most %(most)s đồng.")
        self.add_error("amount", said % {"most": number_format(most, force_grouping=True)})


def fee_form(verb, dossier, data, *, user):
    """Several stand on one page, so the names of their fields begin with the verb there."""
    given = {"data": data, "auto_id": f"{verb}_%s"}
    match verb:
        case Verb.COLLECT_FEE:
            return CollectFeeForm(**given, most=dossier.fee_owed, user=user)
        case Verb.EXEMPT_FEE:
            return ExemptFeeForm(**given, most=dossier.fee_owed)
        case Verb.REFUND_FEE:
            return RefundFeeForm(**given, most=dossier.fee_refundable)
    return ChangeFeeForm(**given, dossier=dossier)
