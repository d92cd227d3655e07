"""Publication decisions: drafted, looked at, applied to every unit at once, taken back; for procedure control."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures import actions
from procedures.decisions import alike, done_by, effects_of, plan_of, received_in_between
from procedures.forms import (
    ChosenProceduresForm,
    DecisionForm,
    LineDayForm,
    LineForms,
    ProcedureFilter,
    ProcedureToAmendForm,
    ReasonForm,
    RedateForm,
    offered_to,
)
from procedures.models import LineKind, PublicationDecision
from procedures.permissions import keepers_only, keeps_catalogue, units_in_sight
from procedures.postings import boards_of
from procedures.punctuality import Punctuality, punctuality_of
from procedures.wording import changes
from units.models import Level, ServiceDesk

PAGE_SIZE = 25
MOST_OFFERED = 100
MOST_IN_BETWEEN = 50
SECTION = {"section": "procedures"}


@require_safe
def decisions(request):
    known = PublicationDecision.objects.visible_to(request.user).recent_first()
    known = known.annotate(version_count=Count("versions", distinct=True), line_count=Count("lines", distinct=True))
    page = Paginator(known, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_draft": keeps_catalogue(request.user)}
    return render(request, "procedures/decisions/list.html", context | SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def new(request):
    """Its head; `?amend=<key>` names a procedure that it is to amend at once."""
    form = DecisionForm(request.POST or None)
    amended = ProcedureToAmendForm(request.GET)
    if form.is_valid() and (decision := attempt(request, actions.draft_decision, **form.cleaned_data)):
        if amended.is_valid():
            return amend_in(request, decision, amended.cleaned_data["amend"])
        return redirect("procedures:decision", pk=decision.pk)
    return head_page(request, form)


@require_safe
def decision(request, pk):
    """Its lines, what the chosen one changes, what becomes of every unit's list, and what can be done with it."""
    decision = get_decision(request, pk)
    plan = plan_of(decision) if decision.is_draft else None
    lines = plan.lines if plan else done_by(decision)
    in_between = received_in_between(lines, request.user)
    usual = (plan.unsettled if plan else None) or next(iter(lines), None)
    chosen = chosen_of(lines, request.GET.get("line")) or usual
    context = {
        "decision": decision,
        "plan": plan,
        "lines": lines,
        "chosen": chosen,
        "in_between": in_between[:MOST_IN_BETWEEN],
        "in_between_count": in_between.count(),
        "may_change": keeps_catalogue(request.user),
    }
    if chosen and plan and chosen.line.kind == LineKind.ABOLISH:
        context["day_form"] = LineDayForm(initial={"effective_from": chosen.line.effective_from})
    if chosen and chosen.line.content:
        context["changes"] = changes(chosen.before, chosen.line.content)
    if plan:
        context |= outlook(request, plan)
    else:
        context |= afterwards(request, decision)
    return render(request, "procedures/decisions/decision.html", context | SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def head(request, pk):
    decision = get_decision(request, pk)
    form = DecisionForm(request.POST or None, instance=decision)
    if form.is_valid() and attempt(request, actions.change_head, decision=decision, **form.cleaned_data):
        return redirect("procedures:decision", pk=pk)
    return head_page(request, form, decision=decision)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def choose(request, pk):
    """Which procedures the decision amends or abolishes: found by words, ticked, taken over as they stand."""
    decision = get_decision(request, pk)
    day = decision.effective_from or timezone.localdate(request.now)
    found = ProcedureFilter(request.GET, today=day)
    offered = offered_to(decision, found.found())
    form = ChosenProceduresForm(request.POST or None, offered=offered)
    if form.is_valid():
        procedures = [version.procedure for version in form.cleaned_data["chosen"]]
        given = {"decision": decision, "kind": form.cleaned_data["kind"], "procedures": procedures}
        if (lines := attempt(request, actions.draft_lines, **given)) is not None:
            said = ngettext("%(n)d line is drafted.", "%(n)d lines are drafted.", len(lines)) % {"n": len(lines)}
            messages.success(request, said)
            return redirect_to_line(decision, lines[0] if lines else None)
    context = {
        "decision": decision,
        "filter": found,
        "form": form,
        "offered": offered[:MOST_OFFERED],
        "found": offered.count(),
    }
    return render(request, "procedures/decisions/choose.html", context | SECTION, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def new_line(request, pk):
    decision = get_decision(request, pk)
    forms = LineForms(request.POST or None, request.FILES, level=request.GET.get("level", ""))
    if request.method == "POST" and forms.is_valid():
        line = attempt(request, actions.draft_new, decision=decision, **forms.values)
        if line:
            return redirect_to_line(decision, line)
    return line_page(request, decision, forms)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def line(request, pk, line):
    decision = get_decision(request, pk)
    line = get_object_or_404(decision.lines.exclude(kind=LineKind.ABOLISH), pk=line)
    forms = LineForms(request.POST or None, request.FILES, line=line)
    if request.method == "POST" and forms.is_valid():
        seen = request.POST.get("seen", "")
        if attempt(request, actions.redraft, line=line, seen=seen, **forms.values):
            return redirect_to_line(decision, line)
    return line_page(request, decision, forms)


@require_POST
@keepers_only
def date_line(request, pk, line):
    """From which day on an abolished procedure is not received any more, where it is not the decision's."""
    decision, form = get_decision(request, pk), LineDayForm(request.POST)
    line = get_object_or_404(decision.lines.filter(kind=LineKind.ABOLISH), pk=line)
    if form.is_valid():
        attempt(request, actions.date_line, line=line, **form.cleaned_data)
    else:
        messages.error(request, form.errors["effective_from"][0])
    return redirect_to_line(decision, line)


@require_POST
@keepers_only
def drop_line(request, pk, line):
    decision = get_decision(request, pk)
    attempt(request, actions.drop_line, line=get_object_or_404(decision.lines, pk=line))
    return redirect("procedures:decision", pk=pk)


@require_POST
@keepers_only
def apply(request, pk):
    decision = get_decision(request, pk)
    if attempt(request, actions.apply_decision, decision=decision):
        messages.success(request, _("The decision is applied: every unit's list has changed."))
    return redirect("procedures:decision", pk=pk)


@require_POST
@keepers_only
def take_back(request, pk):
    return with_reason(request, pk, ReasonForm, actions.take_back_decision, _("The decision is a draft again."))


@require_POST
@keepers_only
def redate(request, pk):
    return with_reason(request, pk, RedateForm, actions.redate_decision, _("The day of effect is corrected."))


@require_POST
@keepers_only
def discard(request, pk):
    decision = get_decision(request, pk)
    if attempt(request, actions.discard_draft, decision=decision):
        messages.success(request, _("The draft is thrown away."))
        return redirect("procedures:decisions")
    return redirect("procedures:decision", pk=pk)


def get_decision(request, pk):
    return get_object_or_404(PublicationDecision.objects.visible_to(request.user), pk=pk)


def attempt(request, action, **given):
    """What `action` returns, True instead of nothing; None after a refusal, which is told."""
    try:
        done = action(**given, by=request.user, now=request.now)
        return True if done is None else done
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return None


def with_reason(request, pk, form_class, action, said):
    decision = get_decision(request, pk)
    form = form_class(request.POST)
    if not form.is_valid():
        for faults in form.errors.values():
            messages.error(request, faults[0])
    elif attempt(request, action, decision=decision, **form.cleaned_data):
        messages.success(request, said)
    return redirect("procedures:decision", pk=pk)


def amend_in(request, decision, procedure):
    """On to the line that amends `procedure`, which the decision gets unless it has one."""
    attempt(request, actions.draft_lines, decision=decision, kind=LineKind.AMEND, procedures=[procedure])
    return redirect_to_line(decision, decision.lines.filter(procedure=procedure).first())


def redirect_to_line(decision, line):
    response = redirect("procedures:decision", pk=decision.pk)
    if line:
        response["Location"] += f"?line={line.pk}"
    return response


def chosen_of(lines, asked):
    return next((each for each in lines if str(each.line.pk) == asked), None)


def head_page(request, form, **context):
    status = 400 if request.method == "POST" else 200
    return render(request, "procedures/decisions/head.html", {"form": form} | context | SECTION, status=status)


def line_page(request, decision, forms):
    status = 400 if request.method == "POST" else 200
    context = {"decision": decision, "forms": forms, "line": forms.line}
    return render(request, "procedures/decisions/line.html", context | SECTION, status=status)


def outlook(request, plan):
    """What applying the draft would bring to whom."""
    units = [desk.unit for desk in ServiceDesk.objects.open_on(timezone.localdate(request.now)).select_related("unit")]
    units.sort(key=lambda unit: (unit.level == Level.COMMUNE, unit.code))
    effects = alike(effects_of(plan, units))
    return {
        "effects": effects,
        "unit_count": sum(len(concerned) for _effect, concerned in effects),
    }


def afterwards(request, decision):
    """What is left to do once it is applied: boards that show what it ended, and boards that lack what it began."""
    today = timezone.localdate(request.now)
    in_sight = set(units_in_sight(request.user))
    boards = {unit: board for unit, board in boards_of(decision, today).items() if unit in in_sight}
    late = punctuality_of(boards, today, decision)
    return {
        "boards": [(unit, board, late[unit.pk]) for unit, board in boards.items()],
        "boards_late": sum(late.values(), Punctuality()),
        "events": decision.events.select_related("by"),
        "redate_form": RedateForm(initial={"effective_from": decision.effective_from}),
        "reason_form": ReasonForm(),
    }
