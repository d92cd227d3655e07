"""Dossiers, their events and slips, to be looked at: nothing here is added, changed or deleted by hand."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dossiers.cards import masked
from dossiers.models import Dossier, DossierDocument, DossierEvent, Slip
from units.admin_permissions import KeptBy


class ReadOnly(KeptBy):
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class OfVisibleDossiers(ReadOnly):
    """Administrators look at the dossiers that they may see, here as everywhere."""

    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).filter(dossier__in=Dossier.objects.visible_to(request.user))


class DocumentInline(ReadOnly, admin.TabularInline):
    model = DossierDocument
    fields = ["name", "originals", "certified_copies", "photocopies"]


class EventInline(ReadOnly, admin.TabularInline):
    model = DossierEvent
    fields = ["at", "kind", "by", "reason"]


@admin.register(Dossier)
class DossierAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["code", "applicant_name", "version", "state", "received_at", "due_at"]
    list_filter = ["state", "channel", "outcome"]
    list_select_related = ["version"]
    search_fields = ["code"]
    show_full_result_count = False
    inlines = [DocumentInline, EventInline]
    exclude = [
        "applicant_id_number",
        "representative_id_number",
        "secret",
        "key",
        "digest",
        "due_steps",
        "numbering_agency",
        "numbered_on",
        "number",
    ]
    readonly_fields = ["identity_paper"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=Dossier.objects.visible_to(request.user))

    @admin.display(description=_("identity paper"))
    def identity_paper(self, dossier):
        return masked(dossier.applicant_id_number) or "–"


@admin.register(DossierEvent)
class DossierEventAdmin(OfVisibleDossiers, admin.ModelAdmin):
    list_display = ["at", "dossier", "kind", "by", "reason"]
    list_filter = ["kind"]
    list_select_related = ["dossier", "by"]
    search_fields = ["dossier__code"]


@admin.register(Slip)
class SlipAdmin(OfVisibleDossiers, admin.ModelAdmin):
    list_display = ["issued_at", "dossier", "kind", "version", "sha256"]
    list_select_related = ["dossier"]
    search_fields = ["dossier__code"]
    exclude = ["content"]
