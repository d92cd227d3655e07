from django.db.models import Q

from units.models import AdministrativeUnit, Level, Role


class KeptBy:
    """For a ModelAdmin whose rows are kept by those with one of the roles in `kept_by`, and by superusers."""

    kept_by: tuple[Role, ...] = (Role.ADMINISTRATOR,)

    def is_keeper(self, request):
        user = request.user
        return user.is_active and (user.is_superuser or user.has_role(*self.kept_by))

    def has_module_permission(self, request):
        return self.is_keeper(request)

    def has_view_permission(self, request, obj=None):
        return self.is_keeper(request)

    def has_add_permission(self, request, obj=None):
        return self.is_keeper(request)

    def has_change_permission(self, request, obj=None):
        return self.is_keeper(request)

    def has_delete_permission(self, request, obj=None):
        return self.is_keeper(request)


class ReadOnly(KeptBy):
    """To be looked at: nothing is added, changed or deleted by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def keeps_for_all(user, roles):
    """Whether `user` has one of `roles` above the communes, and so keeps what holds for more units than one."""
    return user.is_superuser or any(duty.role in roles and duty.unit.level != Level.COMMUNE for duty in user.duties)


class KeptAbove(KeptBy):
    """What holds for many units is kept at the district or the province, not by each commune."""

    def is_keeper(self, request):
        return super().is_keeper(request) and keeps_for_all(request.user, self.kept_by)


class WithinReach(KeptBy):
    """Rows that belong to a unit: those of the units in which one keeps them, and those units to choose from."""

    unit_path = "unit"

    def reach(self, request):
        user = request.user
        return AdministrativeUnit.objects.all() if user.is_superuser else user.units_of(*self.kept_by)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(self.within(request))

    def within(self, request):
        return Q(**{f"{self.unit_path}__in": self.reach(request)})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is AdministrativeUnit:
            kwargs["queryset"] = self.reach(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
