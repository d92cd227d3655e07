"""Papers from hand to hand: taken over by scanning their slip."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dossiers import scans
from dossiers.forms.custody import ScanForm
from dossiers.models import Dossier, Step
from dossiers.models.querysets import start_of
from dossiers.steps import is_lawful
from units.models import Role

MOST_ROWS, MOST_LATELY = 200, 10


@require_http_methods(["GET", "HEAD", "POST"])
def custody(request):
    """What is on its way to my places, what nobody took over yet, and the box that a scanner types into."""
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
        "form": form,
        "outcomes": outcomes,
        "coming": rows_of(seen.on_their_way().at_places_of(request.user), request.user),
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


def check_works_here(user):
    if not user.has_role(Role.CLERK, Role.OFFICER):
        raise PermissionDenied
