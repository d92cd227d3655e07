"""How often the public pages may be tried from one address: wrong secrets, and what is sent (docs/decisions/0009)."""

import logging
import math
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from units.models import Attempt, count_try
from units.typed import secrets_typed

logger = logging.getLogger(__name__)
HOUR = timedelta(hours=1)
NO_SECRET = "-" * 8  # what nobody can type stands in for what is not there, or has no secret


class Until(Exception):
    """Not done. `until` is None, or (there were too many tries) the moment when the count begins anew."""

    def __init__(self, until=None):
        super().__init__("not done")
        self.until = until

    @property
    def retry_after(self):
        """Seconds until then, for the header; by the machine's own clock, as the count is."""
        return max(1, math.ceil(self.until.timestamp() - time.time())) if self.until else None

    @property
    def minutes(self):
        """The same for people: how long, not until when, since the demo shows another clock."""
        return math.ceil(self.retry_after / 60) if self.until else None


class NotOpened(Until):
    """The code or the secret is wrong, or there were too many wrong ones; which of these, nobody is told."""


class TooMany(Until):
    """More was sent within an hour than is taken."""


def open_with_secret(known, *, code, secret, address):
    """Count a try at `code`, and raise NotOpened unless `secret` is that of `known`, a list of (pk, secret) or None.

    Each try is counted before it is judged, and one that succeeds is taken back: two at once cannot both be the last
    one allowed. A transaction of its own, whatever becomes of the request. Returns the key. `address` is
    units.addresses.address_of.
    """
    pk, expected = known or (None, "")
    with transaction.atomic(durable=True):
        tries = _Tries(code, address)
        is_opened = _is_secret(secret, expected or NO_SECRET) and not tries.is_code_closed
        if is_opened:
            transaction.set_rollback(True)
        else:
            tries.forget_older_hours()
    if is_opened:
        return pk
    tries.log()
    raise NotOpened(tries.until)


def count_sent(what, *, address, of_address, of_all):
    """Count one more of `what` from `address`; TooMany beyond `of_address` from there or `of_all` from everywhere.

    A transaction of its own; what is refused is counted too, so that whoever goes on waits on.
    """
    address_key, all_key = _key(f"{what} of", address), _key(what, "all")
    with transaction.atomic(durable=True):
        hour, tries = count_try(address_key)
        if tries[address_key] <= of_address:  # what one address may not send closes nothing to others
            tries |= count_try(all_key)[1]
        if tries[address_key] == 1:
            Attempt.objects.filter(hour__lt=hour).delete()
    if tries[address_key] > of_address or tries[all_key] > of_all:
        raise TooMany(hour + HOUR)


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
            Attempt.objects.filter(hour__lt=self.hour).delete()

    def log(self):
        """Once for each passing of a limit; who it was, only those can tell who hold the key."""
        if self.of_address == settings.TRACKING_TRIES_OF_ADDRESS + 1:
            logger.warning("Tracking: too many wrong tries from one address (%s)", self.address_key[:16])
        if self.at_code == settings.TRACKING_TRIES_AT_CODE + 1:
            logger.warning("Tracking: too many wrong tries at one code (%s)", self.code_key[:16])


def _key(kind, value):
    return salted_hmac("units.attempts", f"{kind} {value}", algorithm="sha256").hexdigest()
