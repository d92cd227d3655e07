"""Many dossiers at once: ticked in a list, looked over, then done; what became of each stands on the batch's page."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.batches import begin, chosen, do_at_once, is_stalled, take_up_again
from dossiers.errands import ERRANDS, errands_of
from dossiers.forms.batches import BatchForm, form_for_many
from dossiers.listing import DossierList
from dossiers.models import Batch, Dossier, ItemOutcome
from dossiers.states import Verb
from prints.together import together
from units.calendars import calendar_for

MOST_BATCHES = 30


@require_POST
def new(request):
    """Before it is done: which of them will be, which not and why, and what the verb asks."""
    mine = errands_of(request.user)
    if not mine:
        raise PermissionDenied
    codes = _codes(request)
    if not codes:
        messages.error(request, _("No dossier is ticked. Tick those that you mean, then choose again."))
        return redirect(_back(request))
    errand = ERRANDS.get(request.POST.get("errand", ""))
    if errand not in mine:
        messages.error(request, _("Choose what is to be done with the dossiers."))
        return redirect(_back(request))
    return _render_new(request, errand, codes)


@require_POST
def begin_it(request):
    """One press: the batch is written down and begun; pressed again, it only leads to the same page."""
    errand = ERRANDS.get(request.POST.get("errand", ""))
    if errand not in errands_of(request.user):
        raise PermissionDenied
    codes = request.POST.getlist("code")[: settings.BATCH_LIMIT]
    dossiers = chosen(codes, request.user)
    how = BatchForm(request.POST, errand=errand)
    asked = form_for_many(errand, dossiers, request.POST, now=request.now)
    numbers = [request.POST.get(f"number-{dossier.pk}", "").strip() for dossier in dossiers]
    if how.is_valid() and errand.numbers_results:
        numbers = how.numbers(numbers)
    if not dossiers or not how.is_valid() or (asked and not asked.is_fitting):
        return _render_new(request, errand, codes, asked=asked, how=how, status=400)
    batch, is_new = begin(
        key=how.cleaned_data["key"],
        errand=errand,
        rows=[(dossier, _own(number)) for dossier, number in zip(dossiers, numbers, strict=True)],
        answers={name: request.POST[name] for name in (asked.fields if asked else ()) if name in request.POST},
        is_all_or_none=how.cleaned_data.get("together") == "all",
        by=request.user,
        now=request.now,
    )
    if is_new:
        do_at_once(batch, now=request.now)
    if unknown := len(set(codes)) - len(dossiers):
        messages.warning(request, _left_out(unknown))
    return redirect("dossiers:batch", pk=batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request, pk):
    """How far it is; once it is over, what became of each. Asked for by htmx, only the part that changes.

    Sent, it does what nobody is at.
    """
    batch = _get_batch(request, pk)
    if request.method == "POST":
        take_up_again(batch, now=request.now)
        return redirect("dossiers:batch", pk=batch.pk)
    counts = batch.items.aggregate(
        **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in ItemOutcome}, all=Count("pk")
    )
    is_finished = not counts["waiting"]
    errand = ERRANDS[batch.errand]
    items = _items(batch, request.user) if is_finished else []
    context = {
        "section": "desk",
        "batch": batch,
        "errand": errand,
        "counts": counts,
        "over": counts["all"] - counts["waiting"],
        "is_finished": is_finished,
        "is_stalled": not is_finished and is_stalled(batch, now=request.now),
        "prints": errand.prints and is_finished and counts["done"],
        "items": items,
        "slips_to_go_along": _handed_on(batch, items),
    }
    return render(request, "batches/_batch.html" if request.htmx else "batches/detail.html", context)


@require_GET
def pdf(request, pk):
    """The slips of those that were done, in one file and in their order, as far as they are still his to print."""
    batch = _get_batch(request, pk)
    errand = ERRANDS[batch.errand]
    if not errand.prints:
        raise Http404
    done = chosen(batch.items.done().values_list("dossier__code", flat=True), request.user)
    slips = [errand.slip_of(dossier, now=request.now) for dossier in done if not errand.why_not(request.user, dossier)]
    if not slips:
        raise Http404
    response = HttpResponse(together(bytes(slip.content) for slip in slips), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ho-so-{pk}.pdf"'
    return response


@require_GET
def batches(request):
    """One's own, the latest first: to come back to what was left."""
    mine = Batch.objects.filter(by=request.user).annotate(
        n=Count("items"),
        waiting=Count("items", filter=Q(items__outcome=ItemOutcome.WAITING)),
        done=Count("items", filter=Q(items__outcome=ItemOutcome.DONE)),
    )
    rows = [{"batch": batch, "errand": ERRANDS[batch.errand]} for batch in mine.order_by("-pk")[:MOST_BATCHES]]
    return render(request, "batches/list.html", {"section": "desk", "rows": rows})


def _left_out(unknown):
    said = ngettext(
        "One of those sent is not among the dossiers that you may see; it is left out.",
        "%(n)s of those sent are not among the dossiers that you may see; they are left out.",
        unknown,
    )
    return said % {"n": unknown}


def _own(number):
    return {"result_number": number} if number else {}


def _get_batch(request, pk):
    return get_object_or_404(Batch.objects.select_related("by"), pk=pk, by=request.user)


def _items(batch, user):
    """Refused and left first, since something is still to be done about them; of what left his reach the code alone."""
    items = list(batch.items.select_related("dossier__version"))
    keys = [item.dossier_id for item in items]
    seen = set(Dossier.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    for item in items:
        item.is_seen = item.dossier_id in seen
    return sorted(items, key=lambda item: (item.outcome == ItemOutcome.DONE, item.position))


def _handed_on(batch, items):
    """The codes of what has just been forwarded: the control slip goes with each file (TT 01/2018/TT-VPCP, form 05)."""
    if batch.errand not in (Verb.FORWARD, "forward_as_planned"):
        return []
    return [item.dossier.code for item in items if item.outcome == ItemOutcome.DONE and item.is_seen]


def _codes(request):
    """The codes that a list sent: of the ticked rows, of all its rows, or of the list that its address names."""
    match request.POST.get("which"):
        case "shown":
            codes = request.POST.getlist("shown")
        case "list":
            asked = DossierList(QueryDict(request.POST.get("list", "")), user=request.user, now=request.now)
            codes = asked.codes(settings.BATCH_LIMIT + 1) if asked.form.is_valid() else []
        case _:
            codes = request.POST.getlist("code")
    return list(dict.fromkeys(codes))


def _back(request):
    """Where the ticks were set: only pages of ours."""
    if (page := request.POST.get("back")) in ("signatures", "custody"):
        return f"dossiers:{page}"
    if "list" in request.POST:
        return f"{reverse('dossiers:list')}?{QueryDict(request.POST['list']).urlencode()}"
    return "dossiers:desk"


def _render_new(request, errand, codes, *, asked=None, how=None, status=200):
    dossiers = chosen(codes[: settings.BATCH_LIMIT], request.user)
    reasons = {dossier: errand.why_not(request.user, dossier) for dossier in dossiers}
    possible = [dossier for dossier in dossiers if not reasons[dossier]]
    if errand.says_where:
        for dossier in possible:
            dossier.leads_to = errand.leads_to(dossier)
    unknown, today = len(codes[: settings.BATCH_LIMIT]) - len(dossiers), timezone.localdate(request.now)
    context = {
        "section": "desk",
        "today": today,
        "calendar": calendar_for(request.user, on=today),
        "errand": errand,
        "dossiers": dossiers,
        "possible": [(dossier, request.POST.get(f"number-{dossier.pk}", "")) for dossier in possible],
        "impossible": [(dossier, why) for dossier, why in reasons.items() if why],
        "unknown": unknown and _left_out(unknown),
        "cut_at": len(codes) > settings.BATCH_LIMIT and settings.BATCH_LIMIT,
        "form": asked or form_for_many(errand, possible, now=request.now),
        "how": how or BatchForm(errand=errand),
        "others": [other for other in errands_of(request.user) if other != errand and _fits(other, request, dossiers)],
        "way_back": resolve_url(_back(request)),
        "back": request.POST.get("back", ""),
        "list": request.POST.get("list"),
    }
    return render(request, "batches/new.html", context, status=status)


def _fits(errand, request, dossiers):
    return any(not errand.why_not(request.user, dossier) for dossier in dossiers)
