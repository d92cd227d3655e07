"""A list of dossiers as a file: sent at once, or made by a job while its page says how far it is."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from dossiers import export_jobs, exports
from dossiers.models import Export, ExportKind
from dossiers.views.lists import asked_for, refused
from units.replica import reads_replica
from units.sheets import CSV, SHEET_ROWS, XLSX, workbook_response

MOST_EXPORTS = 30


@require_GET
@reads_replica
def export(request, kind):
    """The list at the same address as a file; one that keeps its asker waiting is offered to be made by a job."""
    asked = asked_for(request, request.GET)
    if not asked.form.is_valid():
        return refused(request, asked)
    rows = exports.rows_at_once(asked.found)
    if rows is None:
        return _offer(request, asked, kind)
    if asked.is_part and not rows:
        return _nothing(request, asked)
    export_jobs.record(asked=asked, kind=kind, rows=rows, by=request.user, now=request.now)
    return (_csv if kind == ExportKind.CSV else _xlsx)(request, asked)


@require_POST
def ask(request):
    """Have the file made. Who has one being made is led to that one."""
    kind = request.POST.get("kind")
    asked = asked_for(request, QueryDict(request.POST.get("list", "")))
    if kind not in ExportKind or not asked.form.is_valid():
        return refused(request, asked)
    export, is_new = export_jobs.ask(asked=asked, kind=kind, by=request.user, now=request.now)
    if not is_new and (export.query, export.kind) != (asked.address(after=""), kind):
        messages.warning(request, _("One file at a time: this one is still being made. Wait for it or cancel it."))
    return redirect("dossiers:export", pk=export.pk)


@require_safe
def detail(request, pk):
    """How far it is; once it is made, the way to take it. Asked for by htmx, only the part that changes."""
    export = _get_export(request, pk)
    context = {
        "section": "dossiers",
        "export": export,
        "is_stalled": export_jobs.is_stalled(export, now=request.now),
        "is_written": bool(export.total) and export.done >= export.total,
        "removed_on": export.ended_at and export.ended_at + timedelta(days=settings.EXPORTS_KEPT_DAYS),
        "list": export.query,
    }
    return render(request, "exports/_export.html" if request.htmx else "exports/detail.html", context)


@require_GET
def file(request, pk):
    export = _get_export(request, pk)
    if not export.is_ready:
        raise Http404
    if export.reach != export_jobs.digest_of_reach(request.user):
        messages.error(request, _("What you may see has changed since this file was made. Ask for it anew."))
        return redirect("dossiers:export", pk=pk)
    try:
        content = export_jobs.path_of(export).open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file is not there any more. Ask for it anew."))
        return redirect("dossiers:export", pk=pk)
    Export.objects.filter(pk=pk, taken_at=None).update(taken_at=request.now)
    return FileResponse(
        content,
        as_attachment=True,
        filename=f"{_file_name(export.asked_at)}.{export.kind}",
        content_type=CSV if export.kind == ExportKind.CSV else XLSX,
        headers={"Cache-Control": "private, no-store"},
    )


@require_POST
def end(request, pk):
    """Cancel what is being made, remove what is made."""
    export = _get_export(request, pk)
    if not export_jobs.cancel(export, now=request.now):
        export_jobs.remove(export, now=request.now)
    return redirect("dossiers:export", pk=pk)


@require_safe
def mine(request):
    """What one took and has made, the latest first: to come back to a file."""
    rows = Export.objects.visible_to(request.user)[:MOST_EXPORTS]
    return render(request, "exports/list.html", {"section": "dossiers", "exports": rows})


def _csv(request, asked):
    left_out = exports.left_out() if asked.is_part else ""
    lines = exports.csv_of(asked.order.sort(asked.found), today=asked.today, left_out=left_out)
    headers = {
        "Content-Disposition": f'attachment; filename="{_file_name(request.now)}.csv"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(lines, content_type=CSV, headers=headers)


def _xlsx(request, asked):
    left_out = exports.left_out() if asked.is_part else ""
    notes = exports.Notes(filter=asked.in_words(), by=request.user, now=request.now, left_out=left_out)
    sheets = exports.sheets_of(asked.order.sort(asked.found), today=asked.today, notes=notes)
    return workbook_response(f"{_file_name(request.now)}.xlsx", *sheets)


def _offer(request, asked, kind):
    count, is_counted = asked.count()
    context = {
        "section": "dossiers",
        "kind": kind,
        "kinds": ExportKind,
        "count": count if is_counted else settings.EXPORT_LIMIT,
        "is_counted": is_counted,
        "sheet_rows": SHEET_ROWS - 1,
        "needs_sheets": not is_counted or count >= SHEET_ROWS,
        "kept_days": settings.EXPORTS_KEPT_DAYS,
        "is_part": asked.is_part,
        "told": asked.told,
        "words": asked.in_words(),
        "all": asked.address(after="", order=asked.order),
    }
    return render(request, "exports/offer.html", context)


def _nothing(request, asked):
    """403: the list asks for what is there, but not for him."""
    context = {"section": "dossiers", "told": asked.told, "all": asked.address(after="", order=asked.order)}
    return render(request, "exports/nothing.html", context, status=403)


def _get_export(request, pk):
    return get_object_or_404(Export.objects.visible_to(request.user), pk=pk)


def _file_name(moment):
    return f"ho-so-{timezone.localtime(moment):%Y%m%d-%H%M}"
