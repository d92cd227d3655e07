"""Whose requests are counted together."""

import pytest
from django.test import RequestFactory

from units.addresses import address_of


def request_from(address, forwarded=None):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return request


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("113.160.1.1", "113.160.1.1"),
        ("::ffff:113.160.1.1", "113.160.1.1"),
        ("2001:ee0:1:2:aaaa::1", "2001:ee0:1:2::"),
        ("2001:ee0:1:2:bbbb::2", "2001:ee0:1:2::"),
        ("2001:ee0:1:3::1", "2001:ee0:1:3::"),
        ("", ""),  # a socket has none
    ],
)
def test_ipv6_counts_by_its_first_64_bits(address, counted_as):
    assert address_of(request_from(address)) == counted_as


def test_without_a_proxy_nobody_says_himself_where_he_is(settings):
    settings.BEHIND_PROXY = False
    assert address_of(request_from("113.160.1.1", "1.2.3.4")) == "113.160.1.1"


@pytest.mark.parametrize(
    ("forwarded", "counted_as"),
    [("1.2.3.4", "1.2.3.4"), ("9.9.9.9, 1.2.3.4", "1.2.3.4"), ("", "127.0.0.1"), ("1.2.3.4, nonsense", "127.0.0.1")],
)
def test_behind_a_proxy_its_word_counts_and_no_other(settings, forwarded, counted_as):
    settings.BEHIND_PROXY = True
    assert address_of(request_from("127.0.0.1", forwarded)) == counted_as
