from django import forms
from django.utils.translation import gettext_lazy as _

from units.forms import PeriodForm
from units.periods import Period


class DashboardForm(PeriodForm):
    """The period, cut at today, and the unit by its code, which is looked up by `scope_of`.

    `status` is that of a page which can only say what is wrong.
    """

    status = 400
    template = "dashboards/dashboard.html"

    def __init__(self, data, *, today):
        super().__init__(data, today=today)
        self.fields["unit"] = forms.CharField(label=_("Unit"), required=False, max_length=10, widget=forms.Select)
        self.fields["unit"].widget.attrs["class"] = "form-select"
        self.fields["sort"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        given = super().clean()
        if (period := given.get("period")) and period.first > self.today:
            self.add_error("from", _("This period has not begun yet."))
        return given

    @property
    def asked(self) -> Period:
        return super().period

    @property
    def period(self) -> Period:
        return self.asked.until(self.today)

    @property
    def is_cut(self) -> bool:
        """Whether days were asked for that are still to come."""
        return self.asked.last > self.today

    def offer(self, units):
        """The units to choose from, where there are several."""
        self.fields["unit"].widget.choices = [(unit.code, unit.name) for unit in units]
        if len(units) < 2:
            del self.fields["unit"]

    def show(self, unit):
        """Show what holds, asked for or not."""
        self.data = self.data.copy()
        self.data["from"], self.data["to"] = self.period.first.isoformat(), self.period.last.isoformat()
        self.data["unit"] = unit.code


class TimesForm(DashboardForm):
    """Also what the times are told by; without a choice by unit, or by procedure where nothing lies under the unit."""

    template = "dashboards/times.html"
    BY = [("unit", _("unit")), ("sector", _("sector")), ("procedure", _("procedure"))]

    def __init__(self, data, *, today):
        super().__init__(data, today=today)
        self.fields["by"] = forms.ChoiceField(label=_("By"), choices=self.BY, required=False)
        self.fields["by"].error_messages["invalid_choice"] = _("This is none of the choices. Choose one of the list.")
        self.fields["by"].widget.attrs["class"] = "form-select"

    def by_for(self, scope):
        """What holds, asked for or not; of one unit alone nothing is told by unit."""
        asked = self.cleaned_data["by"]
        by = "procedure" if scope.is_alone and asked != "sector" else asked or "unit"
        if scope.is_alone:
            self.fields["by"].choices = self.BY[1:]
        self.data["by"] = by
        return by
