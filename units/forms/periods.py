from django import forms
from django.utils.translation import gettext_lazy as _

from units.fields import DateField
from units.periods import DAY, Period, month_of, quarter_of, year_of


class PeriodForm(forms.Form):
    """The period a page is about, in its address as `from` and `to`; without them `default`, or the year so far.

    `presets` are the periods that people ask for most, each with its words and the address of the same page for it.
    """

    def __init__(self, data, *, today, default=None):
        self.today = today
        self.default = default or year_of(today).until(today)
        super().__init__(data if data.get("from") or data.get("to") else _with(data, self.default))
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

    def presets(self):
        today = self.today
        periods = [
            (_("This month"), month_of(today).until(today)),
            (_("Last month"), month_of(today.replace(day=1) - DAY)),
            (_("This quarter"), quarter_of(today).until(today)),
            (_("This year"), year_of(today).until(today)),
            (_("Last year"), year_of(today).before),
        ]
        for label, period in periods:
            query = _with(self.data, period)
            query.pop("page", None)
            yield label, f"?{query.urlencode()}", period == self.period


def _with(data, period):
    """`data` for another period, so that the fields show it."""
    data = data.copy()
    data["from"], data["to"] = period.first.isoformat(), period.last.isoformat()
    return data
