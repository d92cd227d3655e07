from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from procedures.forms.catalogue import Styled
from procedures.models import Posting, PostingPlace, ProcedureVersion, PublicationDecision, Sector
from procedures.postings import State, applied_at, coming_to, listed
from units.fields import DateField
from units.forms import DayForm
from units.text import Fold


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
        return self.cleaned_data.get("state") == State.MISSING and not self.is_narrowed

    @property
    def finds_nothing_stale(self):
        return self.cleaned_data.get("state") == State.STALE and not self.is_narrowed

    @property
    def is_narrowed(self):
        """Whether it holds less than its state counts."""
        return bool(self.cleaned_data.get("q") or self.cleaned_data.get("sector"))

    def found_at(self, unit):
        wanted = self.cleaned_data
        versions = listed(unit, self.day, self.place_asked, wanted.get("state", ""))
        versions = versions.with_list_data().search(wanted.get("q", ""))
        if wanted.get("sector"):
            versions = versions.filter(sector=wanted["sector"])
        return versions.order_by(Fold("sector__name"), "sector", "searched", "pk")


class BookletFilter(PostingFilter):
    """What a booklet holds of a unit's list; also of what one decision brought, where it was not drafted here."""

    decision = forms.ModelChoiceField(PublicationDecision.objects.all(), required=False)

    def found_at(self, unit):
        versions = super().found_at(unit)
        decision = self.cleaned_data.get("decision")
        return versions.filter(decision=decision) if decision else versions


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
