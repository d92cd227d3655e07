"""Reports on their way up: who has sent which, submitting one, judging one."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import actions, links
from reports.models import Submission, SubmissionState
from reports.permissions import may_accept, may_judge, may_return, may_submit, may_type
from reports.preview import doubts_about, preview_of
from reports.standing import sent_by
from reports.statutory import UNIT_OF_COUNT, layout_of
from reports.tables import table_of
from reports.typed_form import TypedForm
from reports.views.report import asked_for, refused
from units.models import ReportSet

ROUNDS_SHOWN = 40


@require_safe
def submissions(request):
    """Of those who report to a unit, what each has sent for a period; of any unit its own reports, the latest first."""
    form = asked_for(request)
    form.show_without_lines()
    form.fields.pop("of", None)
    if form.unit is None:
        return refused(request, form, "reports/submissions.html")
    unit, period = form.unit, form.period
    in_sight = {each.pk for each in form.units}
    under = [each for each in actions.units_under(unit, period) if each.pk in in_sight]
    sent = sent_by(under, period, user=request.user, today=timezone.localdate(request.now))
    own = Submission.objects.visible_to(request.user).filter(unit=unit).with_people()
    context = {
        "section": "reports",
        "form": form,
        "unit": unit,
        "period": period,
        "sent": sent,
        "acceptable": [line.submission for line in sent if _is_acceptable(line, request.user)],
        "missing": [line.unit.name for line in sent if line.is_missing],
        "whole": own.of(unit, period, is_consolidated=True).live().first() if under else None,
        "may_consolidate": bool(under) and may_submit(request.user, unit, is_consolidated=True),
        "is_over": period.last < timezone.localdate(request.now),
        "rounds": own.order_by("-submitted_at", "-pk")[:ROUNDS_SHOWN],
        "query": links.period_of_unit(unit, period),
    }
    return render(request, "reports/submissions.html", context)


def _is_acceptable(line, user):
    is_waiting = line.submission is not None and line.submission.state == SubmissionState.SUBMITTED
    return is_waiting and line.report.holds and may_judge(user, line.unit)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """What would be frozen, whether it holds and what is worth a second look; a press freezes it."""
    form = asked_for(request)
    if form.unit is None:
        return refused(request, form, "reports/report.html")
    given = {"unit": form.unit, "period": form.period}
    is_consolidated = bool(actions.units_under(**given))
    if not may_submit(request.user, form.unit, is_consolidated=is_consolidated):
        raise PermissionDenied
    if request.method == "POST":
        return _submit(request, given, is_consolidated)
    return _confirm(request, given, is_consolidated)


def _submit(request, given, is_consolidated):
    do = actions.consolidate if is_consolidated else actions.submit
    try:
        made = do(**given, seen=request.POST.get("seen", ""), by=request.user, now=request.now)
    except ValidationError as refusal:
        return _confirm(request, given, is_consolidated, refusal)
    messages.success(request, _("Submitted. The figures are frozen."))
    return redirect(links.submission(made))


def _confirm(request, given, is_consolidated, refusal=None):
    """`refusal` says why it was not submitted: then the figures are those of now."""
    stands_against = refusal or _stands_against(given, is_consolidated, now=request.now)
    preview = preview_of(**given, is_consolidated=is_consolidated, by=request.user, now=request.now)
    live = Submission.objects.of(**given, is_consolidated=is_consolidated).live().first()
    context = {
        "section": "reports",
        "report": preview.report,
        "table": table_of(preview.report, links.own_figure),
        "unit_of_count": UNIT_OF_COUNT,
        "preview": preview,
        "doubts": list(doubts_about(preview)),
        "live": live,
        "refused": stands_against and stands_against.messages[0],
        "can_go_on": stands_against is None or getattr(refusal, "code", "") == actions.CHANGED,
        "query": links.period_of_unit(**given),
    }
    return render(request, "reports/submit.html", context, status=409 if refusal else 200)


def _stands_against(given, is_consolidated, *, now):
    try:
        actions.refuse_period(**given, now=now)
        actions.refuse_live(**given, is_consolidated=is_consolidated)
    except ValidationError as refusal:
        return refusal
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def typed(request):
    """The form of a unit that does not work here yet, typed from its letter."""
    asked = asked_for(request)
    if asked.unit is None:
        return refused(request, asked, "reports/report.html")
    unit, period = asked.unit, asked.period
    if not may_type(request.user, unit):
        raise PermissionDenied
    report_set = ReportSet.objects.in_force_on(period.last)
    form = TypedForm(request.POST or None, unit=unit, period=period, layout=layout_of(report_set.key))
    stands_against = ""
    try:
        actions.refuse_period(unit, period, now=request.now)
        actions.refuse_live(unit, period, is_consolidated=False)
        actions.refuse_typed(unit, period)
        if form.is_valid():
            made = actions.submit_typed(unit=unit, period=period, lines=form.lines, by=request.user, now=request.now)
            messages.success(request, _("Submitted. The figures are frozen, marked as typed by hand."))
            return redirect(links.submission(made))
    except ValidationError as refusal:
        stands_against = refusal.messages[0]
    context = {"section": "reports", "unit": unit, "period": period, "form": form, "refused": stands_against}
    context |= {"report_set": report_set, "query": links.period_of_unit(unit, period)}
    return render(request, "reports/typed.html", context, status=400 if form.is_bound else 200)


@require_POST
def accept(request, pk):
    return _judge(request, pk, may_accept, actions.accept, _("Accepted."))


@require_POST
def give_back(request, pk):
    reason = request.POST.get("reason", "").strip()
    if not reason or len(reason) > Submission._meta.get_field("reason").max_length:
        messages.error(
            request, _("Not returned: say in at most 1,000 characters why, so that the unit can correct it.")
        )
        return redirect("reports:submission", pk=_found(request, pk).pk)
    do = partial(actions.return_with_reason, reason=reason)
    return _judge(request, pk, may_return, do, _("Returned with the reason."))


def _judge(request, pk, allows, do, sentence):
    submission = _found(request, pk)
    if not allows(request.user, submission):
        raise PermissionDenied
    try:
        do(submission=submission, by=request.user, now=request.now)
        messages.success(request, sentence)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("reports:submission", pk=submission.pk)


def _found(request, pk):
    return get_object_or_404(Submission.objects.visible_to(request.user).with_people(), pk=pk)


@require_POST
def accept_all(request):
    """Those whose keys are sent, as they were shown: one that was exchanged meanwhile is not among them."""
    keys = [int(key) for key in request.POST.getlist("submission") if key.isascii() and key.isdigit()]
    chosen = list(Submission.objects.visible_to(request.user).select_related("unit").filter(pk__in=keys))
    if not all(may_judge(request.user, submission.unit) for submission in chosen):
        raise PermissionDenied
    accepted, left = actions.accept_all(submissions=chosen, by=request.user, now=request.now)
    said = ngettext("%(n)d report accepted.", "%(n)d reports accepted.", accepted) % {"n": accepted}
    if left:
        said += " " + ngettext("%(n)d was left: look at it.", "%(n)d were left: look at each.", left) % {"n": left}
    messages.success(request, said)
    return redirect(f"{links.submissions()}?{request.GET.urlencode()}")
