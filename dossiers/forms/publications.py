"""Which months of a unit's results stand on the portal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.fields import DateField, LinkField


class YearForm(forms.Form):
    """The year that a page is about; without it, the one of last month."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)

    def __init__(self, data, *, default):
        super().__init__(data)
        self.default = default
        self.fields["year"].widget.attrs["class"] = "form-control"

    @property
    def chosen(self) -> int:
        """As asked for; a year that makes no sense is passed over."""
        return (self.is_valid() and self.cleaned_data["year"]) or self.default


class PublicationForm(forms.Form):
    months = forms.TypedMultipleChoiceField(error_messages={"required": _("Tick the months.")})
    published_on = DateField(label=_("Published on"), error_messages={"required": _("Give the day.")})
    link = LinkField(
        label=_("Link to the page on the portal"),
        error_messages={"required": _("Give the address of the page: it is what proves it.")},
    )

    def __init__(self, *args, months, today, **kwargs):
        """`months`: the first days of those to choose from."""
        super().__init__(*args, initial={"published_on": today}, **kwargs)
        by_value = {month.isoformat(): month for month in months}
        field = self.fields["months"]
        field.choices = [(value, value) for value in by_value]
        field.coerce = by_value.__getitem__
        field.error_messages["invalid_choice"] = _("Choose months of this page that are over and not published yet.")
        for name in ("published_on", "link"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["published_on"].widget.attrs["max"] = today

    @property
    def ticked(self):
        return self.data.getlist("months") if self.is_bound else []

    @property
    def faults(self):
        return [fault for faults in self.errors.values() for fault in faults]
