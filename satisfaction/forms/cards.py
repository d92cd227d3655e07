from django import forms
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.models import Procedure
from satisfaction.actions.batches import MARKS, digest, dossiers_of, faults_of
from satisfaction.models import Card, Factor, Mark, desks_typed_by
from units.fields import TextField
from units.models import ServiceDesk
from units.periods import month_of, plus_months
from units.typed import code_typed
from units.validity import in_force_on

ROWS = 10
MONTHS = 24  # how far back an envelope may lie
MOST = 1000  # cards in an envelope
LAST_PAGE = MOST // ROWS + 1  # a few more may be found in it than it says
A_MARK = _("A mark is a number from 1 (very dissatisfied) to 5 (very satisfied).")
SHORT = {
    Factor.ACCESS: pgettext_lazy("head of a column of marks", "Place"),
    Factor.PAPERWORK: pgettext_lazy("head of a column of marks", "Procedure"),
    Factor.STAFF: pgettext_lazy("head of a column of marks", "Staff"),
    Factor.RESULT: pgettext_lazy("head of a column of marks", "Result"),
    Factor.FEEDBACK: pgettext_lazy("head of a column of marks", "Feedback"),
}
SIZES = {"dossier_code": 25, "procedure_code": 10}  # characters


class BatchForm(forms.Form):
    """What stands on the envelope."""

    desk = forms.ModelChoiceField(
        ServiceDesk.objects.none(), label=_("One-stop desk"), empty_label=_("Choose the desk")
    )
    month = forms.DateField(label=_("Month"), help_text=_("In which the results were ready."))
    label = TextField(
        label=_("Written on the envelope"), max_length=100, help_text=_("Number and day, so that it is found again.")
    )
    card_count = forms.IntegerField(
        label=_("Number of cards, as written on the envelope"), min_value=1, max_value=MOST, localize=False
    )

    def __init__(self, data=None, *, user, today):
        super().__init__(data)
        self.months = [plus_months(today.replace(day=1), -ago) for ago in range(MONTHS)]
        open_then = in_force_on(today, "unit__") | in_force_on(self.months[-1], "unit__")
        desks = desks_typed_by(user).filter(open_then).select_related("unit")
        self.fields["desk"].queryset = desks.order_by("unit__code")
        self.fields["desk"].label_from_instance = lambda desk: desk.unit.name
        self.fields["desk"].widget.attrs["autofocus"] = True
        choices = [(month.isoformat(), date_format(month, "YEAR_MONTH_FORMAT")) for month in self.months]
        self.fields["month"].widget = forms.Select(choices=choices)

    def clean_month(self):
        if self.cleaned_data["month"] not in self.months:
            raise forms.ValidationError(_("Choose one of the months."))
        return self.cleaned_data["month"]

    def clean(self):
        desk, month = self.cleaned_data.get("desk"), self.cleaned_data.get("month")
        if desk and month and not (desk.unit.is_in_force_on(month) or desk.unit.is_in_force_on(month_of(month).last)):
            self.add_error("month", _("There was no such unit in that month."))
        return self.cleaned_data


class MarkField(forms.IntegerField):
    """One key: 1 to 5."""

    def __init__(self, **kwargs):
        faults = {"invalid": A_MARK, "min_value": A_MARK, "max_value": A_MARK, "required": _("Type the mark over all.")}
        lowest, highest = min(Mark.values), max(Mark.values)
        super().__init__(min_value=lowest, max_value=highest, error_messages=faults, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "one-key", "autocomplete": "off"})


class CardForm(forms.Form):
    """One row of the grid; left empty, it is no card."""

    dossier_code = forms.CharField(label=_("Dossier code"), max_length=64, required=False)
    procedure_code = TextField(label=_("Procedure code"), max_length=40, required=False)
    overall = MarkField(label=_("Over all"))
    comment = TextField(label=_("Comment on the card"), max_length=1000, required=False)
    is_removed = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, data, *, position, card, level):
        super().__init__(data, prefix=str(position), initial=_initial(card), use_required_attribute=False)
        self.position, self.saved, self.level = position, card, level
        self.procedure = None
        for factor in Factor:
            self.fields[factor] = MarkField(label=factor.label, required=False)
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{position}: {field.label}"
            if name in SIZES:
                field.widget.attrs |= {"size": SIZES[name], "autocomplete": "off", "spellcheck": "false"}
        if card is None:
            del self.fields["is_removed"]

    def clean_dossier_code(self):
        return code_typed(self.cleaned_data["dossier_code"])

    def clean_procedure_code(self):
        code = self.cleaned_data["procedure_code"].upper()
        if code:
            self.procedure = Procedure.objects.with_any_code(code).filter(level=self.level).first()
            if self.procedure is None:
                raise forms.ValidationError(_("No procedure of this level has this code. Leave it empty if unsure."))
        return code

    def full_clean(self):
        """What is to be removed is not asked whether it is right."""
        super().full_clean()
        if self.is_bound and self.is_left_out:
            self._errors.clear()

    @property
    def is_left_out(self):
        names = [name for name in self.fields if name != "is_removed"]
        is_empty = not any(str(self[name].value() or "").strip() for name in names)
        return is_empty or ("is_removed" in self.fields and bool(self["is_removed"].value()))

    def card(self):
        """What stands on the card; None where there is none (any more)."""
        if self.is_left_out:
            return None
        marks = {name: self.cleaned_data[name] for name in MARKS}
        code = self.cleaned_data["dossier_code"]
        return Card(position=self.position, dossier_code=code, procedure=self.procedure, **marks)

    @property
    def cells(self):
        """In the order of the heads: the marks come first, since every card has one."""
        return [self[name] for name in ("overall", *Factor.values, "dossier_code", "procedure_code", "comment")]

    @property
    def faults(self):
        """(the field, its name, what is wrong), the fields in order."""
        at_fault = [self[name] for name in self.fields if name in self.errors]
        return [(field, SHORT.get(field.name, field.label), " ".join(field.errors)) for field in at_fault]


class CardGrid:
    """Ten numbers of a batch and what stands on their cards, to be typed in, put right or removed."""

    def __init__(self, data=None, *, batch, page, now):
        self.batch, self.page, self.data, self.now = batch, page, data, now
        self.positions = range((page - 1) * ROWS + 1, page * ROWS + 1)
        saved = batch.cards.filter(position__in=self.positions).select_related("procedure")
        self.saved = {card.position: card for card in saved}
        level = batch.desk.unit.level
        self.rows = [CardForm(data, position=n, card=self.saved.get(n), level=level) for n in self.positions]
        first = next((row for row in self.rows if row.saved is None), self.rows[0])
        first.fields["overall"].widget.attrs["autofocus"] = True
        self.heads = [CardForm.base_fields["overall"].label, *SHORT.values()]

    @property
    def seen(self):
        return digest(self.saved)

    def is_valid(self):
        self.cards = {row.position: row.card() for row in self.rows if row.is_valid()}
        typed = [card for card in self.cards.values() if card is not None]
        others = self.batch.cards.exclude(position__in=self.positions).exclude(dossier_code="")
        faults = faults_of(
            typed,
            batch=self.batch,
            dossiers=dossiers_of(typed, self.batch),
            now=self.now,
            others=others.values_list("dossier_code", flat=True),
        )
        for row in self.rows:
            if fault := faults.get(row.position):
                row.add_error(fault.field, fault.what)
        return all(row.is_valid() for row in self.rows)

    @property
    def faults(self):
        return [(row.position, field, what) for row in self.rows for _, field, what in row.faults]

    @property
    def pages(self):
        """Enough for the cards that the envelope says, those typed in, and those looked at."""
        typed = self.batch.cards.aggregate(last=Max("position"))["last"] or 0
        last = max(self.batch.card_count, typed, self.positions[0])
        for number in range(1, (last - 1) // ROWS + 2):
            yield {"number": number, "first": (number - 1) * ROWS + 1, "last": number * ROWS}


class SealForm(forms.Form):
    difference = TextField(
        label=_("Why the number differs"),
        max_length=300,
        error_messages={"required": _("Say why there are more or fewer cards than the envelope says.")},
    )

    def __init__(self, data=None, *, is_wanted):
        super().__init__(data)
        if not is_wanted:
            del self.fields["difference"]


def _initial(card):
    if card is None:
        return {}
    marks = {name: getattr(card, name) for name in MARKS}
    return {"dossier_code": card.dossier_code, "procedure_code": card.procedure.code if card.procedure else "", **marks}
