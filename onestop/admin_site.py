from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from units.models import Role


class OnestopAdminSite(AdminSite):
    """For those who keep catalogue, units, calendar and staff; the log-in is the site's own."""

    site_header = site_title = _("One-stop desk: administration")
    index_title = _("Catalogue, units, calendar and staff")

    def has_permission(self, request):
        user = request.user
        return user.is_active and (user.is_superuser or user.has_role(Role.ADMINISTRATOR, Role.PROCEDURE_CONTROL))

    def get_urls(self):
        """Without the way from a row to its page on the site: no row here has one."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next") or resolve_url("admin:index"))
