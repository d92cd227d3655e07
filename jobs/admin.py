"""The outbox and the timetable, to be looked at: what was sent, what waits, and when each job comes round again."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jobs.models import Mail, Round
from units.admin_lists import LatestFirst
from units.admin_permissions import KeptAbove, ReadOnly


class OfTheInstallation(ReadOnly, KeptAbove):
    """They belong to no unit, so those look at them who keep what holds for many."""


class SentFilter(admin.SimpleListFilter):
    title = _("sent")
    parameter_name = "sent"

    def lookups(self, request, model_admin):
        return [("no", _("Still to be sent")), ("yes", _("Sent"))]

    def queryset(self, request, mails):
        return mails.filter(sent_at__isnull=self.value() == "no") if self.value() else mails


@admin.register(Mail)
class MailAdmin(OfTheInstallation, admin.ModelAdmin):
    list_display = ["written_at", "to", "subject", "sent_at"]
    list_filter = [SentFilter]
    ordering = ["-pk"]
    paginator = LatestFirst
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = []


@admin.register(Round)
class RoundAdmin(OfTheInstallation, admin.ModelAdmin):
    list_display = ["path", "due_at"]
