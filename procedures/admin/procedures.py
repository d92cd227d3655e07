import tempfile

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from procedures import uploads
from procedures.admin.kept import KeptByProcedureControl
from procedures.catalogue import COLUMNS, is_local
from procedures.exports import catalogue_rows
from procedures.imports import import_procedures
from procedures.models import Fee, Procedure, ProcedureAtUnit, ProcedureVersion, Sector
from units.admin_permissions import WithinReach
from units.models import Level
from units.tables import TableFaults, write_xlsx
from units.text import fold

FAULTS_SHOWN = 200  # of an upload; nobody corrects more at once


class VersionInline(KeptByProcedureControl, admin.TabularInline):
    """What there is, each with a link to its own page, where it is edited."""

    model = ProcedureVersion
    fields = readonly_fields = ["valid_from", "valid_to", "name", "change", "decision"]
    ordering = ["valid_from"]
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False


class FeeInline(KeptByProcedureControl, admin.TabularInline):
    model = Fee
    ordering = ["kind", "valid_from"]
    extra = 0


class ProcedureAtUnitInline(WithinReach, KeptByProcedureControl, admin.TabularInline):
    model = ProcedureAtUnit
    fields = ["unit", "handling", "reason", "valid_from", "valid_to"]
    extra = 0


class InForceSectorFilter(admin.SimpleListFilter):
    title = _("sector")
    parameter_name = "sector"

    def lookups(self, request, model_admin):
        return Sector.objects.values_list("pk", "name")

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if not self.value().isdecimal():
            return queryset.none()
        versions = ProcedureVersion.objects.in_force_on(today(request)).filter(sector=self.value())
        return queryset.filter(pk__in=versions.values("procedure"))


def today(request):
    return timezone.localdate(request.now)


@admin.register(Procedure)
class ProcedureAdmin(KeptByProcedureControl, admin.ModelAdmin):
    change_list_template = "admin/procedures/procedure/change_list.html"
    list_display = ["code", "level", "name_in_force", "sector_in_force", "handling"]
    list_filter = ["level", "handling", InForceSectorFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["code"]
    search_help_text = _("Code or name, with or without diacritics.")
    inlines = [VersionInline, FeeInline, ProcedureAtUnitInline]

    def get_queryset(self, request):
        version = ProcedureVersion.objects.in_force_on(today(request)).filter(procedure=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                name_now=Subquery(version.values("name")[:1]), sector_now=Subquery(version.values("sector__name")[:1])
            )
        )

    def get_readonly_fields(self, request, obj=None):
        return ["level", "local_code"] if obj else ["local_code"]

    def save_model(self, request, obj, form, change):
        """A procedure whose code becomes known stays findable under its local one."""
        before = form.initial.get("code", "")
        if is_local(before) and obj.code != before:
            obj.local_code = before
        super().save_model(request, obj, form, change)

    def get_search_results(self, request, queryset, search_term):
        for word in fold(search_term).split():
            named = ProcedureVersion.objects.filter(procedure=OuterRef("pk"), searched__contains=word)
            queryset = queryset.filter(Q(code__icontains=word) | Q(local_code__icontains=word) | Exists(named))
        return queryset, False

    @admin.display(description=_("name"), ordering="name_now")
    def name_in_force(self, procedure):
        return procedure.name_now or _("(no version in force today)")

    @admin.display(description=_("sector"), ordering="sector_now")
    def sector_in_force(self, procedure):
        return procedure.sector_now or ""

    def has_delete_permission(self, request, obj=None):
        """Never: a local code must not be given twice. What no longer applies is ended, or marked as not applied."""
        return False

    def get_urls(self):
        own = [
            path("download/", self.admin_site.admin_view(self.download), name="procedures_procedure_download"),
            path("upload/", self.admin_site.admin_view(self.upload), name="procedures_procedure_upload"),
        ]
        return own + super().get_urls()

    def download(self, request):
        """The catalogue of today as a workbook that can be uploaded again; `?level=` for one level."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        day, level = today(request), request.GET.get("level")
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        write_xlsx(file, COLUMNS, catalogue_rows(day, level if level in Level.values else None))
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"thu-tuc-{day}.xlsx")

    def upload(self, request):
        """First shows what a file would change, or what is wrong with it; then, confirmed, takes it over."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if "confirm" in request.POST:
            return self._import(request)
        form = uploads.UploadForm(request.POST or None, request.FILES or None)
        outcome = {}
        if form.is_valid():
            kept = uploads.keep(form.cleaned_data["file"], by=request.user)
            outcome = _outcome(kept, today=today(request), dry_run=True)
            if outcome.get("faults"):
                kept.forget()
        return self._upload_page(request, form, outcome)

    def _import(self, request):
        kept = uploads.kept(request.POST["confirm"], by=request.user)
        if kept is None:
            messages.warning(request, _("The file is no longer there. Nothing was changed; upload it again."))
            return redirect("admin:procedures_procedure_upload")
        outcome = _outcome(kept, today=today(request), dry_run=False)
        kept.forget()
        if outcome.get("faults"):
            return self._upload_page(request, uploads.UploadForm(), outcome)
        self._log(request, kept, outcome["counts"])
        messages.success(request, _("%(file)s: %(counts)s") % {"file": kept.name, "counts": summary(outcome["counts"])})
        return redirect("admin:procedures_procedure_changelist")

    def _log(self, request, kept, counts):
        LogEntry.objects.create(
            user=request.user,
            content_type=get_content_type_for_model(Procedure),
            object_repr=kept.name[:200],
            action_flag=CHANGE,
            change_message=str(counts),
        )

    def _upload_page(self, request, form, outcome):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Upload the list of procedures"),
            "opts": self.opts,
            "form": form,
            "columns": COLUMNS,
            "summary": summary(outcome["counts"]) if "counts" in outcome else None,
            **outcome,
        }
        return render(request, "admin/procedures/procedure/upload.html", context)


def _outcome(kept, *, today, dry_run):
    try:
        counts = import_procedures(kept.path, today=today, dry_run=dry_run)
    except TableFaults as error:
        return {
            "kept": kept,
            "faults": error.found[:FAULTS_SHOWN],
            "fault_count": len(error.found),
            "left_out": max(len(error.found) - FAULTS_SHOWN, 0),
        }
    return {"kept": kept, "counts": counts}


def summary(counts):
    return _("%(rows)d rows: %(added)d added, %(changed)d changed, %(unchanged)d unchanged.") % {
        "rows": counts.added + counts.changed + counts.unchanged,
        "added": counts.added,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
    }
