"""Units, offices, desks, calendar, rules and staff, as administrators keep them. Passwords are given at /staff/."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.admin_permissions import KeptBy
from units.models import (
    AdministrativeUnit,
    Agency,
    AgencyCode,
    Assignment,
    CalendarDay,
    OfficeHours,
    Role,
    RuleSet,
    ServiceDesk,
    UnitEvent,
    User,
)


@admin.register(AdministrativeUnit)
class AdministrativeUnitAdmin(KeptBy, admin.ModelAdmin):
    list_display = ["code", "name", "kind", "parent", "valid_from", "valid_to"]
    list_display_links = ["code", "name"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "name__unaccent", "name"]


@admin.register(UnitEvent)
class UnitEventAdmin(KeptBy, admin.ModelAdmin):
    list_display = ["effective_on", "kind", "description"]
    list_filter = ["kind"]
    filter_horizontal = ["from_units", "to_units"]


class AgencyCodeInline(KeptBy, admin.TabularInline):
    model = AgencyCode
    extra = 0


@admin.register(Agency)
class AgencyAdmin(KeptBy, admin.ModelAdmin):
    list_display = ["name", "kind", "unit"]
    list_filter = ["kind"]
    list_select_related = ["unit"]
    search_fields = ["name", "name__unaccent", "codes__code"]
    inlines = [AgencyCodeInline]


@admin.register(ServiceDesk)
class ServiceDeskAdmin(KeptBy, admin.ModelAdmin):
    list_display = ["unit", "name", "kind", "phone"]
    list_filter = ["kind"]
    list_select_related = ["unit"]
    search_fields = ["unit__code", "unit__name", "unit__name__unaccent"]


@admin.register(CalendarDay)
class CalendarDayAdmin(KeptBy, admin.ModelAdmin):
    list_display = ["date", "kind", "name", "source"]
    list_filter = ["kind", "date"]
    ordering = ["-date"]


@admin.register(OfficeHours)
class OfficeHoursAdmin(KeptBy, admin.ModelAdmin):
    list_display = ["__str__", "unit", "valid_from", "valid_to"]
    list_select_related = ["unit"]


@admin.register(RuleSet)
class RuleSetAdmin(KeptBy, admin.ModelAdmin):
    list_display = ["title", "key", "same_day_cutoff", "valid_from", "valid_to"]


@admin.register(User)
class UserAdmin(KeptBy, admin.ModelAdmin):
    """Basic data only: accounts are opened, and passwords given, on the staff pages."""

    list_display = ["username", "full_name", "title", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["username", "full_name", "full_name__unaccent"]
    fields = ["username", "full_name", "title", "phone", "is_active", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request):
        return User.objects.visible_to(request.user)

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Assignment)
class AssignmentAdmin(KeptBy, admin.ModelAdmin):
    """An administrator assigns within his units only, and the people of his units."""

    list_display = ["user", "role", "where", "valid_from", "valid_to", "is_full_time"]
    list_filter = ["role"]
    list_select_related = ["user", "desk__unit", "agency__unit"]
    search_fields = ["user__username", "user__full_name", "user__full_name__unaccent"]

    @admin.display(description=_("place"))
    def where(self, assignment):
        return assignment.place

    def get_queryset(self, request):
        assignments = super().get_queryset(request)
        if request.user.is_superuser:
            return assignments
        units = request.user.units_of(Role.ADMINISTRATOR)
        return assignments.filter(Q(desk__unit__in=units) | Q(agency__unit__in=units), user__is_superuser=False)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        rows = db_field.related_model._default_manager.all()
        if db_field.name == "user":
            rows = User.objects.visible_to(request.user)
        elif not request.user.is_superuser:
            rows = rows.filter(unit__in=request.user.units_of(Role.ADMINISTRATOR))
        return super().formfield_for_foreignkey(db_field, request, queryset=rows, **kwargs)
