from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossiers.day_end import day_end
from dossiers.forms.register import DayEndForm, RegisterForm
from dossiers.printing import print_day_end, print_register, sheets_of
from dossiers.register import COUNTED, Register, desks_of
from units.calendars import work_calendar
from units.replica import reads_replica
from units.sheets import workbook_response

PAGE = 50


@require_GET
def register(request):
    """The register of a desk, book and period; page 1,000 costs what page 1 costs."""
    form = asked_form(request, RegisterForm)
    return _register_page(request, form)


@require_GET
@reads_replica
def register_pdf(request):
    def printed(register, filename):
        return pdf_response(print_register(register, now=request.now), filename)

    return _register_file(request, "pdf", settings.REGISTER_PDF_ROWS, printed)


@require_GET
@reads_replica
def register_xlsx(request):
    def written(register, filename):
        return workbook_response(filename, *sheets_of(register, now=request.now))

    return _register_file(request, "xlsx", settings.REGISTER_XLSX_ROWS, written)


@require_GET
def day(request):
    """The day-end sheet on the screen."""
    form = asked_form(request, DayEndForm)
    context = {"section": "desk", "form": form, "today": _today(request)}
    if not form.is_valid():
        return render(request, "register/day.html", context, status=400)
    return render(
        request,
        "register/day.html",
        context | {"sheet": _sheet(request, form), "uncollected_days": settings.UNCOLLECTED_DAYS},
    )


@require_GET
def day_pdf(request):
    form = asked_form(request, DayEndForm)
    if not form.is_valid():
        return day(request)
    sheet = _sheet(request, form)
    return pdf_response(
        print_day_end(sheet, user=request.user, now=request.now), f"cuoi-ngay-{sheet.desk.unit.code}-{sheet.on}.pdf"
    )


def asked_form(request, kind):
    """The question asked, of whoever may ask it; a desk that is not his and one that is not there look the same."""
    desks = desks_of(request.user)
    if not desks:
        raise PermissionDenied
    form = kind(request.GET, user=request.user, desks=desks, today=_today(request))
    if form.is_of_a_strange_desk:
        raise Http404
    return form


def _register_page(request, form, too_long=""):
    context = {"section": "dossiers", "form": form, "too_long": too_long, "counted": COUNTED}
    context |= {"pdf_rows": settings.REGISTER_PDF_ROWS, "xlsx_rows": settings.REGISTER_XLSX_ROWS}
    if not form.is_valid():
        return render(request, "register/list.html", context, status=400)
    today = _today(request)
    register = _asked(request, form)
    form.offer(register.books())
    rows, following = register.page(request.GET.get("after", ""), PAGE, today)
    totals = register.totals(today)
    context |= {
        "register": register,
        "rows": rows,
        "totals": totals,
        "is_printable": bool(totals) and totals["received"] <= settings.REGISTER_PDF_ROWS,
        "is_first": "after" not in request.GET,
        "next_key": following,
    }
    return render(request, "register/list.html", context, status=400 if too_long else 200)


def _register_file(request, ending, most, made):
    """The register as `made(register, filename)`; one of more than `most` rows is shown, and what to do is said."""
    form = asked_form(request, RegisterForm)
    if not form.is_valid():
        return _register_page(request, form)
    register = _asked(request, form)
    if _is_longer(register, most):
        return _register_page(request, form, too_long=ending)
    return made(
        register, f"so-theo-doi-{register.desk.unit.code}-{register.period.first}-{register.period.last}.{ending}"
    )


def _asked(request, form):
    return Register(request.user, form.cleaned_data["desk"], form.period, form.cleaned_data["book"])


def _sheet(request, form):
    on = form.cleaned_data["on"]
    desk = form.cleaned_data["desk"]
    return day_end(request.user, desk, on, work_calendar(on=on, unit=desk.unit))


def _is_longer(register, most):
    return register.dossiers.order_by()[: most + 1].count() > most


def pdf_response(content, name):
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _today(request):
    return timezone.localdate(request.now)
