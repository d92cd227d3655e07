"""Posting sheets as PDF: of one procedure for everybody, a unit's booklets and what a decision brings it for staff."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from procedures.decision_prints import PARTS, WITH_SHEETS, Brought
from procedures.forms import BookletFilter
from procedures.models import DecisionState, Procedure, PublicationDecision
from procedures.posting_sheets import PRINTED, booklet_of, decision_in_words, print_booklet, printed_sheet
from procedures.postings import State, applied_at
from procedures.views.postings import get_unit
from units.models import AdministrativeUnit


@require_safe
@login_not_required
def sheet(request, code):
    """The sheet that `unit` hangs, today or from a later day `on`; without a unit, the page where one is chosen.

    Told by its ETag without being printed: over a poor line it is fetched once a day at most.
    """
    if not request.GET.get("unit"):
        return redirect(f"{reverse('procedures:detail', args=[code])}#print-sheet")
    today = timezone.localdate(request.now)
    unit = get_object_or_404(with_desk().filter(code=request.GET["unit"]).in_force_on(today))
    printed = printed_sheet(version_at(unit, code, day_asked(request, today)), unit, today=today)
    etag = f'"{printed.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = pdf_response(printed.as_pdf(), f"niem-yet-{printed.sheet.code}-{unit.code}.pdf")
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    return response


@require_safe
def booklet(request, code):
    """The sheets of what `unit_postings` lists at the same address: of a sector, of what is missing, of everything.

    Of a decision that was only recorded, `decision` is what it brought.
    """
    today = timezone.localdate(request.now)
    asked = BookletFilter(request.GET, today=today)
    unit = get_unit(request.user, code, today)
    if unit is None or asked.errors.get("on") or asked.cleaned_data["state"] == State.STALE:
        raise Http404
    versions = asked.found_at(unit)
    if not versions.exists():
        messages.warning(request, _("No procedure fits: there is nothing to print."))
        return redirect(f"{reverse('procedures:unit_postings', args=[code])}?{request.GET.urlencode()}")
    printed = booklet_of(unit, versions, about=about(asked.cleaned_data), today=today)
    if waiting := how_far(request, printed.sheets):
        return waiting
    return pdf_response(print_booklet(printed), f"tap-niem-yet-{unit.code}-{today}.pdf")


@require_safe
def of_decision(request, pk, code, part):
    """What an applied decision brings a unit in one's sight: the sheets to hang, those to take down, what to sign."""
    today = timezone.localdate(request.now)
    applied = PublicationDecision.objects.visible_to(request.user).filter(state=DecisionState.APPLIED)
    decision, unit = get_object_or_404(applied, pk=pk), get_unit(request.user, code, today)
    if unit is None or part not in PARTS:
        raise Http404
    brought = Brought(decision, unit, today)
    if brought.is_empty:
        raise Http404
    print_part, name = PARTS[part]
    if part in WITH_SHEETS and (waiting := how_far(request, brought.sheets)):
        return waiting
    return pdf_response(print_part(brought), f"{name}-{decision.pk}-{unit.code}.pdf")


def how_far(request, sheets):
    """A page that asks again by itself until the size of each sheet is known; None when the PDF can be made."""
    done = sum(sheet.points is not None for sheet in sheets)
    if done == len(sheets):
        return None
    context = {"section": "procedures", "done": done, "all": len(sheets)}
    response = render(request, "procedures/printing.html", context, status=202)
    response["Cache-Control"] = "no-store"
    return response


def with_desk():
    return AdministrativeUnit.objects.filter(desk__isnull=False).select_related("desk", "parent")


def version_at(unit, code, day):
    """What applies at `unit` on `day` of the procedure with that code, now or before its national one was known."""
    procedures = Procedure.objects.with_any_code(code).filter(level=unit.level)
    versions = applied_at(unit, day).filter(procedure__in=procedures).select_related("procedure")
    found = list(versions.prefetch_related(*PRINTED))
    if not found:
        raise Http404
    return next((version for version in found if version.procedure.code == code), found[0])


def day_asked(request, today):
    """What no longer hangs is not printed: an earlier day is as good as today."""
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        raise Http404 from None
    return max(asked or today, today)


def about(wanted):
    told = [f"Lĩnh vực {wanted['sector']}" if wanted.get("sector") else "Thủ tục áp dụng tại đơn vị"]
    with override("vi"):
        if wanted.get("state"):
            told.append(str(State(wanted["state"]).label).lower())
    if wanted.get("decision"):
        told.append(decision_in_words(wanted["decision"]))
    if wanted.get("q"):
        told.append(f"“{wanted['q']}”")
    return " – ".join(told)


def pdf_response(content, filename):
    headers = {"Content-Disposition": content_disposition_header(False, filename)}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
