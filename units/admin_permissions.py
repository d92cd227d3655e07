from units.models import Role


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
