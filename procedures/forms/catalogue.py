from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.browsing import places_on
from procedures.models import Change, LifeEvent, Procedure, ProcedureVersion, Sector
from procedures.postings import decided_between
from procedures.spelling import meant
from units.fields import DateField
from units.models import AdministrativeUnit, Level
from units.text import fold

FEW = 25  # fit on a page; common words stand in the papers of half of all procedures


class Styled:
    """Fields that a template sets out by hand look as crispy's do."""

    def style(self):
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"


class ProcedureFilter(Styled, forms.Form):
    """What a list of the procedures in force is narrowed to; a value that makes no sense is passed over.

    With days of a decision it lists what was new or amended then, in force today or not: those days must make sense.
    """

    q = forms.CharField(label=_("Words of its name, or its code"), required=False, max_length=200)
    level = forms.ChoiceField(label=_("Level"), required=False)
    sector = forms.ModelChoiceField(
        Sector.objects.by_name(), label=_("Sector"), required=False, empty_label=_("All sectors")
    )
    event = forms.ModelChoiceField(
        LifeEvent.objects.all(), label=_("Life event"), required=False, empty_label=_("Any"), to_field_name="slug"
    )
    unit = forms.ModelChoiceField(
        AdministrativeUnit.objects.none(),
        label=pgettext_lazy("where", "At"),
        required=False,
        empty_label=_("Any desk"),
        to_field_name="code",
    )
    change = forms.ChoiceField(label=_("Kind of change"), required=False, choices=[("", _("Any")), *Change.choices])
    decided_from = DateField(label=_("Decision issued from"), required=False)
    decided_to = DateField(label=_("Decision issued until"), required=False)

    meant = None  # what was looked for instead of words that nothing is called by

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        levels = set(Procedure.objects.order_by().values_list("level", flat=True).distinct())
        self.fields["level"].choices = [("", _("All levels")), *(c for c in Level.choices if c[0] in levels)]
        self.fields["unit"].queryset = places_on(today)
        self.style()
        self.fields["q"].widget.input_type = "search"

    def clean(self):
        first, last = self.cleaned_data.get("decided_from"), self.cleaned_data.get("decided_to")
        if first and last and last < first:
            self.add_error("decided_to", _("The period ends before it starts."))
        return self.cleaned_data

    @property
    def period_faults(self):
        return [fault for name in ("decided_from", "decided_to") for fault in self.errors.get(name, [])]

    @property
    def others(self):
        return [self[name] for name in ("event", "unit", "change", "decided_from", "decided_to")]

    @property
    def is_by_decision(self):
        days = (self.cleaned_data.get("decided_from"), self.cleaned_data.get("decided_to"))
        return any(days) and not self.period_faults

    @property
    def uses_others(self):
        """Whether those stand open; a life event or a unit is named above the list."""
        return bool(self.period_faults or self.is_by_decision or self.cleaned_data.get("change"))

    @property
    def subjects(self):
        """What is listed, where it is not just some words: a life event, a sector, a unit."""
        return [chosen for name in ("event", "sector", "unit") if (chosen := self.cleaned_data.get(name))]

    def found(self):
        self.is_valid()
        if self.period_faults:
            return ProcedureVersion.objects.none()
        wanted = self.cleaned_data
        versions, words = self._narrowed(self._looked_through().with_list_data()), wanted.get("q", "")
        found = _likeliest(versions, words)
        if words and not found.exists():
            self.meant = meant(fold(words), _called(versions))
            found = _likeliest(versions, self.meant) if self.meant else found
        return found

    def _narrowed(self, versions):
        wanted = self.cleaned_data
        if wanted.get("level"):
            versions = versions.filter(procedure__level=wanted["level"])
        if wanted.get("sector"):
            versions = versions.filter(sector=wanted["sector"])
        if wanted.get("change"):
            versions = versions.filter(change=wanted["change"])
        if wanted.get("unit"):
            versions = versions.applying_at(wanted["unit"], self.today)
        return wanted["event"].versions_among(versions) if wanted.get("event") else versions

    def _looked_through(self):
        if not self.is_by_decision:
            return ProcedureVersion.objects.in_force_on(self.today)
        first, last = self.cleaned_data["decided_from"], self.cleaned_data["decided_to"]
        return decided_between(first or date.min, last or date.max)

    def is_narrowed(self):
        return any(self.cleaned_data.values())


def _likeliest(versions, words):
    """Those called so; where they are few, also those whose papers or results hold the words."""
    called = versions.search(words)
    is_few = words and called.order_by().values("pk")[:FEW].count() < FEW
    return versions.search_inside(words) if is_few else called


def _called(versions):
    """All that each is called by, folded."""
    return [" ".join(names) for names in versions.values_list("searched", "searched_keywords")]


class WholeTextFilter(Styled, forms.Form):
    """What those who keep the catalogue look for: words anywhere in it."""

    q = forms.CharField(label=_("Words anywhere: papers, results, law, steps"), required=False, max_length=200)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All levels")), *Level.choices])
    sector = forms.ModelChoiceField(
        Sector.objects.by_name(), label=_("Sector"), required=False, empty_label=_("All sectors")
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.style()
        self.fields["q"].widget.input_type = "search"

    def found(self):
        self.is_valid()
        return self.narrowed()

    def in_force(self):
        versions = ProcedureVersion.objects.in_force_on(self.today).with_list_data()
        return versions.order_by("searched", "procedure__level", "pk")

    def narrowed(self):
        wanted = self.cleaned_data
        versions = self.in_force().holding(wanted.get("q", ""))
        if wanted.get("level"):
            versions = versions.filter(procedure__level=wanted["level"])
        if wanted.get("sector"):
            versions = versions.filter(sector=wanted["sector"])
        return versions
