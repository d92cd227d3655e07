from datetime import date

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from procedures.models import Change, Posting, PostingPlace, Procedure, ProcedureVersion, Sector
from procedures.postings import State, applied_at, coming_to, decided_between, listed
from units.fields import DateField
from units.forms import DayForm
from units.models import Level
from units.text import Fold


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
    change = forms.ChoiceField(label=_("Kind of change"), required=False, choices=[("", _("Any")), *Change.choices])
    decided_from = DateField(label=_("Decision issued from"), required=False)
    decided_to = DateField(label=_("Decision issued until"), required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        levels = set(Procedure.objects.order_by().values_list("level", flat=True).distinct())
        self.fields["level"].choices = [("", _("All levels")), *(c for c in Level.choices if c[0] in levels)]
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
    def of_decisions(self):
        return [self[name] for name in ("change", "decided_from", "decided_to")]

    @property
    def is_by_decision(self):
        days = (self.cleaned_data.get("decided_from"), self.cleaned_data.get("decided_to"))
        return any(days) and not self.period_faults

    @property
    def uses_others(self):
        return bool(self.period_faults or self.is_by_decision or self.cleaned_data.get("change"))

    def found(self):
        self.is_valid()
        if self.period_faults:
            return ProcedureVersion.objects.none()
        wanted = self.cleaned_data
        versions = self._looked_through().with_list_data().search(wanted.get("q", ""))
        if wanted.get("level"):
            versions = versions.filter(procedure__level=wanted["level"])
        if wanted.get("sector"):
            versions = versions.filter(sector=wanted["sector"])
        if wanted.get("change"):
            versions = versions.filter(change=wanted["change"])
        return versions.order_by("searched", "procedure__level", "pk")

    def _looked_through(self):
        if not self.is_by_decision:
            return ProcedureVersion.objects.in_force_on(self.today)
        first, last = self.cleaned_data["decided_from"], self.cleaned_data["decided_to"]
        return decided_between(first or date.min, last or date.max)

    def is_narrowed(self):
        return any(self.cleaned_data.values())


class PostingsDayForm(Styled, DayForm):
    """The day that a page of postings is about."""

    def __init__(self, data, *, today):
        super().__init__(data, today=today)
        self.fields["on"].label = _("As at")
        self.style()


class PostingFilter(PostingsDayForm):
    """What a unit's list of postings is narrowed to; but for the day, a value that makes no sense is passed over."""

    place = forms.ChoiceField(choices=PostingPlace, required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=[("", _("All that apply")), *State.choices], required=False)
    q = forms.CharField(label=_("Words of its name, or its code"), required=False, max_length=200)
    sector = forms.ModelChoiceField(
        Sector.objects.by_name(), label=_("Sector"), required=False, empty_label=_("All sectors")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        self.fields["state"].widget = forms.HiddenInput()

    @property
    def place_asked(self) -> PostingPlace:
        return PostingPlace(self.cleaned_data.get("place") or PostingPlace.BOARD)

    @property
    def takes_down(self):
        return self.cleaned_data.get("state") in (State.POSTED, State.STALE)

    @property
    def finds_nothing_missing(self):
        """Whether an empty list means that all is posted."""
        wanted = self.cleaned_data
        return wanted.get("state") == State.MISSING and not (wanted.get("q") or wanted.get("sector"))

    def found_at(self, unit):
        wanted = self.cleaned_data
        versions = listed(unit, self.day, self.place_asked, wanted.get("state", ""))
        versions = versions.with_list_data().search(wanted.get("q", ""))
        if wanted.get("sector"):
            versions = versions.filter(sector=wanted["sector"])
        return versions.order_by(Fold("sector__name"), "sector", "searched", "pk")


class ChosenForm(forms.Form):
    """Procedures ticked in a unit's list, or all of it, and the day on which they were posted or taken down."""

    chosen = forms.ModelMultipleChoiceField(
        None, required=False, error_messages={"invalid_choice": _("The list has changed by now. Tick them once more.")}
    )
    everything = forms.BooleanField(required=False)
    sure = forms.BooleanField(required=False)  # asked on a page of its own before anything is taken down
    day = DateField(error_messages={"required": _("Give the day.")})

    def __init__(self, *args, asked, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.unit = asked, unit
        self.fields["chosen"].queryset = self._offered()
        self.fields["day"].label = _("Taken down on") if asked.takes_down else _("Posted on")
        self.fields["day"].widget.attrs |= {"class": "form-control", "max": asked.today}

    def _offered(self):
        """Wider than what is shown, since others may have posted or taken down some of it meanwhile."""
        if self.asked.takes_down:
            there = Posting.objects.filter(desk__unit=self.unit, place=self.asked.place_asked)
            return ProcedureVersion.objects.filter(pk__in=there.values("version"))
        must, soon = applied_at(self.unit, self.asked.day), coming_to(self.unit, self.asked.day)
        versions = ProcedureVersion.objects.select_related("procedure")
        return versions.filter(pk__in=must.values("pk").union(soon.values("pk")))

    def clean(self):
        if "chosen" in self.cleaned_data and not (self.cleaned_data["chosen"] or self.cleaned_data.get("everything")):
            raise forms.ValidationError(_("Tick the procedures, or all of the list."))
        return self.cleaned_data

    def versions(self):
        given = self.cleaned_data
        return self.asked.found_at(self.unit) if given["everything"] else given["chosen"]

    @property
    def faults(self):
        return [fault for faults in self.errors.values() for fault in faults]

    @cached_property
    def ticked(self):
        """The values of the boxes that were ticked, to show them so again."""
        return set(self.data.getlist("chosen")) if self.is_bound else set()
