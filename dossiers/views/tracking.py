"""Following a dossier, for whoever holds its receipt."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.forms import TrackingForm
from dossiers.standing import public_history, short_name, standing
from dossiers.tracking import PASS_LIFETIME, NotOpened, dossier_of, dossier_with_pass, pass_of
from units.addresses import address_of
from units.calendars import work_calendar

COOKIE = "followed"
VERSION = re.compile("[0-9]{1,4}", re.ASCII)


@login_not_required
@never_cache
@sensitive_post_parameters("code", "secret")
@require_http_methods(["GET", "HEAD", "POST"])
def track(request):
    """The secret is sent, never addressed: no address, log or history of a browser holds it."""
    if request.method != "POST":
        return _asked(request, TrackingForm.with_code(request.GET.get("code", ""), request.GET.get("v", "")))
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return _asked(request, form, status=400)
    try:
        dossier = dossier_of(form.cleaned_data["code"], form.cleaned_data["secret"], address=address_of(request))
    except NotOpened as refusal:
        return not_opened(request, form, refusal)
    return _to_page_of(dossier, _version(form.cleaned_data["v"]))


@login_not_required
@never_cache
@require_safe
def followed(request, key):
    """How the dossier stands that was opened at this address in this browser; once its pass ran out, the form.

    The pass is a cookie for this address alone: going back and reloading ask for nothing, and whoever has but the
    address learns nothing.
    """
    try:
        dossier = dossier_with_pass(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return _asked(request, TrackingForm(), is_over=True, status=404)
    return _found(request, dossier)


def not_opened(request, form, refusal):
    """404, as all that is not within one's reach; 429 after too many wrong tries."""
    response = _asked(request, form, refusal=refusal, status=429 if refusal.until else 404)
    if refusal.until:
        response["Retry-After"] = refusal.retry_after
    return response


def _to_page_of(dossier, version):
    address = reverse("dossiers:followed", args=[get_random_string(12)])
    response = redirect(f"{address}?v={version}" if version else address)
    response.set_cookie(
        COOKIE,
        pass_of(dossier),
        path=address,
        max_age=PASS_LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _asked(request, form, status=200, **context):
    return render(request, "track/form.html", {"form": form, **context}, status=status)


def _found(request, dossier):
    today, desk = timezone.localdate(request.now), dossier.returning_desk
    context = {
        "dossier": dossier,
        "token": pass_of(dossier),
        "standing": standing(dossier, today=today),
        "history": public_history(dossier),
        "applicant": short_name(dossier.applicant_name),
        "desk": desk,
        "hours": work_calendar(on=today, unit=desk.unit).office_hours,
        "is_replaced": 0 < _version(request.GET.get("v", "")) < dossier.receipt_version,
    }
    return render(request, "track/found.html", context)


def _version(text):
    """Of the receipt, as its QR says; 0 where that is not known."""
    return int(text) if VERSION.fullmatch(text) else 0
