"""Dossiers and what belongs to them, to be looked at: nothing here is added, changed or deleted by hand."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from dossiers.cards import masked
from dossiers.models import (
    Batch,
    BatchItem,
    DelayCause,
    Dossier,
    DossierDocument,
    DossierEvent,
    Enquiry,
    FeeEntry,
    HandoverEntry,
    HandoverList,
    Reminder,
    Slip,
    Step,
)
from units.admin_lists import LatestFirst
from units.admin_permissions import KeptAbove, ReadOnly
from units.models import Role


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


@admin.register(DelayCause)
class DelayCauseAdmin(KeptAbove, admin.ModelAdmin):
    """The codes of form 06g: kept here, since the form leaves them to the bodies that report."""

    kept_by = (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROL)
    list_display = ["letter", "name", "is_of_regulation", "is_offered", "place"]

    def has_delete_permission(self, request, obj=None):
        return False


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

    def get_fields(self, request, obj=None):
        """What it is known by comes first."""
        return sorted(super().get_fields(request, obj), key=lambda name: name != "code")

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


@admin.register(Step)
class StepAdmin(OfVisibleDossiers, admin.ModelAdmin):
    list_display = ["begun_at", "dossier", "name", "place", "given_by", "taken_at", "taken_by", "due_at", "ended_at"]
    list_filter = ["how_it_ended"]
    list_select_related = ["dossier", "desk__unit", "agency", "given_by", "taken_by"]

    @admin.display(description=_("place"))
    def place(self, step):
        return step.place


@admin.register(FeeEntry)
class FeeEntryAdmin(OfVisibleDossiers, admin.ModelAdmin):
    list_display = ["at", "dossier", "kind", "amount", "slip_number", "receipt", "desk", "by"]
    list_filter = ["kind", "nature"]
    list_select_related = ["dossier", "desk__unit", "by"]
    exclude = ["key", "year", "number"]
    readonly_fields = ["slip_number"]

    @admin.display(description=_("number of the slip"))
    def slip_number(self, entry):
        return entry.slip_number or "–"

    @admin.display(description=_("legal receipt"))
    def receipt(self, entry):
        return entry.receipt or "–"


@admin.register(Reminder)
class ReminderAdmin(OfVisibleDossiers, admin.ModelAdmin):
    list_display = ["made_at", "dossier", "rung", "due_at", "settled_at", "settled_by"]
    list_filter = ["rung"]
    list_select_related = ["dossier", "settled_by"]


class WithinOnesSight(Listed):
    """What has a door of its own, and is found by the number of its slip."""

    code_path = "number"
    search_help_text = _("The latest 1,000 are listed. Type the number of a slip in full to find others.")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=self.model.objects.visible_to(request.user))


@admin.register(Enquiry)
class EnquiryAdmin(WithinOnesSight, admin.ModelAdmin):
    list_display = ["made_at", "number", "kind", "applicant_name", "asked_for", "desk", "dossier"]
    list_filter = ["kind", "cause"]
    list_select_related = ["version", "desk__unit", "dossier"]
    exclude = ["applicant_id_number", "representative_id_number", "key", "digest"]
    readonly_fields = ["identity_paper", "mark"]

    @admin.display(description=_("what is asked for"))
    def asked_for(self, enquiry):
        return enquiry.asked_for

    @admin.display(description=_("bar code of the slip"))
    def mark(self, enquiry):
        return enquiry.mark

    @admin.display(description=_("identity paper"))
    def identity_paper(self, enquiry):
        return masked(enquiry.applicant_id_number) or "–"


class HandoverEntryInline(ReadOnly, admin.TabularInline):
    model = HandoverEntry
    fields = ["position", "dossier"]
    readonly_fields = ["dossier"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("step__dossier")

    @admin.display(description=_("dossier"))
    def dossier(self, entry):
        return entry.step.dossier.code


@admin.register(HandoverList)
class HandoverListAdmin(WithinOnesSight, admin.ModelAdmin):
    list_display = ["made_at", "__str__", "agency", "desk", "made_by"]
    list_select_related = ["agency", "desk__unit", "made_by"]
    list_filter = ["year"]
    search_help_text = _("The latest 1,000 are listed. Type number and year, as 07/2018, to find others.")
    exclude = ["content"]
    inlines = [HandoverEntryInline]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    def get_search_results(self, request, queryset, search_term):
        number, _slash, year = search_term.strip().partition("/")
        if not search_term.strip():
            return queryset, False
        if not (number.isascii() and number.isdecimal() and year.isascii() and year.isdecimal()):
            return queryset.none(), False
        return queryset.filter(number=number[-9:], year=year[-4:]), False


class BatchItemInline(ReadOnly, admin.TabularInline):
    model = BatchItem
    fields = ["position", "code", "outcome", "why", "done_at"]
    readonly_fields = ["code"]

    def get_queryset(self, request):
        seen = Dossier.objects.visible_to(request.user)
        return super().get_queryset(request).filter(dossier__in=seen).select_related("dossier")

    @admin.display(description=_("dossier"))
    def code(self, item):
        return item.dossier.code


@admin.register(Batch)
class BatchAdmin(Listed, admin.ModelAdmin):
    """Those with dossiers that one may see; what was filled in for them stands with each dossier."""

    code_path = "items__dossier__code"
    list_display = ["made_at", "errand", "by", "is_all_or_none"]
    list_filter = ["errand"]
    list_select_related = ["by"]
    fields = ["made_at", "errand", "by", "is_all_or_none"]
    inlines = [BatchItemInline]

    def get_queryset(self, request):
        seen = Dossier.objects.visible_to(request.user)
        items = BatchItem.objects.filter(batch=OuterRef("pk"), dossier__in=seen)
        return super().get_queryset(request).filter(Exists(items))
