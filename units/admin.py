"""Units, offices, desks, calendar, rules and staff, as administrators keep them. Passwords are given at /staff/."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.admin_permissions import KeptAbove, KeptBy, WithinReach, keeps_for_all
from units.forms import PersonForm, from_when
from units.models import (
    AdministrativeUnit,
    Agency,
    AgencyCode,
    Assignment,
    CalendarDay,
    Form,
    FormSet,
    OfficeHours,
    ReportSet,
    RuleSet,
    ServiceDesk,
    UnitEvent,
    User,
)
from units.permissions import may_be_taken_back, may_change_account

# Units of these days first, those still to come after them: two may have the same name.
PLACES_IN_ORDER = [F("unit__valid_from").asc(nulls_first=True), "unit__name"]


def today(request):
    return timezone.localdate(request.now)


@admin.register(AdministrativeUnit)
class AdministrativeUnitAdmin(WithinReach, KeptAbove, admin.ModelAdmin):
    """Whose unit it is, only a superuser changes: out of one's reach it would be out of sight, too."""

    unit_path = "pk"
    list_display = ["code", "name", "kind", "parent", "valid_from", "valid_to"]
    list_display_links = ["code", "name"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "name__unaccent", "name"]

    def get_readonly_fields(self, request, obj=None):
        return ["parent"] if obj and not request.user.is_superuser else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **kwargs | {"required": not request.user.is_superuser}
        )


@admin.register(UnitEvent)
class UnitEventAdmin(WithinReach, KeptAbove, admin.ModelAdmin):
    """Everybody who keeps units sees what became of them; one corrects what concerns one's own units alone."""

    list_display = ["effective_on", "kind", "description"]
    list_filter = ["kind"]
    filter_horizontal = ["from_units", "to_units"]

    def within(self, request):
        return Q()

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **kwargs | {"queryset": self.reach(request)})

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.concerns_only_reach(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.concerns_only_reach(request, obj)

    def concerns_only_reach(self, request, event):
        if event is None or request.user.is_superuser:
            return True
        units = AdministrativeUnit.objects.filter(Q(ended_by=event) | Q(begun_by=event))
        return not units.exclude(pk__in=self.reach(request)).exists()


class AgencyCodeInline(KeptAbove, admin.TabularInline):
    model = AgencyCode
    extra = 0


@admin.register(Agency)
class AgencyAdmin(WithinReach, KeptAbove, admin.ModelAdmin):
    list_display = ["name", "kind", "unit"]
    list_filter = ["kind"]
    list_select_related = ["unit"]
    search_fields = ["name", "name__unaccent", "codes__code"]
    inlines = [AgencyCodeInline]


@admin.register(ServiceDesk)
class ServiceDeskAdmin(WithinReach, admin.ModelAdmin):
    list_display = ["unit", "name", "kind", "phone"]
    list_filter = ["kind"]
    list_select_related = ["unit"]
    search_fields = ["unit__code", "unit__name", "unit__name__unaccent"]


class YearFilter(admin.SimpleListFilter):
    """The current year, unless another one is asked for: nobody wants to leaf through all of them."""

    title = _("year")
    parameter_name = "year"

    def __init__(self, request, *args):
        self.this_year = str(timezone.localdate(request.now).year)
        super().__init__(request, *args)

    def lookups(self, request, model_admin):
        years = CalendarDay.objects.dates("date", "year", order="DESC")
        return [(str(day.year), str(day.year)) for day in years] + [("all", _("all"))]

    def value(self):
        return super().value() or self.this_year

    def choices(self, changelist):
        return [choice for choice in super().choices(changelist) if choice["query_string"] != "?"]

    def queryset(self, request, queryset):
        return queryset.filter(date__year=self.value()) if self.value().isdecimal() else queryset


@admin.register(CalendarDay)
class CalendarDayAdmin(KeptAbove, admin.ModelAdmin):
    """To look up: a change may move the due dates of open dossiers, so it is made where these are shown first."""

    change_list_template = "admin/units/calendarday/change_list.html"
    list_display = ["date", "kind", "name", "unit", "source"]
    list_filter = [YearFilter, "kind"]
    list_select_related = ["unit"]
    ordering = ["date", "unit"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class OfficeHoursForm(forms.ModelForm):
    """Hours begin tomorrow at the earliest, and end today at the earliest."""

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day is None or day <= self.today:
            raise ValidationError(_("Hours hold from tomorrow on, or later: dossiers were received by those of today."))
        return day

    def clean_valid_to(self):
        day = self.cleaned_data["valid_to"]
        if day and day < self.today and "valid_to" in self.changed_data:
            raise ValidationError(_("Not before today: dossiers were received by these hours."))
        return day


def begins_later(hours, day):
    return hours.valid_from is not None and hours.valid_from > day


@admin.register(OfficeHours)
class OfficeHoursAdmin(WithinReach, admin.ModelAdmin):
    """The hours of all units without their own are kept above the communes.

    A dossier keeps the hours of the day it was received on: those that hold already are only ended, so none moves.
    """

    form = OfficeHoursForm
    list_display = ["__str__", "unit", "valid_from", "valid_to"]
    list_select_related = ["unit"]

    def within(self, request):
        own = super().within(request)
        return own | Q(unit=None) if keeps_for_all(request.user, self.kept_by) else own

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.today = today(request)
        return form

    def get_readonly_fields(self, request, obj=None):
        fields = [field.name for field in OfficeHours._meta.fields if field.name not in ("id", "valid_to")]
        return [] if obj is None or begins_later(obj, today(request)) else fields

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or begins_later(obj, today(request)))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        required = not keeps_for_all(request.user, self.kept_by)
        return super().formfield_for_foreignkey(db_field, request, **kwargs | {"required": required})


@admin.register(RuleSet)
class RuleSetAdmin(KeptAbove, admin.ModelAdmin):
    list_display = ["title", "key", "after_supplement", "apology_lead_days", "valid_from", "valid_to"]


class FormInline(KeptAbove, admin.TabularInline):
    model = Form
    extra = 0


@admin.register(FormSet)
class FormSetAdmin(KeptAbove, admin.ModelAdmin):
    list_display = ["title", "key", "basis", "valid_from", "valid_to"]
    inlines = [FormInline]


@admin.register(ReportSet)
class ReportSetAdmin(KeptAbove, admin.ModelAdmin):
    list_display = ["title", "key", "cut_off_day", "valid_from", "valid_to"]


@admin.register(User)
class UserAdmin(KeptBy, admin.ModelAdmin):
    """Basic data only: accounts are opened and disabled, and passwords given, on the staff pages."""

    form = PersonForm
    list_display = ["username", "full_name", "title", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["username", "full_name", "full_name__unaccent"]
    fields = ["username", "full_name", "title", "phone", "email", "is_active", "last_login", "date_joined"]
    readonly_fields = ["username", "is_active", "last_login", "date_joined"]

    def get_queryset(self, request):
        return User.objects.visible_to(request.user)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change_account(request.user, obj, today(request)))

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Assignment)
class AssignmentAdmin(WithinReach, admin.ModelAdmin):
    """An administrator assigns within his units only, and the people of his units."""

    list_display = ["user", "role", "where", "valid_from", "valid_to", "is_full_time"]
    list_filter = ["role"]
    list_select_related = ["user", "desk__unit", "agency__unit"]
    search_fields = ["user__username", "user__full_name", "user__full_name__unaccent"]

    @admin.display(description=_("place"))
    def where(self, assignment):
        return assignment.place

    def within(self, request):
        units = self.reach(request)
        return Q(desk__unit__in=units, user__is_superuser=False) | Q(agency__unit__in=units, user__is_superuser=False)

    def get_readonly_fields(self, request, obj=None):
        """Work that has begun stays what it was; only its last day can be set."""
        begun = obj and not may_be_taken_back(obj, today(request))
        return ["user", "role", "desk", "agency", "valid_from", "is_full_time"] if begun else []

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_be_taken_back(obj, today(request)))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            return super().formfield_for_foreignkey(
                db_field, request, queryset=User.objects.visible_to(request.user), **kwargs
            )
        places = db_field.related_model._default_manager.filter(unit__in=self.reach(request))
        there = places.exclude(unit__valid_to__lt=today(request)).select_related("unit").order_by(*PLACES_IN_ORDER)
        field = super().formfield_for_foreignkey(db_field, request, queryset=there, **kwargs)
        field.label_from_instance = lambda place: f"{place}{from_when(place.unit, today(request))}"
        return field
