"""The filter of a list of dossiers: read from the address, applied to the rows, said in words."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dossiers.figures import Figure, counted_in
from dossiers.states import DossierState, Outcome
from procedures.models import Channel, Procedure, ProcedureVersion, Sector
from units.fields import DateField
from units.models import AdministrativeUnit, Agency, Role

DUE = [
    ("overdue", _("Overdue")),
    ("today", _("Due today")),
    ("next", _("Due today or the next working day")),
    ("soon", _("Due soon")),
    ("later", _("Due later than the next working day")),
]


# What the desk's own figures count, for whom.
SCOPES = [
    ("desk", _("At my desk"), Role.CLERK),
    ("hand_back", _("For me to hand back"), Role.CLERK),
    ("inbox", _("For me to process"), Role.OFFICER),
]
ALWAYS_SHOWN = ("scope", "state", "due")


class DossierFilterForm(forms.Form):
    """All of it in the address, so that a list can be kept, sent and come back to; nothing personal in it."""

    scope = forms.ChoiceField(label=_("Scope"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.all(), required=False, empty_label=_("any")
    )
    procedure = forms.CharField(label=_("Procedure code"), max_length=40, required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=AdministrativeUnit.objects.none(), required=False, empty_label=_("any")
    )
    below = forms.BooleanField(label=_("With the units under it"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    figure = forms.ChoiceField(label=_("Counted in the period as"), required=False)

    def __init__(self, data, *, user, units):
        super().__init__(data)
        self.user = user
        is_figure = bool(self.data.get("figure"))
        self.fields["from"] = DateField(label=_("From") if is_figure else _("Received from"), required=False)
        self.fields["to"] = DateField(label=_("To") if is_figure else _("Received to"), required=False)
        anything = [("", _("any"))]
        states = [("open", _("Not finished")), *DossierState.choices]
        scopes = [(value, label) for value, label, role in SCOPES if user.has_role(role)]
        self.fields["scope"].choices = anything + scopes
        self.fields["state"].choices = anything + states
        self.fields["due"].choices = anything + DUE
        self.fields["outcome"].choices = anything + Outcome.choices
        self.fields["channel"].choices = anything + Channel.choices
        self.fields["figure"].choices = anything + Figure.choices
        self.fields["sector"].empty_label = self.fields["unit"].empty_label = _("any")
        self.fields["unit"].queryset = units
        if units.count() < 2:
            del self.fields["unit"], self.fields["below"]
        if not scopes:
            del self.fields["scope"]

    @property
    def common(self):
        return [field for field in self if field.name in ALWAYS_SHOWN]

    @property
    def others(self):
        """Folded away until one of them is used."""
        return [field for field in self if field.name not in ALWAYS_SHOWN]

    @property
    def uses_others(self):
        return any(field.data or field.errors for field in self.others)

    def clean_procedure(self):
        code = self.cleaned_data["procedure"].strip()
        if code and not Procedure.objects.with_any_code(code).exists():
            raise forms.ValidationError(_("No procedure has this code."))
        return code

    def clean(self):
        data = self.cleaned_data
        first, last = data.get("from"), data.get("to")
        if first and last and last < first:
            self.add_error("to", _("The period ends before it starts."))
        if data.get("figure") and not (first and last) and not {"from", "to"} & set(self.errors):
            self.add_error("figure", _("Say from which day to which it is counted."))
        return data

    def apply(self, dossiers, *, today, calendar):
        """By keys of what is filtered for, never by joins: PostgreSQL then knows how few rows to expect."""
        data = self.cleaned_data
        match data.get("scope"):
            case "desk":
                dossiers = dossiers.at_desk(*self.user.desks)
            case "hand_back":
                dossiers = dossiers.waiting_at(*self.user.desks)
            case "inbox":
                dossiers = dossiers.for_officer(self.user)
        match data.get("state"):
            case "open":
                dossiers = dossiers.open()
            case str(state) if state:
                dossiers = dossiers.filter(state=state)
        match data.get("due"):
            case "overdue":
                dossiers = dossiers.overdue(today)
            case "today":
                dossiers = dossiers.due_on(today)
            case "next":
                dossiers = dossiers.due_between(today, calendar.next_working_day(today))
            case "soon":
                dossiers = dossiers.due_between(today, calendar.add_working_days(today, settings.DUE_SOON_DAYS))
            case "later":
                dossiers = dossiers.due_after(calendar.next_working_day(today))
        simple = {name: data[name] for name in ("outcome", "channel") if data.get(name)}
        dossiers = dossiers.filter(**simple)
        if data.get("unit"):
            units = self.fields["unit"].queryset.within([data["unit"].pk]) if data["below"] else [data["unit"]]
            dossiers = dossiers.filter(competent_agency__in=_keys(Agency.objects.filter(unit__in=units)))
        if data.get("sector"):
            dossiers = dossiers.filter(version__in=_keys(ProcedureVersion.objects.filter(sector=data["sector"])))
        if data.get("procedure"):
            procedures = Procedure.objects.with_any_code(data["procedure"])
            dossiers = dossiers.filter(version__in=_keys(ProcedureVersion.objects.filter(procedure__in=procedures)))
        first, last = data.get("from"), data.get("to")
        if data.get("figure"):
            return counted_in(Figure(data["figure"]), dossiers, first, last)
        return dossiers.received_between(first, last)

    def in_words(self, query):
        """The parts of the filter in words, each with the address of the list without it."""
        parts = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if not value:
                continue
            without = query.copy()
            without.pop(name, None)
            without.pop("after", None)
            parts.append(Part(self.fields[name].label, self._shown(name, value), without.urlencode()))
        return parts

    def _shown(self, name, value):
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if value is True:
            return _("yes")
        choices = dict(getattr(self.fields[name], "choices", ()) if isinstance(value, str) else ())
        return choices.get(value, value)


def _keys(rows):
    return list(rows.order_by().values_list("pk", flat=True))


@dataclass(frozen=True)
class Part:
    label: str
    value: object
    without: str
