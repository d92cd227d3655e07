"""The statutory report: on the page, as a workbook and as a print, each with the same figures."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports import links
from reports.composing import Report, compose
from reports.forms import ReportForm
from reports.prints.report import printed
from reports.recounting import differences
from reports.standing import held_to_before, standing_of
from reports.statutory import UNIT_OF_COUNT
from reports.tables import table_of
from reports.terms import term_with
from reports.workbooks.report import write_report
from units.models import AdministrativeUnit, Role, UnitKind, User
from units.replica import reads_replica
from units.sheets import XLSX


@require_safe
@reads_replica
def report(request):
    """The form as it is printed, each number a link to its dossiers; underneath, what has to hold of it."""
    form = asked_for(request)
    if form.unit is None:
        return refused(request, form, "reports/report.html")
    made = held_to_before(_composed(form))
    context = {
        "section": "reports",
        "form": form,
        "report": made,
        "term": term_with(made.period, made.report_set.cut_off_day),
        "table": table_of(made),
        "standing": standing_of(made, user=request.user, today=timezone.localdate(request.now)),
        "query": links.period_of_unit(made.unit, made.period),
        "unit_of_count": UNIT_OF_COUNT,
        "is_recounted": "recount" in request.GET,
        "differences": list(differences(made)) if "recount" in request.GET else [],
    }
    return render(request, "reports/report.html", context)


@require_safe
@reads_replica
def workbook(request):
    return _file(request, "xlsx", XLSX, write_report)


@require_safe
@reads_replica
def pdf(request):
    return _file(request, "pdf", "application/pdf", printed)


def _file(request, ending, content_type, make):
    form = asked_for(request)
    if form.unit is None:
        return refused(request, form, "reports/report.html")
    made = _composed(form)
    name = f"bieu-06-{made.unit.code}-{made.period.first}-{made.period.last}.{ending}"
    return file_response(make(made, by=request.user, now=request.now), name, content_type)


def file_response(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A print opens beside the page, a workbook is saved."""
    disposition = "inline" if name.endswith(".pdf") else "attachment"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def refused(request, form, template) -> HttpResponse:
    """The page with the form alone, which says what is wrong."""
    return render(request, template, {"section": "reports", "form": form}, status=400)


def asked_for(request) -> ReportForm:
    """The form of the page; its `unit` is None where there is nothing to show. PermissionDenied for who has no unit."""
    units = _reported_to(request.user)
    if not units:
        raise PermissionDenied
    own = min(_own(request.user), key=lambda unit: (list(UnitKind).index(unit.kind), unit.code))
    form = ReportForm(request.GET, today=timezone.localdate(request.now), units=units, own=own)
    form.offer()
    return form


def _composed(form) -> Report:
    return compose(
        unit=form.unit,
        period=form.period,
        is_consolidated=form.is_consolidated,
        rows=form.rows,
        report_set=form.report_set,
    )


def _reported_to(user: User) -> list[AdministrativeUnit]:
    """Whose reports he may see: of where he works and, where he oversees, of what lies under it."""
    return list(user.units_of(*Role).select_related("parent").order_by("parent", "code"))


def _own(user):
    return [duty.unit for duty in user.duties if not duty.is_beside]
