"""What citizens thought of it, as sums, for who oversees desks."""

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from satisfaction.exports import explanations, sheets_of
from satisfaction.forms.results import DeskForm
from satisfaction.models import TYPISTS
from satisfaction.permissions import overseers_only
from satisfaction.results import whole_months
from satisfaction.tables import Results
from units.forms import PeriodForm
from units.sheets import workbook_response

COMMENTS = 20  # on a page
PROCEDURES = 15  # told apart, unless all are asked for


@require_safe
@overseers_only
def results(request):
    forms = forms_of(request)
    context = {
        **forms,
        "section": "satisfaction",
        "target": settings.SATISFACTION_TARGET,
        "fewest": settings.FEWEST_ANSWERS_SHOWN,
        "types_cards": request.user.has_role(*TYPISTS),
    }
    most = None if request.GET.get("procedures") == "all" else PROCEDURES
    found = results_of(request, most=most, **forms)
    if found is None:
        return render(request, "satisfaction/results.html", context, status=400)
    context |= {
        "tells_all": most is None,
        "results": found,
        "months": whole_months(found.period.first, found.period.last),
        "tables": list(found.tables()),
        "page": Paginator(found.comments(), COMMENTS).get_page(request.GET.get("page")),
        "explanations": explanations(),
    }
    return render(request, "satisfaction/results.html", context)


@require_safe
@overseers_only
def workbook(request):
    """The tables of the page in Excel; of a form at fault, the page that says so."""
    found = results_of(request, **forms_of(request))
    if found is None:
        return results(request)
    filename = f"hai-long-{found.unit_code}-{found.period.first}-{found.period.last}.xlsx"
    return workbook_response(filename, *sheets_of(found))


def forms_of(request):
    period_form = PeriodForm(request.GET, today=timezone.localdate(request.now))
    return {"period_form": period_form, "desk_form": DeskForm(request.GET, user=request.user)}


def results_of(request, period_form, desk_form, most=None):
    """None where what was asked for is at fault."""
    if not (period_form.is_valid() and desk_form.is_valid()):
        return None
    return Results(request.user, period_form.period, desk_form.cleaned_data["desk"], most, request.GET.get("order", ""))
