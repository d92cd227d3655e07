"""Results on their way from an office to the desk: put on a list, and ticked where they arrive."""

from itertools import groupby

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import actions, scans
from dossiers.forms.handovers import HandoverForm
from dossiers.issued import Signed
from dossiers.models import Dossier, HandoverList, SignedScan, Step
from dossiers.models.querysets import start_of, works_for
from dossiers.permissions import may_file_signed_of_list
from dossiers.views.custody import MOST_ROWS, check_works_here, rows_of
from dossiers.views.dossier import as_pdf
from units.models import Agency, Role

MOST_LISTS = 10


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request):
    """The officer lists the results he brought to the desk today; the clerk ticks those that came."""
    check_works_here(request.user)
    form = HandoverForm(request.POST or None, steps=_brought(request))
    if not form.is_bound:
        return _handover_page(request)
    if not form.is_valid():
        messages.error(request, form.errors["steps"][0])
        return _handover_page(request, status=400)
    steps = form.cleaned_data["steps"]
    agency = Agency.objects.get(pk=steps[0].from_agency)
    try:
        made = actions.list_results(agency=agency, desk=steps[0].desk, steps=steps, by=request.user, now=request.now)
    except actions.AlreadyListed:
        messages.error(request, form.fields["steps"].error_messages["invalid_choice"])
        return _handover_page(request, status=400)
    return redirect(f"{reverse('dossiers:handover')}?made={made.pk}")


@require_POST
def take_results(request):
    """Those that the clerk ticked, each with its own outcome."""
    check_works_here(request.user)
    codes = request.POST.getlist("code")[:MOST_ROWS]
    if not codes:
        messages.error(request, _("Nothing was taken over: tick the results that have come."))
    return _handover_page(request, outcomes=scans.take_over_all(codes, by=request.user, now=request.now))


@require_GET
def handover_pdf(request, pk):
    made = get_list(request, pk)
    return as_pdf(made, f"{made.file_name}.pdf")


@require_GET
def handover_list(request, pk):
    """What is on a list, and the scan of it as both sides signed it."""
    return render_list(request, get_list(request, pk))


def get_list(request, pk):
    """The list, if it is this user's to see."""
    return get_object_or_404(HandoverList.objects.visible_to(request.user), pk=pk)


def render_list(request, made, *, faults=(), status=200):
    """The page of a list; `faults` are those of an upload."""
    entries = made.entries.select_related("step__dossier__version", "step__taken_by")
    dossiers = Dossier.objects.visible_to(request.user).filter(steps__handover_entry__list=made)
    context = {
        "section": "desk",
        "made": made,
        "steps": [entry.step for entry in entries],
        "seen": set(dossiers.values_list("pk", flat=True)),
        "signed": Signed.of(made.signed_scans.select_related("added_by")),
        "may_file": may_file_signed_of_list(request.user, made),
        "faults": faults,
    }
    return render(request, "desk/handover_list.html", context, status=status)


def _handover_page(request, outcomes=(), status=200):
    user = request.user
    lists = HandoverList.objects.visible_to(user).defer("content").select_related("agency", "desk__unit", "made_by")
    lists = lists.annotate(is_signed=Exists(SignedScan.objects.filter(handover=OuterRef("pk"))))
    made = request.GET.get("made", "")
    coming = Step.objects.visible_to(user).with_results().on_their_way().filter(desk__in=user.desks)
    context = {
        "section": "desk",
        "outcomes": outcomes,
        "made": lists.filter(pk=made).first() if made.isascii() and made.isdecimal() else None,
        "is_officer": user.has_role(Role.OFFICER),
        "is_clerk": bool(user.desks),
        "groups": _groups(rows_of(_with_lists(_brought(request)), user)),
        "coming": rows_of(_with_lists(coming), user),
        "lists": lists.filter(Q(agency__in=works_for(user)) | Q(desk__in=user.desks))[:MOST_LISTS],
        "most": MOST_ROWS,
    }
    return render(request, "desk/handover.html", context, status=status)


def _brought(request):
    """By which results came today, or are still on their way, from where `user` works to a desk."""
    today = start_of(timezone.localdate(request.now))
    steps = Step.objects.visible_to(request.user).with_results().filter(from_agency__in=works_for(request.user))
    return steps.filter(Q(begun_at__gte=today) | Q(taken_at=None, ended_at=None))


def _with_lists(steps):
    return steps.select_related("handover_entry__list").defer("handover_entry__list__content")


def _groups(steps):
    """Each of what goes on one list, from one office to one desk; and whether something of it is on none yet."""

    def place(step):
        return (step.before.agency.name, step.desk.pk)

    groups = [list(group) for _, group in groupby(sorted(steps, key=place), key=place)]
    return [{"steps": group, "is_left": any(not hasattr(step, "handover_entry") for step in group)} for group in groups]
