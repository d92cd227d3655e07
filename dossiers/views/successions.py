"""What units that are no more, and officers whose work ended, left behind, and the way to who goes on with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import actions, successions
from dossiers.forms.successions import UnitSuccessionForm, WorkForm
from dossiers.permissions import officers_of
from units.lineage import Lineage
from units.models import Agency, User

SHOWN = 100  # dossiers of a list that can be ticked


@require_safe
def units(request):
    """The units that are no more, each with what it left behind and who may go on with it."""
    _check_may_hand_over(request.user)
    left = successions.left_by_units(request.user, timezone.localdate(request.now))
    return render(request, "successions/units.html", {"section": "dossiers", "left": left})


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request, pk):
    """Which of a unit's dossiers go to whom: all, or ticked, or found by words where it was split by hamlets."""
    _check_may_hand_over(request.user)
    today = timezone.localdate(request.now)
    unit = get_object_or_404(successions.units_handed_over_by(request.user, today), pk=pk)
    words = request.GET.get("q", "").strip()[:100]
    found = successions.narrowed(successions.left_by(unit, request.user), words)
    places = successions.places_for(unit, request.user, today)
    given = {"found": found, "places": places, "source": Lineage.on(today).said_of(unit)}
    form = UnitSuccessionForm(request.POST if request.method == "POST" else None, **given)
    if form.is_valid():
        to = {"to": form.cleaned_data["to"], "source": form.cleaned_data["source"]}
        count = actions.hand_to_successor(dossiers=form.dossiers, unit=unit, by=request.user, now=request.now, **to)
        _tell(request, count, to["to"].name)
        return redirect("dossiers:successions")
    context = _listed(found, form) | {"unit": unit, "words": words, "successors": places}
    return render(request, "successions/unit.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def officer(request, username):
    """What somebody has in hand, for whoever looks after the place where he works: to another, or to nobody yet."""
    _check_may_hand_over(request.user)
    person = User.objects.filter(username=username).first()
    if person is None or not successions.looks_after(request.user, person):
        raise Http404
    held = successions.in_hands_of(person, request.user)
    officers = _officers_for(held, timezone.localdate(request.now)).exclude(pk=person.pk).order_by("full_name")
    form = WorkForm(request.POST if request.method == "POST" else None, found=held, officers=officers)
    if form.is_valid():
        to = form.cleaned_data["to"]
        given = {"by": request.user, "now": request.now, "reason": form.cleaned_data["reason"]}
        count = actions.hand_over_work(dossiers=form.dossiers, officer=person, to=to, **given)
        _tell(request, count, to.full_name if to else "")
        return redirect("dossiers:hand_over_work", person.username)
    context = _listed(held, form) | {"person": person}
    return render(request, "successions/officer.html", context, status=400 if form.errors else 200)


def _check_may_hand_over(user):
    if not user.is_superuser and not user.has_role(*successions.HANDING_OVER):
        raise PermissionDenied


def _officers_for(held, today):
    """Who works where any of these lies; to whom a dossier does not belong, it is not handed."""
    places = held.annotate(place=Coalesce("holding_agency", "competent_agency")).values("place")
    officers = User.objects.none()
    for agency in Agency.objects.filter(pk__in=places):
        officers |= officers_of(agency, today)
    return officers


def _listed(found, form):
    rows = list(found.with_list_data().select_related("returning_desk__unit").order_by("due_at", "pk")[: SHOWN + 1])
    count = found.count() if len(rows) > SHOWN else len(rows)
    ticked = set(form.data.getlist("chosen")) if form.is_bound else set()
    return {"section": "dossiers", "form": form, "rows": rows[:SHOWN], "count": count, "ticked": ticked}


def _tell(request, count, name):
    if not count:
        messages.warning(request, _("Nothing was handed over: somebody else was quicker, or nobody works there."))
    elif name:
        said = ngettext("%(n)d dossier is handed to %(name)s.", "%(n)d dossiers are handed to %(name)s.", count)
        messages.success(request, said % {"n": count, "name": name})
    else:
        said = ngettext("%(n)d dossier waits to be taken up.", "%(n)d dossiers wait to be taken up.", count)
        messages.success(request, said % {"n": count})
