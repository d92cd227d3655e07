"""Dossiers, their events and slips, to be looked at: nothing here is added, changed or deleted by hand."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property
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


class LatestFirst(Paginator):
    """Leafs through the latest rows only: counting hundreds of thousands takes seconds, and nobody leafs that far."""

    LATEST = 1000

    @cached_property
    def count(self):
        return len(self.object_list.values_list("pk")[: self.LATEST])


class Listed(ReadOnly):
    """The latest rows; any other is found by its dossier's code."""

    ordering = ["-pk"]
    paginator = LatestFirst
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = []
    code_path = "dossier__code"
    search_fields = ["code"]  # has the page show its box; what it finds is said below
    search_help_text = _("The latest 1,000 are listed. Type a dossier code in full to find others.")

    def get_search_results(self, request, queryset, search_term):
        code = search_term.strip().upper()
        return (queryset.filter(**{self.code_path: code}) if code else queryset), False


class OfVisibleDossiers(Listed):
    """Administrators look at the dossiers that they may see, here as everywhere."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(dossier__in=Dossier.objects.visible_to(request.user))


class DocumentInline(ReadOnly, admin.TabularInline):
    model = DossierDocument
    fields = ["name", "originals", "certified_copies", "photocopies"]


class EventInline(ReadOnly, admin.TabularInline):
    model = DossierEvent
    fields = ["at", "kind", "by", "reason"]


@admin.register(Dossier)
class DossierAdmin(Listed, admin.ModelAdmin):
    code_path = "code"
    list_display = ["code", "applicant_name", "version", "state", "received_at", "due_at"]
    list_filter = ["state", "channel", "outcome"]
    list_select_related = ["version"]
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


@admin.register(Slip)
class SlipAdmin(OfVisibleDossiers, admin.ModelAdmin):
    list_display = ["issued_at", "dossier", "kind", "version", "sha256"]
    list_select_related = ["dossier"]
    exclude = ["content"]
