from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import DelayCause
from reports.composing import Rows
from reports.statutory import LAYOUTS
from reports.terms import TermKind, before, over_by, term_of
from units.forms import PeriodForm, filled
from units.models import AdministrativeUnit, ReportSet
from units.periods import Period

OF = [("whole", _("with the units under it")), ("own", _("the unit itself"))]


class ReportForm(PeriodForm):
    """What the statutory report is asked for: unit, period, lines; without a period, the last quarter that is over.

    `units` are those whose reports one may see, also what is no more. A fault leaves `unit` None.
    """

    def __init__(self, data, *, today, units, own):
        self.cut_off = ReportSet.objects.in_force_on(today).cut_off_day
        super().__init__(data, today=today, default=over_by(TermKind.QUARTER, today, self.cut_off).period(self.cut_off))
        self.units, self.own = units, own
        self.fields["unit"] = forms.CharField(label=_("Unit"), required=False, max_length=10, widget=forms.Select)
        self.fields["of"] = forms.ChoiceField(label=_("Counts"), choices=OF, required=False)
        self.fields["rows"] = forms.ChoiceField(label=_("Lines"), choices=Rows, required=False)
        self.fields["form"] = forms.ChoiceField(
            label=_("Form"), choices=[("", _("as of the period"))] + [(key, key) for key in LAYOUTS], required=False
        )
        for name in ("unit", "of", "rows", "form"):
            self.fields[name].widget.attrs["class"] = "form-select"
        if not any(unit.parent_id in {each.pk for each in units} for unit in units):
            del self.fields["of"]

    def clean(self):
        given = super().clean()
        period = given.get("period")
        if period and period.first > self.today:
            self.add_error("from", _("This period has not begun yet."))
        elif period:
            given["period"] = period.until(self.today)
            self._find_unit(given)
        return given

    def _find_unit(self, given):
        code, last = given.get("unit"), given["period"].last
        known = [unit for unit in self.units if unit.code == code] if code else [self.own]
        found = next((unit for unit in known if unit.is_in_force_on(last)), None)
        if not known:
            self.add_error(None, _("There is no such unit among those you may see. Choose one of the list."))
        elif found is None:
            self.add_error(None, known[-1].why_not_between(last, last))
        given["unit"] = found

    def offer(self):
        """The units of the period's last day to choose from, where there are several; what holds is shown."""
        there = [unit for unit in self.units if unit.is_in_force_on(self.period.last)]
        self.fields["unit"].widget.choices = [(unit.code, unit.name) for unit in there]
        self.data = filled(self.data, unit=self.unit.code if self.unit else "")
        if len(there) < 2:
            del self.fields["unit"]

    def show_without_lines(self):
        """For a page that has one table, whatever its lines."""
        del self.fields["rows"], self.fields["form"]

    @property
    def unit(self) -> AdministrativeUnit | None:
        return self.cleaned_data.get("unit") if self.is_valid() else None

    @property
    def is_consolidated(self) -> bool:
        """Where anything lies under the unit, that is meant unless the unit itself is asked for."""
        has_lower = any(unit.parent_id == self.unit.pk for unit in self.units)
        return has_lower and self.cleaned_data.get("of") != "own"

    @property
    def rows(self) -> Rows:
        return Rows(self.cleaned_data["rows"] or Rows.SECTOR)

    @property
    def report_set(self) -> ReportSet:
        """The one in force when the period ends, unless another is chosen."""
        key = self.cleaned_data["form"]
        return ReportSet.objects.get(key=key) if key else ReportSet.objects.in_force_on(self.period.last)

    def offered_periods(self) -> dict[Period, str]:
        """The terms that ended last, and those that run, with the days on which the law cuts them off."""
        kinds = (TermKind.MONTH, TermKind.QUARTER, TermKind.HALF_YEAR, TermKind.YEAR)
        over = [over_by(kind, self.today, self.cut_off) for kind in kinds]
        quarters = [before(over[1])]
        running = [term_of(kind, self.today, self.cut_off) for kind in (TermKind.QUARTER, TermKind.YEAR)]
        terms = [*quarters, *over, *running]
        return {term.period(self.cut_off).until(self.today): str(term) for term in terms}


class CauseForm(forms.Form):
    """Why the ticked dossiers are late; what a regulation is to blame for is named, with the document."""

    cause = forms.ModelChoiceField(
        label=_("Cause of the delay"), queryset=DelayCause.objects.filter(is_offered=True), empty_label=_("choose")
    )
    note = forms.CharField(label=_("Difficulty, note"), max_length=500, required=False)
    regulation = forms.CharField(label=_("Legal document"), max_length=300, required=False)

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["cause"].widget.attrs["class"] = "form-select"
        for name in ("note", "regulation"):
            self.fields[name].widget.attrs["class"] = "form-control"

    def clean(self):
        given = super().clean()
        cause = given.get("cause")
        if cause and cause.is_of_regulation:
            for name, sentence in (
                ("note", _("Say what the difficulty is: form 06g names it.")),
                ("regulation", _("Name the legal document that makes the difficulty: form 06g names it.")),
            ):
                if not given.get(name):
                    self.add_error(name, sentence)
        elif cause and given.get("regulation"):
            self.add_error("regulation", _("Only for a cause that is due to a regulation. Leave it empty."))
        return given


class RemarksForm(forms.Form):
    """What only people know of a term."""

    remarks = forms.CharField(
        label=_("Difficulties and proposals"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        help_text=_("Printed as the last part of the report. Nothing of it is kept here."),
    )
