from datetime import date

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from units.fields import DateField
from units.periods import DAY, Period, month_of, quarter_of, year_of


class PeriodForm(forms.Form):
    """The period a page is about, in its address as `from` and `to`; without them `default`, or the year so far.

    `presets` are the periods that people ask for most, each with its words and the address of the same page for it.
    """

    place_in_list = "page"  # in the address: of another period a list begins at its beginning

    def __init__(self, data, *, today, default=None):
        self.today = today
        self.default = default or year_of(today).until(today)
        super().__init__(data if data.get("from") or data.get("to") else filled(data, **_ends(self.default)))
        self.fields["from"] = DateField(label=_("From"), required=False)
        self.fields["to"] = DateField(label=_("To"), required=False)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def clean(self):
        given = self.cleaned_data
        if self.errors:
            return given
        first = given["from"] or (given["to"].replace(day=1, month=1) if given["to"] else self.default.first)
        last = given["to"] or (self.default.last if first <= self.default.last else first)
        if last < first:
            self.add_error("to", _("The period ends before it starts."))
        else:
            given["period"] = Period(first, last)
        return given

    @property
    def period(self) -> Period:
        """As asked for; of a form that is at fault, the default."""
        return self.cleaned_data.get("period", self.default) if self.is_valid() else self.default

    def offered_periods(self) -> dict[Period, str]:
        """In January the month, the quarter and the year have the same days, and the last name stays."""
        today = self.today
        return {
            month_of(today).until(today): _("This month"),
            month_of(today.replace(day=1) - DAY): _("Last month"),
            quarter_of(today).until(today): _("This quarter"),
            year_of(today).until(today): _("This year"),
            year_of(today).before: _("Last year"),
        }

    def presets(self):
        for period, label in self.offered_periods().items():
            query = filled(self.data, **_ends(period))
            query.pop(self.place_in_list, None)
            yield label, f"?{query.urlencode()}", period == self.period


class DayForm(forms.Form):
    """The day that a page is about, in its address as `on`; without it, today. None that is still to come."""

    on = DateField(label=_("Day"), required=False)

    def __init__(self, data, *, today):
        super().__init__(filled(data, on=data.get("on") or today.isoformat()))
        self.today = today
        self.fields["on"].widget.attrs["max"] = today

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return on

    @cached_property
    def day(self) -> date:
        """As asked for; today if that is at fault."""
        self.is_valid()
        return self.cleaned_data.get("on") or self.today


def filled(data, **values):
    """A copy of `data` in which `values` stand, so that the fields show them."""
    data = data.copy()
    for name, value in values.items():
        data[name] = value
    return data


def _ends(period):
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}
