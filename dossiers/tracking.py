"""Following a dossier without an account: with its code and its secret, which stand on the applicant's receipt.

Whoever walks through codes is stopped by counts of wrong tries (docs/decisions/0009).
"""

import logging
import math
import time
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from dossiers.models import Dossier, WrongTry, count_try
from dossiers.typed import code_typed, secrets_typed

logger = logging.getLogger(__name__)
HOUR = timedelta(hours=1)
PASS, PASS_LIFETIME = "dossiers.tracking.pass", 3600  # salt; seconds that somebody may take over the page or his answer
NO_SECRET = "-" * 8  # what nobody can type stands in for a dossier that is not there, or has no secret


class NotOpened(Exception):
    """The code or the secret is wrong, or there were too many wrong ones; which of these, nobody is told.

    `until` is None, or (too many were wrong) the moment when the count begins anew.
    """

    def __init__(self, until=None):
        super().__init__("not opened")
        self.until = until

    @property
    def retry_after(self):
        """Seconds until then, for the header; by the machine's own clock, as the count is."""
        return max(1, math.ceil(self.until.timestamp() - time.time())) if self.until else None

    @property
    def minutes(self):
        """The same for people: how long, not until when, since the demo shows another clock."""
        return math.ceil(self.retry_after / 60) if self.until else None


def dossier_of(code, secret, *, address):
    """The dossier whose code and secret these are; NotOpened otherwise. `address` is units.addresses.address_of.

    Each try is counted before it is judged, and one that succeeds is taken back: two at once cannot both be the last
    one allowed. A transaction of its own, whatever becomes of the request.
    """
    code = code_typed(code)
    with transaction.atomic(durable=True):
        pk, expected = Dossier.objects.filter(code=code).values_list("pk", "secret").first() or (None, "")
        tries = _Tries(code, address)
        is_opened = _is_secret(secret, expected or NO_SECRET) and not tries.is_code_closed
        if is_opened:
            transaction.set_rollback(True)
        else:
            tries.forget_older_hours()
    if is_opened:
        return Dossier.objects.with_tracking_data().get(pk=pk)
    tries.log()
    raise NotOpened(tries.until)


def pass_of(dossier):
    """What stands for code and secret once they were right, so that no page repeats the secret or asks for it again."""
    return signing.dumps(dossier.pk, salt=PASS)


def dossier_with_pass(text):
    """The dossier; raises signing.BadSignature where the pass is forged or too old."""
    pk = signing.loads(text, salt=PASS, max_age=PASS_LIFETIME)
    return Dossier.objects.with_tracking_data().get(pk=pk)


def _is_secret(typed, secret):
    return any(constant_time_compare(candidate, secret) for candidate in secrets_typed(typed))


class _Tries:
    """This try, counted: at this code from this address, at this code from everywhere, and from this address."""

    def __init__(self, code, address):
        self.code_key, self.address_key = _key("code", code), _key("address", address)
        pair_key = _key("pair", f"{code} {address}")
        self.hour, tries = count_try(self.address_key, pair_key)
        self.of_address, self.at_code = tries[self.address_key], 0
        self.is_code_closed = tries[pair_key] > settings.TRACKING_TRIES_OF_PAIR
        if not self.is_code_closed:  # what is not even judged closes nothing to others
            self.at_code = count_try(self.code_key)[1][self.code_key]
            self.is_code_closed = self.at_code > settings.TRACKING_TRIES_AT_CODE

    @property
    def until(self):
        too_many = self.is_code_closed or self.of_address > settings.TRACKING_TRIES_OF_ADDRESS
        return self.hour + HOUR if too_many else None

    def forget_older_hours(self):
        if self.of_address == 1:
            WrongTry.objects.filter(hour__lt=self.hour).delete()

    def log(self):
        """Once for each passing of a limit; who it was, only those can tell who hold the key."""
        if self.of_address == settings.TRACKING_TRIES_OF_ADDRESS + 1:
            logger.warning("Tracking: too many wrong tries from one address (%s)", self.address_key[:16])
        if self.at_code == settings.TRACKING_TRIES_AT_CODE + 1:
            logger.warning("Tracking: too many wrong tries at one code (%s)", self.code_key[:16])


def _key(kind, value):
    return salted_hmac("dossiers.tracking", f"{kind} {value}", algorithm="sha256").hexdigest()
