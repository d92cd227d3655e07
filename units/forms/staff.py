import re
from itertools import groupby

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from units.models import AdministrativeUnit, Agency, Assignment, Role, ServiceDesk, User
from units.text import Fold, fold, normalise


class OwnPasswordForm(PasswordChangeForm):
    """Choosing one's own password, after which an administrator's no longer has to be changed."""

    def clean_new_password1(self):
        chosen = self.cleaned_data["new_password1"]
        if self.user.check_password(chosen):
            raise ValidationError(_("This is the password you have now. Choose another one."))
        return chosen

    def save(self, commit=True):
        self.user.must_change_password = False
        return super().save(commit)


def day_field(label, **kwargs):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **kwargs)


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "title", "phone", "email"]
        labels = {"email": _("E-mail at work")}
        help_texts = {"email": _("Reminders go there; without one they are on the desk page only.")}

    def clean_full_name(self):
        return normalise(self.cleaned_data["full_name"])

    def clean_phone(self):
        phone = re.sub(r"^(?:\+|00)84", "0", re.sub(r"[\s.\-()]", "", self.cleaned_data["phone"]))
        if phone and not re.fullmatch("[0-9]{8,12}", phone):
            raise ValidationError(_("A phone number has 8 to 12 digits; this is not one."))
        return phone


class AssignmentForm(forms.Form):
    """Which work, where, and in which days; whether it clashes with another is for the action to say."""

    role = forms.ChoiceField(label=_("Work"), choices=[("", _("Choose the work")), *Role.choices])
    place = forms.ChoiceField(label=_("Where"), help_text=_("Receptionists work at a desk, all others in an agency."))
    valid_from = day_field(_("First day"))
    valid_to = day_field(_("Last day"), required=False, help_text=_("Empty: until further notice."))
    is_full_time = forms.BooleanField(label=_("Full-time"), required=False)

    def __init__(self, *args, units, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places_in(units, today)
        self.fields["place"].choices = [("", _("Choose a desk or an agency")), *grouped_by_unit(self.places, today)]
        self.fields["valid_from"].initial = today

    def clean(self):
        cleaned = super().clean()
        place = self.places.get(cleaned.get("place"))
        if place is None:
            return cleaned
        if "role" in cleaned and (cleaned["role"] == Role.CLERK) != isinstance(place, ServiceDesk):
            self.add_error("place", wrong_kind_of_place(Role(cleaned["role"])))
        for field in ("valid_from", "valid_to"):
            day = cleaned.get(field)
            if day and not place.unit.is_in_force_on(day):
                self.add_error(field, no_such_unit_then(place.unit))
        return cleaned

    def assignment(self):
        """What the action takes: the role, the place, the days."""
        return {
            "role": Role(self.cleaned_data["role"]),
            "place": self.places[self.cleaned_data["place"]],
            "valid_from": self.cleaned_data["valid_from"],
            "valid_to": self.cleaned_data["valid_to"],
            "is_full_time": self.cleaned_data["is_full_time"],
        }


class NewPersonForm(PersonForm):
    """A new member of staff; a user name is made from the name where none is given."""

    username = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=User._meta.get_field("username").max_length,
        help_text=_("Empty: made from the name and the unit's code, such as lan.14635."),
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]*$", _("Small letters without diacritics, digits, dots, hyphens, underscores.")
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    class Meta(PersonForm.Meta):
        fields = ["full_name", "title", "phone", "email", "username"]

    def clean_username(self):
        username = self.cleaned_data["username"]
        if username == "new":  # the address of this very form
            raise ValidationError(_("This user name cannot be used. Choose another one."))
        if username and User.objects.filter(username=username).exists():
            raise ValidationError(_("Somebody has this user name already. Choose another one."))
        return username


class LastDayForm(forms.Form):
    """Until when an assignment holds; whether that may be is for the action to say."""

    last_day = day_field(_("Last day"), help_text=_("The work may still be done on this day."))

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_last_day(self):
        if not self.unit.is_in_force_on(self.cleaned_data["last_day"]):
            raise no_such_unit_then(self.unit)
        return self.cleaned_data["last_day"]


class StaffFilter(forms.Form):
    """What the list of staff is narrowed to; a value that makes no sense is passed over."""

    ORDERS = {
        "name": [Fold(F("full_name")), "pk"],
        "username": ["username"],
        "last_login": [F("last_login").desc(nulls_last=True), "pk"],
    }

    q = forms.CharField(label=_("Name or user name"), required=False, max_length=100)
    unit = forms.ModelChoiceField(AdministrativeUnit.objects, label=_("Unit"), required=False)
    role = forms.ChoiceField(label=_("Work"), required=False, choices=[("", _("All work")), *Role.choices])
    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[("", _("Active")), ("disabled", _("Disabled")), ("all", _("All accounts"))],
    )
    order = forms.ChoiceField(required=False, choices=[(order, order) for order in ORDERS], widget=forms.HiddenInput)

    def __init__(self, *args, units, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["unit"].queryset = units.in_force_on(today).order_by(Fold("name"), "pk")
        self.fields["unit"].empty_label = _("All units")
        self.fields["q"].widget.input_type = "search"

    def found_among(self, people):
        self.is_valid()
        wanted = self.cleaned_data
        for word in fold(wanted.get("q", "")).split():
            people = people.filter(Q(folded_name__contains=word) | Q(username__contains=word))
        if wanted.get("state") != "all":
            people = people.filter(is_active=wanted.get("state") != "disabled")
        duties = Assignment.objects.in_force_on(self.today)
        if wanted.get("unit"):
            duties = duties.filter(Q(desk__unit=wanted["unit"]) | Q(agency__unit=wanted["unit"]))
        if wanted.get("role"):
            duties = duties.filter(role=wanted["role"])
        if wanted.get("unit") or wanted.get("role"):
            people = people.filter(pk__in=duties.values("user"))
        return people.order_by(*self.ORDERS[wanted.get("order") or "name"])

    def in_words(self):
        """What the list is narrowed to: each field, its value in words, and the query without it."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value and name != "order"}
        return [
            {"label": self.fields[name].label, "value": self.value_in_words(name), "without": self.query_without(name)}
            for name in chosen
        ]

    def value_in_words(self, name):
        value = self.cleaned_data[name]
        return dict(self.fields[name].choices)[value] if name in ("role", "state") else value

    def query_without(self, name):
        query = self.data.copy()
        query.pop(name, None)
        query.pop("page", None)
        return query.urlencode()


def places_in(units, today):
    """The desks and agencies of `units` that are there today or will be, by the key that a form sends."""
    there = units.exclude(valid_to__lt=today)
    desks = ServiceDesk.objects.filter(unit__in=there).select_related("unit")
    agencies = Agency.objects.filter(unit__in=there).select_related("unit")
    in_order = sorted([*desks, *agencies], key=lambda place: by_name_and_future_last(place.unit, today))
    return {f"{place._meta.model_name}:{place.pk}": place for place in in_order}


def by_name_and_future_last(unit, today):
    return not begun(unit, today), fold(unit.name), unit.pk


def begun(unit, today):
    return unit.valid_from is None or unit.valid_from <= today


def from_when(unit, today):
    """What tells a unit still to come from the one of the same name that is there already."""
    if begun(unit, today):
        return ""
    return _(" (from %(day)s)") % {"day": date_format(unit.valid_from, "SHORT_DATE_FORMAT")}


def grouped_by_unit(places, today):
    groups = groupby(places.items(), key=lambda item: item[1].unit)
    return [
        (f"{unit.name}{from_when(unit, today)}", [(key, place.name) for key, place in group]) for unit, group in groups
    ]


def wrong_kind_of_place(role):
    if role == Role.CLERK:
        return ValidationError(_("A receptionist works at a desk. Choose a desk."))
    return ValidationError(_("This work is not done at a desk. Choose an agency."))


def no_such_unit_then(unit):
    """The sentence for a day on which `unit` did not exist yet or exists no longer."""
    first, last = (date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (unit.valid_from, unit.valid_to))
    if not last:
        return ValidationError(_("%(unit)s exists from %(first)s only."), params={"unit": unit, "first": first})
    if not first:
        return ValidationError(_("%(unit)s exists until %(last)s only."), params={"unit": unit, "last": last})
    return ValidationError(
        _("%(unit)s exists from %(first)s until %(last)s only."), params={"unit": unit, "first": first, "last": last}
    )
