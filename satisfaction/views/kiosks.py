"""The tablet at a desk: started and ended by who oversees the desk, used by whoever just got his result there."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from satisfaction.actions import kiosks as actions
from satisfaction.actions.rating import AlreadyRated, NotFinished, check_may_be_rated, rate
from satisfaction.forms.rating import RatingForm
from satisfaction.kiosks import dossier_of_token, kiosk_of, make_kiosk, number_of, token_of, unrated_at
from satisfaction.models import Kiosk, Source
from satisfaction.permissions import desks_overseen_by, overseers_only

# Seconds until the tablet shows the list (again).
LOOKS_AGAIN, READ, ABANDONED = 20, 8, 300


@require_safe
@overseers_only
def kiosks(request):
    """The desks that somebody oversees, each with the kiosks running at it."""
    running = Kiosk.objects.running().select_related("started_by")
    desks = desks_overseen_by(request.user).prefetch_related(Prefetch("kiosks", running, to_attr="running_kiosks"))
    return render(request, "satisfaction/kiosks.html", {"desks": desks, "section": "satisfaction"})


@require_POST
@overseers_only
def start(request, desk):
    """This device becomes a kiosk; whoever made it one is logged out, since it will stand among strangers."""
    desk = get_object_or_404(desks_overseen_by(request.user), pk=desk)
    kiosk = actions.start(desk=desk, by=request.user, now=request.now, instead_of=kiosk_of(request))
    logout(request)
    response = redirect("satisfaction:kiosk")
    make_kiosk(response, kiosk)
    return response


@require_POST
@overseers_only
def end(request, pk):
    kiosk = get_object_or_404(Kiosk.objects.visible_to(request.user).select_related("desk__unit"), pk=pk)
    if actions.end(kiosk=kiosk, by=request.user, now=request.now):
        messages.success(request, _("The kiosk of %(desk)s is ended.") % {"desk": kiosk.desk})
    else:
        messages.info(request, _("The kiosk of %(desk)s had been ended already.") % {"desk": kiosk.desk})
    return redirect("satisfaction:kiosks")


def at_kiosk(view):
    """A page for a device that is a kiosk, whoever stands at it; any other device learns nothing."""

    @never_cache
    @login_not_required
    @wraps(view)
    def gate(request):
        kiosk = kiosk_of(request)
        if kiosk is None:
            return render(request, "satisfaction/kiosk/none.html", status=403)
        return view(request, kiosk)

    return gate


@require_safe
@at_kiosk
def kiosk(request, kiosk):
    """Who has just been at the desk, by number and procedure alone."""
    dossiers = unrated_at(kiosk.desk, request.now)
    tickets = [(number_of(dossier), dossier, token_of(dossier, kiosk)) for dossier in dossiers]
    response = render(request, "satisfaction/kiosk/list.html", {"kiosk": kiosk, "tickets": tickets})
    return to_the_list(response, LOOKS_AGAIN)


@require_POST
@at_kiosk
def open_rating(request, kiosk):
    """The faces, for the dossier that was touched."""
    try:
        dossier = dossier_of_token(request.POST.get("token", ""), kiosk)
        check_may_be_rated(dossier, request.now)
    except (BadSignature, NotFinished, AlreadyRated) as refusal:
        return not_rated(request, kiosk, refusal)
    return rating_page(request, kiosk, RatingForm(), dossier)


@require_POST
@at_kiosk
def answer(request, kiosk):
    form = RatingForm(request.POST)
    try:
        dossier = dossier_of_token(request.POST.get("token", ""), kiosk)
        if not form.is_valid():
            return rating_page(request, kiosk, form, dossier)
        rate(dossier=dossier, marks=form.cleaned_data, source=Source.KIOSK, now=request.now)
    except (BadSignature, NotFinished, AlreadyRated) as refusal:
        return not_rated(request, kiosk, refusal)
    return redirect("satisfaction:kiosk_thanks")


@require_safe
@at_kiosk
def thanks(request, kiosk):
    return to_the_list(render(request, "satisfaction/kiosk/thanks.html", {"kiosk": kiosk}), READ)


def rating_page(request, kiosk, form, dossier):
    context = {"kiosk": kiosk, "form": form, "dossier": dossier, "number": number_of(dossier)}
    context["token"] = token_of(dossier, kiosk)
    status = 400 if form.is_bound else 200
    return to_the_list(render(request, "satisfaction/kiosk/rating.html", context, status=status), ABANDONED)


def not_rated(request, kiosk, refusal):
    """What was touched long ago, or rated by now: the list has the rest."""
    is_rated = isinstance(refusal, AlreadyRated)
    context = {"kiosk": kiosk, "is_rated": is_rated}
    page = render(request, "satisfaction/kiosk/not_rated.html", context, status=200 if is_rated else 400)
    return to_the_list(page, READ)


def to_the_list(response, seconds):
    """Nobody may be standing there any more: the tablet goes (back) to the list by itself, without a script."""
    response["Refresh"] = f"{seconds}; url={reverse('satisfaction:kiosk')}"
    return response
