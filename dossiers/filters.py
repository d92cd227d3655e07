"""The filter of a list of dossiers: read from the address, applied to the rows, said in words."""

from datetime import date

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dossiers.cells import Cell
from dossiers.figures import RESOLVED_FIGURES, Figure, counted_in
from dossiers.models.querysets import IS_PAUSED
from dossiers.sittings import closed_in_a_sitting
from dossiers.states import WITHOUT_RESULT, DossierState, Outcome
from dossiers.successions import is_left_by_its_officer
from dossiers.waiting import is_signed, is_uncollected, is_untaken, is_without_apology
from procedures.models import Channel, Procedure, ProcedureVersion, Sector
from units.fields import DateField, MapField
from units.maps import map_in_words, units_meant
from units.models import Agency, Level, Role, ServiceDesk, User
from units.periods import Period

DUE = [
    ("overdue", _("Overdue")),
    ("unapologised", _("Overdue without an apology that holds")),
    ("today", _("Due today")),
    ("next", _("Due today or the next working day")),
    ("soon", _("Due soon")),
    ("later", _("Due later than the next working day")),
]

WITH_RESULT = "with_result"  # whichever outcome that is


# What the desk's own figures count, for whom.
SCOPES = [
    ("desk", _("At my desk"), Role.CLERK),
    ("hand_back", _("For me to hand back"), Role.CLERK),
    ("inbox", _("For me to process"), Role.OFFICER),
]
BELOW = [
    ("", _("Of the unit itself")),
    ("on", _("With the units under it")),
    ("only", _("Only of the units under it")),
]
ALWAYS_SHOWN = ("scope", "state", "due")
OF_A_CELL = {"figure", "from", "to", "unit", "below", "map", "sector", "procedure", "level", "desk", "assumed", "back"}
UNITS_IN_WORDS = {
    "": "%(unit)s",
    "on": _("%(unit)s and the units under it"),
    "only": _("the units under %(unit)s"),
}
NO_CHOICE = {"invalid_choice": _("This is none of the choices. Choose one of the list.")}


class DossierFilterForm(forms.Form):
    """All of it in the address, so that a list can be kept, sent and come back to; nothing personal in it."""

    scope = forms.ChoiceField(label=_("Scope"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    sector = forms.ModelChoiceField(label=_("Sector"), queryset=Sector.objects.by_name(), required=False)
    procedure = forms.CharField(label=_("Procedure code"), max_length=40, required=False)
    level = forms.ChoiceField(label=_("Level of the procedure"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, empty_value=None)
    below = forms.ChoiceField(label=_("Units under it"), choices=BELOW, required=False)
    desk = forms.ModelChoiceField(
        label=_("Received at"), queryset=ServiceDesk.objects.select_related("unit"), required=False
    )
    held = forms.TypedChoiceField(label=_("Held by"), required=False, empty_value=None)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    map = MapField(required=False, widget=forms.HiddenInput)
    figure = forms.ChoiceField(label=_("Counted in the period as"), required=False)
    assumed = forms.BooleanField(label=_("Received before the procedure was in force"), required=False)
    from_book = forms.BooleanField(label=_("Entered from the paper book"), required=False)
    version = forms.ModelChoiceField(ProcedureVersion.objects.all(), required=False, widget=forms.HiddenInput)
    # One sitting, in which somebody finished many one after the other: who, from which moment to which.
    closed_by = forms.ModelChoiceField(User.objects.all(), required=False, widget=forms.HiddenInput)
    closed_from = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    closed_to = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)  # the unit's code whose dashboard led here

    def __init__(self, data, *, user, units):
        super().__init__(data)
        self.user = user
        is_figure = bool(self.data.get("figure"))
        self.fields["from"] = DateField(label=_("From") if is_figure else _("Received from"), required=False)
        self.fields["to"] = DateField(label=_("To") if is_figure else _("Received to"), required=False)
        self.names = list(self.fields)
        anything = [("", _("any"))]
        states = [
            ("open", _("Not finished")),
            ("paused", _("Waiting for the applicant")),
            *DossierState.choices,
            ("signed", _("Signed, result not at the desk")),
            *_too_long(),
        ]
        scopes = [(value, label) for value, label, role in SCOPES if user.has_role(role)]
        self.fields["scope"].choices = anything + scopes
        self.fields["state"].choices = anything + states
        self.fields["due"].choices = anything + DUE
        self.fields["outcome"].choices = [*anything, *Outcome.choices, (WITH_RESULT, _("Result ready or denied"))]
        self.fields["channel"].choices = anything + Channel.choices
        self.fields["level"].choices = anything + Level.choices
        self.fields["figure"].choices = anything + Figure.choices
        self.fields["sector"].empty_label = _("any")
        self.known = {str(unit.pk): unit for unit in units}
        names = [(key, unit.with_days(unit.name, date.min, user.today)) for key, unit in self.known.items()]
        self.fields["unit"].choices = anything + names
        self.fields["unit"].coerce = self.known.get
        self.fields["desk"].choices = anything + [(desk.pk, desk) for desk in self._desks(units)]
        self.agencies_known = {
            str(agency.pk): agency for agency in Agency.objects.filter(_lies_in_or_above(self.known.values()))
        }
        self.fields["held"].choices = anything + [(key, agency.name) for key, agency in self.agencies_known.items()]
        self.fields["held"].coerce = self.agencies_known.get
        for field in self.fields.values():
            field.error_messages |= NO_CHOICE
        self.fields["unit"].error_messages["invalid_choice"] = _(
            "There is no such unit among those you may see. Choose one of the list."
        )
        # What leaves no choice is not shown, but if the address names it, it has to be right.
        self.chooses_units = len(units) > 1
        if not self.chooses_units and not self.data.get("unit"):
            del self.fields["unit"], self.fields["below"], self.fields["map"]
        if not self.chooses_units and not self.data.get("desk"):
            del self.fields["desk"]
        if not scopes and not self.data.get("scope"):
            del self.fields["scope"]

    def _desks(self, units):
        """Those of `units`, and the one asked for: a unit also decides what was received elsewhere."""
        known = [unit.desk for unit in units if hasattr(unit, "desk")]
        asked = self.data.get("desk", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 19 and int(asked) not in {desk.pk for desk in known}:
            known += self.fields["desk"].queryset.filter(pk=asked)
        return known

    @property
    def common(self):
        return [field for field in self if field.name in ALWAYS_SHOWN]

    @property
    def others(self):
        """Folded away: what of them is used, the list says in words."""
        return [field for field in self.visible_fields() if field.name not in ALWAYS_SHOWN]

    @property
    def others_have_faults(self):
        return any(field.errors for field in self.others)

    def clean_procedure(self):
        code = self.cleaned_data["procedure"].strip()
        if code and not Procedure.objects.with_any_code(code).exists():
            raise forms.ValidationError(_("No procedure has this code."))
        return code

    def clean(self):
        data = self.cleaned_data
        first, last, unit = data.get("from"), data.get("to"), data.get("unit")
        if first and last and last < first:
            self.add_error("to", _("The period ends before it starts."))
        if unit and not data.get("map") and (sentence := unit.why_not_between(first, last)):
            self.add_error("unit", sentence)
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
            case "paused":
                dossiers = dossiers.filter(IS_PAUSED)
            case "untaken":
                dossiers = dossiers.filter(is_untaken(today, calendar))
            case "signed":
                dossiers = dossiers.filter(is_signed())
            case "left":
                dossiers = dossiers.filter(is_left_by_its_officer(today))
            case "uncollected":
                dossiers = dossiers.filter(is_uncollected(today))
            case str(state) if state:
                dossiers = dossiers.filter(state=state)
        match data.get("due"):
            case "overdue":
                dossiers = dossiers.overdue(today)
            case "unapologised":
                dossiers = dossiers.filter(is_without_apology(today))
            case "today":
                dossiers = dossiers.due_on(today)
            case "next":
                dossiers = dossiers.due_between(today, calendar.next_working_day(today))
            case "soon":
                dossiers = dossiers.due_between(today, calendar.add_working_days(today, settings.DUE_SOON_DAYS))
            case "later":
                dossiers = dossiers.due_after(calendar.next_working_day(today))
        simple = {"channel": "channel", "version": "version", "desk": "receiving_desk"}
        dossiers = dossiers.filter(**{field: data[name] for name, field in simple.items() if data.get(name)})
        if data.get("outcome") == WITH_RESULT:
            dossiers = dossiers.filter(finished_at__isnull=False).exclude(outcome__in=sorted(WITHOUT_RESULT))
        elif data.get("outcome"):
            dossiers = dossiers.filter(outcome=data["outcome"])
        if self._is_one_sitting():
            dossiers = dossiers.filter(closed_in_a_sitting(data["closed_by"], data["closed_from"], data["closed_to"]))
        if data.get("assumed"):
            dossiers = dossiers.filter(is_version_assumed=True)
        if data.get("from_book"):
            dossiers = dossiers.filter(entered_from_book_at__isnull=False)
        if data.get("unit"):
            dossiers = dossiers.filter(competent_agency__in=self.agencies)
        if data.get("held"):
            dossiers = dossiers.filter(holding_agency=data["held"])
        if data.get("sector"):
            dossiers = dossiers.filter(version__in=_keys(ProcedureVersion.objects.filter(sector=data["sector"])))
        if data.get("procedure") or data.get("level"):
            versions = ProcedureVersion.objects.filter(procedure__in=self._procedures())
            dossiers = dossiers.filter(version__in=_keys(versions))
        first, last = data.get("from"), data.get("to")
        if data.get("figure"):
            return counted_in(Figure(data["figure"]), dossiers, first, last)
        return dossiers.received_between(first, last)

    def _is_one_sitting(self):
        return all(self.cleaned_data.get(name) for name in ("closed_by", "closed_from", "closed_to"))

    @cached_property
    def units(self):
        """The keys of those asked for: by a map, or else of a figure the ones that its report counts."""
        unit, below = self.cleaned_data["unit"], self.cleaned_data["below"]
        if token := self.cleaned_data["map"]:
            return units_meant(unit, below, token, self.user.today)
        if not below:
            return frozenset([unit.pk])
        units = [each for each in self.known.values() if unit in (each.parent, each.parent and each.parent.parent)]
        units += [unit] if below == "on" else []
        if self.cleaned_data["figure"]:
            units = [each for each in units if each.is_in_force_on(self.cleaned_data["to"])]
        return frozenset(each.pk for each in units)

    @cached_property
    def agencies(self):
        """The keys of those of the units asked for; none where no unit is."""
        asked = self.units if self.cleaned_data.get("unit") else ()
        return frozenset(agency.pk for agency in self.agencies_known.values() if agency.unit_id in asked)

    def _procedures(self):
        code, level = self.cleaned_data.get("procedure"), self.cleaned_data.get("level")
        found = Procedure.objects.with_any_code(code) if code else Procedure.objects.all()
        return found.filter(level=level) if level else found

    @cached_property
    def cell(self):
        """The cell of a report of which this is the list; None where it is narrower or of no unit."""
        data = self.cleaned_data
        figure, unit, *one_of = (data.get(name) for name in ("figure", "unit", "sector", "procedure", "desk"))
        narrowed = {name for name, value in data.items() if value} - OF_A_CELL
        if not (figure and unit) or narrowed or sum(map(bool, one_of)) > 1 or (data["level"] and not data["procedure"]):
            return None
        if data["assumed"] and figure not in (Figure.RECEIVED, Figure.ASSUMED):
            return None
        sector, procedure, desk = one_of
        return Cell(
            figure=Figure.ASSUMED if data["assumed"] else Figure(figure),
            period=Period(data["from"], data["to"]),
            units=self.units,
            sector=sector and sector.pk,
            procedures=frozenset(_keys(self._procedures())) if procedure else None,
            desk=desk and desk.pk,
        )

    def _unit_in_words(self, unit):
        """To who sees one unit its name says nothing, and a figure is always of what that one decides."""
        if self.chooses_units:
            below = self.cleaned_data["below"]
            name = unit.name_in_sentence if below == "only" else unit.name
            words = UNITS_IN_WORDS[below] % {"unit": name}
            drawn = map_in_words(self.cleaned_data["map"])
            yield f"{words}, {drawn}" if drawn else words, ["unit", "below", "map"]
        elif not self.cleaned_data["figure"]:
            yield _("decided by %(unit)s") % {"unit": unit.name_in_sentence}, ["unit", "below", "map"]

    @property
    def awaits_collection(self):
        """Whether the list holds only what has a result that nobody has collected."""
        data = self.cleaned_data
        return data["state"] in (DossierState.RESOLVED, "uncollected") or data.get("scope") == "hand_back"

    @property
    def is_counted_to_the_end(self):
        """Whether another page leads here with the number: of what waits today, which is few; of what was closed."""
        data = self.cleaned_data
        waits = data["due"] or data["state"] in ("untaken", "left") or self.awaits_collection
        return bool(waits or (data["figure"] and (data["outcome"] or data["state"])) or self._is_one_sitting())

    @property
    def leads_back_to(self):
        """The code of the unit whose dashboard led here, or to which a figure belongs; nothing: of one's own."""
        unit = self.cleaned_data.get("unit")
        return self.cleaned_data["back"] or (unit.code if unit else "")

    @property
    def shows_finished(self):
        """Whether all in the list is finished, and few enough to be ordered by when."""
        return self.awaits_collection or self.cleaned_data["figure"] in RESOLVED_FIGURES

    def in_words(self):
        """The filter as one line: each part in words, with the fields that make no sense without one another."""
        data = self.cleaned_data
        period = _days(data.get("from"), data.get("to"))
        if data["figure"]:
            yield f"{Figure(data['figure']).label} · {period}", ["figure", "from", "to"]
        elif period:
            yield _("received %(days)s") % {"days": period}, ["from", "to"]
        if unit := data.get("unit"):
            yield from self._unit_in_words(unit)
        if data["held"]:
            yield _("held by %(agency)s") % {"agency": data["held"]}, ["held"]
        for name in ("sector", "level", "scope", "state", "due", "outcome", "channel"):
            if value := data.get(name):
                yield dict(self.fields[name].choices)[value] if isinstance(value, str) else value, [name]
        if self._is_one_sitting():
            begun, ended = (timezone.localtime(data[name]) for name in ("closed_from", "closed_to"))
            words = _("finished one right after the other, %(day)s %(from)s–%(to)s")
            facts = {"day": f"{begun:%d/%m/%Y}", "from": f"{begun:%H:%M}", "to": f"{ended:%H:%M}"}
            yield words % facts, ["closed_by", "closed_from", "closed_to"]
        if data["procedure"]:
            yield _("procedure %(code)s") % {"code": data["procedure"]}, ["procedure"]
        if desk := data.get("desk"):
            yield _("received at %(desk)s") % {"desk": desk}, ["desk"]
        if version := data.get("version"):
            days = _days(version.valid_from, version.valid_to)
            yield _("version of %(code)s %(days)s") % {"code": version.procedure.code, "days": days}, ["version"]
        if data["assumed"]:
            yield _("received before the procedure was in force (the version after it stands in)"), ["assumed"]
        if data["from_book"]:
            yield _("entered from the paper book"), ["from_book"]


def sight_in_words(user):
    """The units whose dossiers `user` may see, as he would say it."""
    sights = {}
    for duty in user.duties:
        looks_below = Role(duty.role).oversees_below and duty.unit.level != Level.COMMUNE
        sights[duty.unit] = sights.get(duty.unit) or looks_below
    names = [_("%(unit)s and the units under it") % {"unit": unit} if below else unit for unit, below in sights.items()]
    return ", ".join(sorted(str(name) for name in names))


def _days(first, last):
    """`01/01/2017–31/12/2017`, or one day, or one end; nothing without either."""
    if first and last:
        return f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
    if first:
        return _("from %(day)s on") % {"day": f"{first:%d/%m/%Y}"}
    return _("until %(day)s") % {"day": f"{last:%d/%m/%Y}"} if last else ""


def _too_long():
    return [
        ("untaken", _("Not taken up for more than %(days)d working days") % {"days": settings.UNTAKEN_DAYS}),
        ("left", _("In the hands of somebody who does not work there any more")),
        ("uncollected", _("Not collected for more than %(days)d days") % {"days": settings.UNCOLLECTED_DAYS}),
    ]


def _lies_in_or_above(units):
    """Where dossiers of `units` may lie: with their own agencies, or with those of the unit above."""
    return Q(unit__in=units) | Q(unit__in={unit.parent_id for unit in units if unit.parent_id})


def _keys(rows):
    return list(rows.order_by().values_list("pk", flat=True))
