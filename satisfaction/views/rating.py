"""Rating with the receipt's secret. Nobody logs in, and what is answered is not kept with who proved that he may."""

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.forms import TrackingForm
from dossiers.standing import standing
from dossiers.tracking import NotOpened, dossier_of, dossier_with_pass, pass_of
from satisfaction.actions import rating as actions
from satisfaction.forms.rating import RatingForm
from satisfaction.models import Source
from units.addresses import address_of


@login_not_required
@never_cache
@sensitive_post_parameters("code", "secret", "token")
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request):
    """The way in: from the page that shows how the dossier stands, or with code and secret.

    The code may come with the address, as from a QR; the secret never.
    """
    if request.method != "POST":
        return way_in(request, TrackingForm.with_code(request.GET.get("code", "")))
    access = TrackingForm(request.POST)
    try:
        dossier = proved(request, access)
        if dossier is None:
            return way_in(request, access, status=400)
        actions.check_may_be_rated(dossier, request.now)
    except NotOpened as refusal:
        return way_in(request, access, refusal)
    except (actions.NotFinished, actions.AlreadyRated) as refusal:
        return not_rated(request, refusal, dossier)
    return rating_page(request, RatingForm(), dossier)


@login_not_required
@never_cache
@sensitive_post_parameters("code", "secret", "token", "comment")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request):
    """Saves what was marked. Whoever took more than an hour proves himself anew, and keeps what he marked."""
    if request.method != "POST":
        return redirect("satisfaction:rate")
    form, access = RatingForm(request.POST), TrackingForm(request.POST if "secret" in request.POST else None)
    try:
        dossier = proved(request, access)
        if dossier is None or not form.is_valid():
            return rating_page(request, form, dossier, access)
        actions.rate(dossier=dossier, marks=form.cleaned_data, source=Source.RECEIPT, now=request.now)
    except NotOpened as refusal:
        return rating_page(request, form, None, access, refusal)
    except (actions.NotFinished, actions.AlreadyRated) as refusal:
        return not_rated(request, refusal, dossier)
    return redirect("satisfaction:thanks")


@login_not_required
@require_safe
def thanks(request):
    return render(request, "satisfaction/thanks.html")


def proved(request, access):
    """The dossier by the form's token, or else by code and secret as at first; None where neither is there."""
    try:
        return dossier_with_pass(request.POST.get("token", ""))
    except BadSignature:
        if not access.is_valid():
            return None
        typed = access.cleaned_data
        return dossier_of(typed["code"], typed["secret"], address=address_of(request))


def way_in(request, access, refusal=None, status=200):
    return with_refusal(request, "satisfaction/way_in.html", {"access": access}, refusal, status)


def rating_page(request, form, dossier, access=None, refusal=None):
    """The faces; for a dossier that is not proved any more, with `access` to prove it."""
    context = {"form": form, "dossier": dossier}
    context |= {"access": access} if dossier is None else {"token": pass_of(dossier)}
    return with_refusal(request, "satisfaction/rating.html", context, refusal, 400 if form.is_bound else 200)


def with_refusal(request, template, context, refusal, status):
    """The same answers as where a dossier is followed: 404, or 429 after too many wrong tries."""
    if refusal is None:
        return render(request, template, context, status=status)
    response = render(request, template, context | {"refusal": refusal}, status=429 if refusal.until else 404)
    if refusal.until:
        response["Retry-After"] = refusal.retry_after
    return response


def not_rated(request, refusal, dossier):
    if isinstance(refusal, actions.AlreadyRated):
        return render(request, "satisfaction/rated.html")
    context = {"dossier": dossier, "standing": standing(dossier, today=timezone.localdate(request.now))}
    return render(request, "satisfaction/too_early.html", context)
