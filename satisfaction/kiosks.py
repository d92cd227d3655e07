"""What a kiosk knows: which desk it stands at, who has just been there, and whose dossier was touched."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.signing import BadSignature
from django.db.models import Q
from django.db.models.functions import Coalesce

from dossiers.models import Delivery, Dossier
from dossiers.states import DossierState
from satisfaction.models import Kiosk

COOKIE = "kiosk"
TOKEN, LIFETIME = "satisfaction.kiosk", 3600  # salt; seconds from the list to the answer
YEAR = 365 * 24 * 3600  # seconds; a kiosk ends in the database, not in the tablet


def kiosk_of(request):
    """The running kiosk that this device is, or None."""
    try:
        pk = request.get_signed_cookie(COOKIE, salt=COOKIE)
    except (KeyError, BadSignature):
        return None
    return Kiosk.objects.running().select_related("desk__unit").filter(pk=pk).first()


def make_kiosk(response, kiosk):
    """The device that gets `response` is `kiosk` from now on; the cookie goes to the kiosk's addresses only."""
    response.set_signed_cookie(
        COOKIE,
        kiosk.pk,
        salt=COOKIE,
        path="/kiosk/",
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def number_of(dossier):
    """The running number at the end of the code, 0012: all of it that a kiosk shows."""
    return dossier.code.rpartition("-")[2]


def token_of(dossier, kiosk):
    """What the kiosk's forms carry: no code, and of no use at another device."""
    return signing.dumps([dossier.pk, kiosk.pk], salt=TOKEN)


def dossier_of_token(token, kiosk):
    """The dossier; raises signing.BadSignature if the token is forged, too old, or another kiosk's."""
    dossier, given_by = signing.loads(token, salt=TOKEN, max_age=LIFETIME)
    if given_by != kiosk.pk:
        raise BadSignature("Another kiosk's")
    return Dossier.objects.select_related("version__procedure", "returning_desk__unit").get(pk=dossier)


def unrated_at(desk, now):
    """The dossiers that left `desk` in the last minutes and are not rated, newest first.

    What went by post is left out: nobody stands there who got it.
    """
    lately = (now - timedelta(minutes=settings.KIOSK_MINUTES), now)
    collected = Q(returned_at__range=lately, delivery=Delivery.DESK)
    withdrawn = Q(state=DossierState.WITHDRAWN, finished_at__range=lately)
    return (
        Dossier.objects.filter(collected | withdrawn, returning_desk=desk, survey=None)
        .annotate(left_at=Coalesce("returned_at", "finished_at"))
        .select_related("version")
        .order_by("-left_at", "-pk")
    )
