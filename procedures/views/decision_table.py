"""The lines of a draft from a table, or from a list of codes: first shown, then drafted."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from procedures import actions, uploads
from procedures.catalogue import COLUMNS
from procedures.forms import CodesForm
from procedures.line_rows import lines_from
from procedures.models import LineKind
from procedures.permissions import keepers_only
from procedures.views.decisions import SECTION, attempt, get_decision
from units.tables import TableFaults

MOST_FAULTS = 200  # nobody corrects more at once


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def table(request, pk):
    """What a table would draft, or what is wrong with it; then, confirmed, its lines."""
    decision = get_decision(request, pk)
    if "confirm" in request.POST:
        return _draft(request, decision)
    form = uploads.UploadForm(request.POST or None, request.FILES or None)
    outcome = {}
    if form.is_valid():
        kept = uploads.keep(form.cleaned_data["file"], by=request.user)
        outcome = _looked_at(kept, decision, request)
        if outcome.get("faults"):
            kept.forget()
    return table_page(request, decision, form, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def abolish(request, pk):
    """Sent from the page of the table; who comes back to its address finds that page."""
    if request.method != "POST":
        return redirect("procedures:lines_from_table", pk=pk)
    decision, form = get_decision(request, pk), CodesForm(request.POST)
    if not form.is_valid():
        return table_page(request, decision, uploads.UploadForm(), {"codes_form": form})
    given = {"decision": decision, "kind": LineKind.ABOLISH, "procedures": form.cleaned_data["procedures"]}
    lines = attempt(request, actions.draft_lines, **given)
    if lines is not None:
        tell(request, lines)
    return redirect("procedures:decision", pk=pk)


def _draft(request, decision):
    kept = uploads.kept(request.POST["confirm"], by=request.user)
    if kept is None:
        messages.warning(request, _("The file is no longer there. Nothing was changed; upload it again."))
        return redirect("procedures:lines_from_table", pk=decision.pk)
    try:
        lines = attempt(request, actions.draft_table, decision=decision, path=kept.path)
    except TableFaults as error:
        return table_page(request, decision, uploads.UploadForm(), _faulty(kept, error))
    finally:
        kept.forget()
    if lines is not None:
        tell(request, lines)
    return redirect("procedures:decision", pk=decision.pk)


def tell(request, lines):
    said = ngettext("%(n)d line is drafted.", "%(n)d lines are drafted.", len(lines)) % {"n": len(lines)}
    messages.success(request, said)


def _looked_at(kept, decision, request):
    try:
        rows = lines_from(kept.path, decision, today=timezone.localdate(request.now))
    except TableFaults as error:
        return _faulty(kept, error)
    return {"kept": kept, "rows": rows, "drafting": [row for row in rows if not row.changes_nothing]}


def _faulty(kept, error):
    return {"kept": kept, "faults": error.found[:MOST_FAULTS], "fault_count": len(error.found)}


def table_page(request, decision, form, outcome):
    context = {"decision": decision, "form": form, "columns": COLUMNS, "codes_form": CodesForm()} | outcome
    is_fault = form.errors or outcome.get("faults") or context["codes_form"].errors
    status = 400 if is_fault else 200
    return render(request, "procedures/decisions/table.html", context | SECTION, status=status)
