from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from procedures.admin.kept import KeptByProcedureControl
from procedures.models import Posting


@admin.register(Posting)
class PostingAdmin(KeptByProcedureControl, admin.ModelAdmin):
    """What was put up and taken down, to look up: it is entered in the lists of the units."""

    list_display = ["unit", "place", "posted_on", "removed_on", "posted_by", "version"]
    list_display_links = ["version"]
    list_filter = ["place"]
    list_select_related = ["version", "desk__unit", "posted_by"]
    date_hierarchy = "posted_on"
    search_fields = ["version__name", "desk__unit__name"]

    @admin.display(description=_("unit"), ordering="desk__unit__name")
    def unit(self, posting):
        return posting.desk.unit.name

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
