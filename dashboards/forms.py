from django import forms
from django.utils.translation import gettext_lazy as _

from units.fields import DateField
from units.forms import PeriodForm, filled
from units.periods import DAY, Period, week_of

MAPS = [("", _("By the units of the time")), ("today", _("By today's units"))]


class OfAUnit:
    """The unit by its code, which is looked up by `scope_of`; to be chosen where there are several.

    Today's units or those of the time; `may_be_redrawn`: by today's there is something.
    """

    is_of_today = may_be_redrawn = False

    def add_unit(self):
        self.fields["unit"] = forms.CharField(label=_("Unit"), required=False, max_length=10, widget=forms.Select)
        self.fields["unit"].widget.attrs["class"] = "form-select"

    def offer(self, units):
        self.fields["unit"].widget.choices = [(unit.code, unit.name) for unit in units]
        if len(units) < 2:
            del self.fields["unit"]

    def fill(self, **values):
        """Show what holds, asked for or not."""
        self.data = filled(self.data, **values)


class DashboardForm(OfAUnit, PeriodForm):
    """The period, cut at today, and the unit.

    `status` is that of a page which can only say what is wrong.
    """

    status = 400
    template = "dashboards/dashboard.html"

    def __init__(self, data, *, today):
        super().__init__(data, today=today)
        self.add_unit()
        self.fields["map"] = forms.ChoiceField(required=False, choices=MAPS, widget=forms.HiddenInput)
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

    @property
    def is_of_today(self) -> bool:
        return self.cleaned_data.get("map") == "today"

    @property
    def maps(self):
        """The same page by the one and by the other units: words, address, whether that is this one."""
        for value, label in MAPS:
            query = filled(self.data, map=value)
            yield label, f"?{query.urlencode()}", value == self.cleaned_data.get("map", "")

    def show(self, unit):
        ends = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        self.fill(unit=unit.code, **ends)


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


class TrendForm(DashboardForm):
    template = "dashboards/trend.html"


class DigestForm(OfAUnit, forms.Form):
    """A week by any of its days, one that is over; without one the last."""

    status = 400
    template = "dashboards/digest.html"

    week = DateField(label=_("Week with the day"), required=False)

    def __init__(self, data, *, today):
        self.today = today
        super().__init__(data if data.get("week") else filled(data, week=self.last_week.first.isoformat()))
        self.fields["week"].widget.attrs["class"] = "form-control"
        self.add_unit()

    def clean_week(self):
        day = self.cleaned_data["week"] or self.last_week.first
        if week_of(day).last >= self.today:
            raise forms.ValidationError(_("This week is not over yet."))
        return day

    @property
    def last_week(self) -> Period:
        return week_of(self.today - 7 * DAY)

    @property
    def period(self) -> Period:
        """As asked for; of a form that is at fault, the last week."""
        return week_of(self.cleaned_data["week"]) if self.is_valid() else self.last_week

    def show(self, unit):
        self.fill(unit=unit.code, week=self.period.first.isoformat())
