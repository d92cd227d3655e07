"""Papers from hand to hand: taken over by scanning their slip."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods

from dossiers import scans
from dossiers.forms.custody import ScanForm
from dossiers.models import Dossier, Step
from dossiers.models.querysets import start_of
from dossiers.steps import is_lawful, lay_out, name_of
from units.calendars import calendar_for
from units.models import Agency, AgencyKind, Role

MOST_ROWS, MOST_LATELY = 200, 10


@require_http_methods(["GET", "HEAD", "POST"])
def custody(request):
    """What is on its way to my places, what is to go from my desk, what nobody took over yet, and the scanner's box."""
    check_works_here(request.user)
    form = ScanForm(request.POST or None)
    outcomes = []
    if form.is_bound and form.is_valid():
        outcomes = scans.take_over_all(form.cleaned_data["codes"], by=request.user, now=request.now)
        form = ScanForm()
    seen = Step.objects.visible_to(request.user)
    today = timezone.localdate(request.now)
    lately = seen.filter(taken_by=request.user, taken_at__gte=start_of(today), position__gt=1)
    context = {
        "section": "desk",
        "today": today,
        "calendar": SimpleLazyObject(lambda: calendar_for(request.user, on=today)),
        "form": form,
        "outcomes": outcomes,
        "coming": rows_of(seen.on_their_way().at_places_of(request.user), request.user),
        "to_go": _to_go(request.user),
        "given": rows_of(seen.on_their_way().filter(given_by=request.user), request.user),
        "lately": lately.with_list_data().order_by("-taken_at", "-pk")[:MOST_LATELY],
        "most": MOST_ROWS,
    }
    return render(request, "desk/custody.html", context, status=400 if form.errors else 200)


def rows_of(steps, user):
    """Those handed over first come first; each knows whether it can be taken over now, and opened by `user`."""
    rows = list(steps.with_list_data().order_by("begun_at", "pk")[: MOST_ROWS + 1])
    seen = Dossier.objects.visible_to(user).filter(pk__in=[step.dossier_id for step in rows])
    seen = set(seen.values_list("pk", flat=True))
    for step in rows:
        step.dossier.open_step = step  # spares each row its question
        step.can_be_taken = is_lawful(step.dossier, scans.verb_to_take(step.dossier))
        step.can_be_opened = step.dossier_id in seen
    return rows


def _to_go(user):
    """What still lies at the desks of `user`, received first come first, and where its process sends it from there.

    Where nothing is planned somebody chooses; a unit without offices works on what it receives where it is.
    """
    lying = Dossier.objects.visible_to(user).to_go_from(*user.desks).order_by("received_at", "pk")
    rows = list(lying.with_list_data().select_related("process")[: MOST_ROWS + 1]) if user.desks else []
    lay_out(rows)
    offices = Agency.objects.exclude(kind=AgencyKind.COMMITTEE)
    units = set(offices.filter(unit__in={row.competent_agency.unit_id for row in rows}).values_list("unit", flat=True))
    for row in rows:
        row.leads_to = name_of(row.way.onward, row) if row.way.onward else ""
    return [row for row in rows if row.leads_to or row.competent_agency.unit_id in units]


def check_works_here(user):
    if not user.has_role(Role.CLERK, Role.OFFICER):
        raise PermissionDenied
