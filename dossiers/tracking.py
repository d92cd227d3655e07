"""Following a dossier without an account: with its code and its secret, which stand on the applicant's receipt.

Whoever walks through codes is stopped by counts of wrong tries (docs/decisions/0009).
"""

from django.core import signing

from dossiers.models import Dossier
from units.attempts import NotOpened, open_with_secret
from units.typed import code_typed

__all__ = ["PASS_LIFETIME", "NotOpened", "dossier_of", "dossier_with_pass", "pass_of"]

PASS, PASS_LIFETIME = "dossiers.tracking.pass", 3600  # salt; seconds that somebody may take over the page or his answer


def dossier_of(code, secret, *, address):
    """The dossier whose code and secret these are; NotOpened otherwise. `address` is units.addresses.address_of."""
    code = code_typed(code)
    known = Dossier.objects.filter(code=code).values_list("pk", "secret").first()
    pk = open_with_secret(known, code=code, secret=secret, address=address)
    return Dossier.objects.with_tracking_data().get(pk=pk)


def pass_of(dossier):
    """What stands for code and secret once they were right, so that no page repeats the secret or asks for it again."""
    return signing.dumps(dossier.pk, salt=PASS)


def dossier_with_pass(text):
    """The dossier; raises signing.BadSignature where the pass is forged or too old."""
    pk = signing.loads(text, salt=PASS, max_age=PASS_LIFETIME)
    return Dossier.objects.with_tracking_data().get(pk=pk)
