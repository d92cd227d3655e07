"""What a rating form carries instead of the secret: which dossier, and by which way somebody came to it."""

from django.core import signing

from dossiers.models import Dossier

SALT = "satisfaction.rating"
LIFETIME = 3600  # seconds that somebody may take over his answer


def token_of(dossier, kiosk=None):
    return signing.dumps([dossier.pk, kiosk and kiosk.pk], salt=SALT)


def dossier_of_token(token, kiosk=None):
    """The dossier; raises signing.BadSignature if the token is forged, too old, or given out by another way."""
    dossier, given_by = signing.loads(token, salt=SALT, max_age=LIFETIME)
    if given_by != (kiosk and kiosk.pk):
        raise signing.BadSignature("Given out for another way of rating")
    return Dossier.objects.select_related("version__procedure", "returning_desk__unit").get(pk=dossier)
