"""Form 06g: offices state why their dossiers are overdue; what they stated adds up to the form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import actions
from dossiers.models import Delay, Dossier
from dossiers.permissions import may_explain_delay
from reports.causes import causes_of, overdue_at_the_end, with_stated_cause
from reports.composing import units_of
from reports.forms import CauseForm
from reports.prints.causes import printed
from reports.views.report import asked_for, file_response, refused
from reports.workbooks.causes import write_causes
from units.replica import reads_replica
from units.sheets import XLSX

MOST = 200  # on one page, the longest overdue first: each tick is one dossier


@require_http_methods(["GET", "HEAD", "POST"])
def causes(request):
    """The overdue dossiers of the period's last day, each with its cause; those that are ticked get one together."""
    form = asked_for(request)
    if form.unit is None:
        return refused(request, form, "reports/causes.html")
    units = units_of(form.unit, form.period, form.is_consolidated)
    form.show_without_lines()
    dossiers = _dossiers(request, units, form.period)
    cause_form = CauseForm(request.POST if request.method == "POST" else None)
    ticked = set(request.POST.getlist("dossier"))
    if request.method == "POST" and cause_form.is_valid():
        chosen = [dossier for dossier in dossiers if str(dossier.pk) in ticked]
        if chosen:
            return _state(request, chosen, cause_form.cleaned_data)
        cause_form.add_error(None, _("Nothing was recorded: tick the dossiers that this is the cause of."))
    context = {
        "section": "reports",
        "form": form,
        "cause_form": cause_form,
        "dossiers": dossiers,
        "ticked": ticked,
        "most": MOST,
        "made": causes_of(unit=form.unit, units=units, period=form.period),
    }
    return render(request, "reports/causes.html", context, status=400 if cause_form.errors else 200)


@require_safe
@reads_replica
def workbook(request):
    return _file(request, "xlsx", XLSX, write_causes)


@require_safe
@reads_replica
def pdf(request):
    return _file(request, "pdf", "application/pdf", printed)


def _file(request, ending, content_type, make):
    form = asked_for(request)
    if form.unit is None:
        return refused(request, form, "reports/causes.html")
    units = units_of(form.unit, form.period, form.is_consolidated)
    made = causes_of(unit=form.unit, units=units, period=form.period)
    content = make(made, report_set=form.report_set, by=request.user, now=request.now)
    return file_response(
        content, f"bieu-06g-{form.unit.code}-{form.period.first}-{form.period.last}.{ending}", content_type
    )


def _dossiers(request, units, period):
    """Those of them that one may see, the longest overdue first; with what was stated of each."""
    found = overdue_at_the_end(units=units, period=period) & Dossier.objects.visible_to(request.user)
    dossiers = list(with_stated_cause(found).with_list_data().order_by("due_at", "pk")[:MOST])
    delays = Delay.objects.select_related("cause").in_bulk([dossier.delay for dossier in dossiers if dossier.delay])
    for dossier in dossiers:
        dossier.stated = delays.get(dossier.delay)
        dossier.may_be_explained = may_explain_delay(request.user, dossier)
    return dossiers


def _state(request, dossiers, given):
    if not all(dossier.may_be_explained for dossier in dossiers):
        raise PermissionDenied
    gone = []
    for dossier in dossiers:
        try:
            actions.explain_delay(dossier=dossier, by=request.user, now=request.now, **given)
        except actions.NotLate:
            gone.append(dossier.code)
    done = len(dossiers) - len(gone)
    if done:
        said = ngettext("The cause is recorded for %(n)d dossier.", "The cause is recorded for %(n)d dossiers.", done)
        messages.success(request, said % {"n": done})
    if gone:
        said = _("Not recorded, since they are not late any more: %(codes)s.")
        messages.warning(request, said % {"codes": ", ".join(gone)})
    return redirect(request.get_full_path())
