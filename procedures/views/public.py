"""What may be asked for, for everybody to look up."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from procedures.browsing import levels_on, places_to_ask_on
from procedures.forms import ProcedureFilter, SheetForm
from procedures.models import FormFile, LifeEvent, Likeness, Procedure, Sector
from procedures.permissions import keeps_catalogue, may_record_feedback
from procedures.sheets import sheets_of
from units import files

PAGE_SIZE = 25


@require_safe
@login_not_required
def procedures(request):
    form = ProcedureFilter(request.GET, today=timezone.localdate(request.now))
    page = Paginator(form.found(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "inside": Likeness.INSIDE,
        "keeps_catalogue": keeps_catalogue(request.user),
        "section": "procedures",
    }
    return render(request, "procedures/list.html", context, status=400 if form.period_faults else 200)


@require_safe
@login_not_required
def browse(request):
    today = timezone.localdate(request.now)
    levels = levels_on(today)
    context = {
        "life_events": LifeEvent.objects.leading_somewhere_on(today),
        "levels": levels,
        "units": places_to_ask_on(today, levels),
        "sectors": Sector.objects.with_counts_on(today).by_name(),
        "section": "procedures",
    }
    return render(request, "procedures/browse.html", context)


@require_safe
@login_not_required
def detail(request, code):
    """All levels that have the code; one that a procedure had before its code was known leads to the new one.

    `?on=` is the day as of which it is told, `?level=` one of its levels, `?case=` the position of a case.
    """
    known = list(Procedure.objects.with_any_code(code).published())
    if not known:
        raise Http404
    at_levels = [procedure for procedure in known if procedure.code == code]
    if not at_levels:
        return redirect(reverse("procedures:detail", args=[known[0].code], query=request.GET))
    form = SheetForm(request.GET, procedures=at_levels)
    form.is_valid()
    asked = form.cleaned_data
    sheets = sheets_of(form.wanted, user=request.user, now=request.now, on=asked.get("on"), case=asked.get("case"))
    context = {"code": code, "sheets": sheets, "levels": at_levels, "form": form, "section": "procedures"}
    context["records_feedback"] = request.user.is_authenticated and may_record_feedback(request.user)
    return render(request, "procedures/detail.html", context, status=400 if form.faults else 200)


@require_safe
@login_not_required
def form_file(request, digest):
    """A form to fill in, of whichever version: its address is what its bytes come to, so it never changes."""
    form = FormFile.objects.filter(sha256=digest).first()
    if form is None:
        raise Http404
    tag = quote_etag(form.sha256)
    response = get_conditional_response(request, etag=tag) or _download(form)
    response.headers["ETag"] = tag
    return response


def _download(form):
    try:
        file = files.open_stored(form.path)
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{form.name}{Path(form.path).suffix}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=form.content_type)
