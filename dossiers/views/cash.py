from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossiers.cash import cash_sheet
from dossiers.cash_prints import cash_sheets, print_cash
from dossiers.forms.register import CashForm
from dossiers.views.register import asked_form, pdf_response
from units.sheets import workbook_response


@require_GET
def cash(request):
    """The day's cash sheet on the screen: each clerk's money, and the lines it comes from."""
    form = asked_form(request, CashForm)
    context = {"section": "desk", "form": form, "today": timezone.localdate(request.now)}
    if not form.is_valid():
        return render(request, "register/cash.html", context, status=400)
    return render(request, "register/cash.html", context | {"sheet": _sheet(request, form)})


@require_GET
def cash_pdf(request):
    form = asked_form(request, CashForm)
    if not form.is_valid():
        return cash(request)
    sheet = _sheet(request, form)
    return pdf_response(print_cash(sheet, user=request.user, now=request.now), f"{_name(sheet)}.pdf")


@require_GET
def cash_xlsx(request):
    form = asked_form(request, CashForm)
    if not form.is_valid():
        return cash(request)
    sheet = _sheet(request, form)
    return workbook_response(f"{_name(sheet)}.xlsx", *cash_sheets(sheet, user=request.user, now=request.now))


def _sheet(request, form):
    return cash_sheet(request.user, form.desks_asked, form.cleaned_data["on"], clerk=form.cleaned_data["clerk"])


def _name(sheet):
    unit = f"-{sheet.desks[0].unit.code}" if len(sheet.desks) == 1 else ""
    return f"thu-phi{unit}-{sheet.on}"
