"""Proposing a change of the calendar, in rows or as a file, and accepting it."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dossiers.calendar_changes import Proposal
from procedures.uploads import UploadForm
from units.calendar_files import Day, read_calendar
from units.fields import DateField, TextField
from units.models import AdministrativeUnit, CalendarDay, CalendarDayKind
from units.permissions import administered_units, keeps_country_calendar
from units.text import Fold

ROWS = 6
LONGEST = 31  # days a row may span
SALT = "dossiers.calendar"
SHOWN_FOR = 3600  # seconds that a preview may be accepted in


class DaysForm(forms.Form):
    """One row: from one day to another what they are to be."""

    first_day = DateField(label=_("From"))
    last_day = DateField(label=_("To (if several days)"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of day"),
        choices=[*CalendarDayKind.choices, ("", _("As its weekday says"))],
        initial=CalendarDayKind.HOLIDAY,
        required=False,
    )
    name = TextField(label=_("Name of the day"), max_length=100, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs |= {"class": "form-select" if is_select else "form-control", "aria-label": field.label}

    def has_changed(self):
        """A row in which nothing but the kind stands is none."""
        return any(self[name].data for name in ("first_day", "last_day", "name"))

    def clean(self):
        data = self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and not first <= last <= first + timedelta(days=LONGEST - 1):
            self.add_error("last_day", _("Not before the first day, and %(n)d days at most.") % {"n": LONGEST})
        if data.get("kind") and not data.get("name"):
            self.add_error("name", _("Give the day a name: it stands in the reason of each due date."))
        return data

    def days(self):
        data = self.cleaned_data
        count = ((data["last_day"] or data["first_day"]) - data["first_day"]).days + 1
        given = (data["kind"], data["name"] if data["kind"] else "")
        return [Day(data["first_day"] + timedelta(days=offset), *given) for offset in range(count)]


class DaysFormSet(forms.BaseFormSet):
    def clean(self):
        if any(self.errors):
            return
        days = [day.date for day in self.days()]
        if twice := sorted({day for day in days if days.count(day) > 1}):
            raise ValidationError(_("%(day)s stands in two rows.") % {"day": f"{twice[0]:%d/%m/%Y}"})

    def days(self):
        return [day for form in self.forms if form.has_changed() for day in form.days()]


Rows = forms.formset_factory(DaysForm, DaysFormSet, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


class ProposalForm(UploadForm):
    """Whose calendar, by which decision, and, instead of rows, a file with whole years."""

    field_order = ["unit", "source", "file"]
    unit = forms.ModelChoiceField(None, label=_("Whose calendar"), required=False)
    source = TextField(
        label=_("Decision or notice"),
        max_length=200,
        help_text=_("Its number, day and issuer; it stands with each day."),
        error_messages={"required": _("Give the decision or notice that says so.")},
    )

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        units = administered_units(user).in_force_on(today).order_by(Fold("name"), "pk")
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = _("The whole country's")
        self.fields["unit"].required = not keeps_country_calendar(user)
        self.fields["file"].required = False
        self.fields["file"].help_text = _(
            "Instead of rows: .xlsx or .csv with the columns date, kind (holiday, makeup), name, source. It is the "
            "whole calendar of each year in it: days of that year that are not in the file are removed."
        )

    def clean_file(self):
        return super().clean_file() if self.cleaned_data["file"] else None

    def from_file(self) -> list[Day]:
        """The days of the file, and those of its years that it leaves out as their weekday says. Raises TableFaults."""
        days = _read(self.cleaned_data["file"])
        years, given = {day.date.year for day in days}, {day.date for day in days}
        there = CalendarDay.objects.filter(unit=self.cleaned_data["unit"], date__year__in=years)
        left_out = there.exclude(date__in=given).values_list("date", flat=True)
        return [*days, *map(Day, left_out)]

    def proposal(self, days):
        return Proposal(self.cleaned_data["unit"], self.cleaned_data["source"], tuple(days))


class AcceptForm(forms.Form):
    """A proposal that was shown: signed, so that what is accepted is what was proposed by the same person."""

    proposal = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    worked_reason = TextField(label=_("Why days that were worked are taken away"), max_length=1000)
    reason = TextField(
        label=_("Reason"),
        max_length=1000,
        error_messages={"required": _("Give the reason; it goes into the history of each dossier that moves.")},
    )

    def __init__(self, *args, takes_worked_days, **kwargs):
        super().__init__(*args, **kwargs)
        if not takes_worked_days:
            del self.fields["worked_reason"]


def signed(proposal, *, by):
    unit = proposal.unit and proposal.unit.pk
    days = [[day.date.isoformat(), day.kind, day.name, day.source] for day in proposal.days]
    return signing.dumps([by.pk, unit, proposal.source, days], salt=SALT, compress=True)


def unsigned(text, *, by) -> Proposal | None:
    """What `by` proposed within the last hour; None where it is anything else."""
    try:
        owner, unit, source, days = signing.loads(text, salt=SALT, max_age=SHOWN_FOR)
    except signing.BadSignature:
        return None
    if owner != by.pk:
        return None
    unit = unit and AdministrativeUnit.objects.get(pk=unit)
    return Proposal(unit, source, tuple(Day(date.fromisoformat(day), *rest) for day, *rest in days))


def _read(file):
    with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix.lower()) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        return read_calendar(copy.name)
