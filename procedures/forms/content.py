"""What a procedure asks for, as a form: the texts and times, then its cases, papers and fees as rows."""

from dataclasses import asdict, fields

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.catalogue import BETWEEN, is_plain, papers_from
from procedures.content import Case, Charge, Content, Paper, cases_named_in
from procedures.models import Channel, ExcludedTime, FeeKind, LeftOutDay, LimitUnit, Sector
from units.fields import DateField, TextField

NOT_PLAIN = _("This begins or ends with marks of the Excel list («…», |, [originals=…]). Write it otherwise.")
MOST_DAYS, MOST_MONEY = 32_767, 2_147_483_647  # what the database's small and large numbers hold
LAWS_BETWEEN = "; "  # in the table; in the form there is one a line


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def long_text(label, *, rows=3, help_text="", required=False):
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def several(label, choices, help_text=""):
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


def amount(label, *, least=0, help_text=""):
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=MOST_DAYS, help_text=help_text)


def money(label):
    help_text = _("0: free. Empty: varies by case.")
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_MONEY, help_text=help_text)


class Timed(forms.Form):
    """A statutory time with its unit, and the office's own shorter one."""

    time_limit = amount(_("Statutory time"), help_text=_("0 working days: the same day. Empty: none published."))
    time_unit = forms.ChoiceField(label=_("Unit of time"), choices=[("", "–"), *LimitUnit.choices], required=False)
    promised_limit = amount(_("The office's own shorter time"), help_text=_("In the same unit; empty: none."))

    def clean(self):
        given = self.cleaned_data
        limit, promise = given.get("time_limit"), given.get("promised_limit")
        if limit is None:
            given["time_unit"] = ""
        elif not given.get("time_unit"):
            self.add_error("time_unit", _("Give the unit of the time."))
        if promise is not None and (limit is None or promise > limit):
            self.add_error("promised_limit", _("The office's own time cannot be longer than the statutory one."))
        return given


OF_A_NEW_ONE = {"sets": 1, "channels": [Channel.IN_PERSON], "time_unit": LimitUnit.WORKING_DAY}


class ContentForm(Timed):
    """The texts and times of a `Content`; what stands in rows is in the formsets beside it."""

    name = TextField(
        label=pgettext_lazy("of a procedure", "Name"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    sector = TextField(label=_("Sector"), max_length=300, widget=forms.TextInput(attrs={"list": "sectors"}))
    extension_limit = amount(
        _("May be extended once by"), least=1, help_text=_("In the same unit, at most; empty: the law knows none.")
    )
    leaves_out = several(_("Days not counted"), LeftOutDay, _("For land procedures, for example."))
    excluded_times = several(_("Time not counted"), ExcludedTime, _("For these, an officer may stop the clock."))
    channels = several(_("Channels"), Channel)
    sets = forms.IntegerField(label=_("Sets of papers"), min_value=1, max_value=20)
    more_papers = long_text(
        _("More papers"),
        help_text=_("One a line. «Case» before one opens a case; [originals=1,copies=2] gives counts."),
    )
    results = long_text(_("Results"), help_text=_("One a line."))
    steps = long_text(_("How it goes"), rows=6, help_text=_("The steps as they are published."))
    conditions = long_text(_("Conditions"))
    legal_basis = long_text(_("Legal basis"), help_text=_("One text of law a line."))
    keywords = long_text(
        _("Other words for it"), rows=2, help_text=_("By which people look for it: sổ đỏ, giấy khai sinh.")
    )
    effective_from = DateField(label=_("In force from"), required=False, help_text=_("Empty: as the decision says."))

    def __init__(self, *args, content=None, **kwargs):
        initial = self.initial_of(content) if content else OF_A_NEW_ONE
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.sectors = Sector.objects.by_name()

    @staticmethod
    def initial_of(content):
        names = {part.name for part in fields(Content)} & set(ContentForm.base_fields)
        return {name: getattr(content, name) for name in names} | {
            "results": "\n".join(content.results),
            "legal_basis": "\n".join(content.legal_basis.split(LAWS_BETWEEN)),
        }

    def clean_results(self):
        results = lines(self.cleaned_data["results"])
        if not all(map(is_plain, results)):
            raise ValidationError(NOT_PLAIN)
        return tuple(results)

    def clean_legal_basis(self):
        return LAWS_BETWEEN.join(lines(self.cleaned_data["legal_basis"]))

    def clean_more_papers(self):
        try:
            return papers_from(BETWEEN.join(lines(self.cleaned_data["more_papers"])))
        except ValueError as error:
            raise ValidationError(_("“%(line)s” is a paper without a name."), params={"line": error}) from error

    def clean(self):
        given = super().clean()
        if given.get("extension_limit") and given.get("time_limit") is None:
            self.add_error("extension_limit", _("Only a time that is published can be extended."))
        return given

    def content(self, *, cases, papers, forms, base):
        """What was typed, over `base` in what the form does not ask for."""
        papers = (*papers, *self.cleaned_data["more_papers"])
        known = {case.name for case in cases}
        values = {name: value for name, value in self.cleaned_data.items() if name in CONTENT_FIELDS}
        for name in ("leaves_out", "excluded_times", "channels"):
            values[name] = tuple(values[name])
        return Content(
            **values,
            cases=(*cases, *(case for case in cases_named_in(papers) if case.name not in known)),
            papers=papers,
            forms=forms,
            change=base.change if base else "existing",
        )


CONTENT_FIELDS = {part.name for part in fields(Content)} & set(ContentForm.base_fields)


class Labelled(forms.Form):
    """A row of a table: the column's head is for the eyes, each field says itself what it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label


def row_name(label):
    return TextField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 40}))


class Row(Labelled):
    """A row with a `name`; ticked to be removed, or emptied, it is no longer there."""

    position = forms.IntegerField(label=_("Order"), required=False, min_value=0, max_value=9999)
    removed = forms.BooleanField(label=_("Remove"), required=False)

    def clean_name(self):
        name = self.cleaned_data["name"]
        if name and not is_plain(name):
            raise ValidationError(NOT_PLAIN)
        return name

    @property
    def is_kept(self):
        return bool(self.cleaned_data.get("name")) and not self.cleaned_data.get("removed")


class CaseRow(Row, Timed):
    name = row_name(_("Case"))

    def clean_name(self):
        name = super().clean_name()
        if "»" in name:
            raise ValidationError(NOT_PLAIN)
        return name

    def value(self):
        given = self.cleaned_data
        return Case(given["name"], given["time_limit"], given["time_unit"], given["promised_limit"])


class PaperRow(Row):
    name = row_name(_("Paper"))
    case = TextField(label=_("Case"), required=False, widget=forms.TextInput(attrs={"list": "cases"}))
    originals = forms.IntegerField(label=_("Originals"), required=False, min_value=0, max_value=999)
    copies = forms.IntegerField(label=pgettext_lazy("asked for", "Copies"), required=False, min_value=0, max_value=999)
    is_optional = forms.BooleanField(label=_("Only where it applies"), required=False)

    def clean_case(self):
        case = self.cleaned_data["case"]
        if case and (not is_plain(case) or "»" in case):
            raise ValidationError(NOT_PLAIN)
        return case

    def value(self):
        given = self.cleaned_data
        return Paper(given["name"], given["case"], given["originals"] or 0, given["copies"] or 0, given["is_optional"])


class ChargeRow(Labelled):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *FeeKind.choices], required=False)
    channel = forms.ChoiceField(
        label=_("If handed in"), choices=[("", _("in whichever way")), *Channel.choices], required=False
    )
    amount = money(_("Amount in đồng"))
    basis = TextField(label=_("Set by"), required=False, max_length=200)

    def clean(self):
        given = self.cleaned_data
        if given.get("amount") is not None and not given.get("kind"):
            self.add_error("kind", _("Say whether it is a fee (phí) or a charge (lệ phí)."))
        return given

    @property
    def is_kept(self):
        return bool(self.cleaned_data.get("kind"))

    def value(self):
        given = self.cleaned_data
        return Charge(given["kind"], given["amount"], given["channel"], given["basis"])


class Rows(forms.BaseFormSet):
    """Rows in the order of their numbers, those without one last; each name stands once."""

    def __init__(self, *args, values=(), **kwargs):
        initial = [{"position": position, **asdict(value)} for position, value in enumerate(values, start=1)]
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        if any(self.errors):
            return
        seen = set()
        for form in self.kept:
            known_by = self.known_by(form.value())
            if known_by in seen:
                raise ValidationError(
                    _("“%(name)s” stands twice."), params={"name": " · ".join(filter(None, known_by))}
                )
            seen.add(known_by)

    def known_by(self, value):
        return (value.name,)

    @property
    def kept(self):
        return [form for form in self.forms if form.is_kept]

    def values(self):
        numbered = sorted(self.kept, key=lambda form: form.cleaned_data.get("position") or MOST_DAYS)
        return tuple(form.value() for form in numbered)


class PaperRows(Rows):
    def known_by(self, value):
        return (value.case, value.name)


class ChargeRows(Rows):
    def known_by(self, value):
        return (FeeKind(value.kind).label, value.channel)

    def values(self):
        return tuple(form.value() for form in self.kept)


CaseFormSet = forms.formset_factory(CaseRow, formset=Rows, extra=2, max_num=100)
PaperFormSet = forms.formset_factory(PaperRow, formset=PaperRows, extra=0, max_num=500)
ChargeFormSet = forms.formset_factory(ChargeRow, formset=ChargeRows, extra=2, max_num=20)
