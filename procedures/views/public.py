"""What may be asked for, for everybody to look up."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procedures.forms import ProcedureFilter
from procedures.models import Procedure
from procedures.permissions import keeps_catalogue
from procedures.sheets import sheets_of

PAGE_SIZE = 25


@require_safe
@login_not_required
def procedures(request):
    form = ProcedureFilter(request.GET, today=timezone.localdate(request.now))
    page = Paginator(form.found(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "section": "procedures", "keeps_catalogue": keeps_catalogue(request.user)}
    return render(request, "procedures/list.html", context, status=400 if form.period_faults else 200)


@require_safe
@login_not_required
def detail(request, code):
    """All levels that have the code; one that a procedure had before its code was known leads to the new one."""
    known = list(Procedure.objects.with_any_code(code))
    if not known:
        raise Http404
    at_levels = [procedure for procedure in known if procedure.code == code]
    if not at_levels:
        return redirect("procedures:detail", code=known[0].code)
    sheets = sheets_of(at_levels, user=request.user, now=request.now)
    return render(request, "procedures/detail.html", {"code": code, "sheets": sheets, "section": "procedures"})
