"""Which address a request comes from, as limits count it."""

from ipaddress import IPv6Network, ip_address

from django.conf import settings


def address_of(request):
    """The sender's address; of IPv6 the first 64 bits, which is what one connection is given. '' where there is none.

    Behind a proxy it is the last one of X-Forwarded-For, which the proxy wrote: those before it are the sender's word.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2] if settings.BEHIND_PROXY else ""
    return _counted_as(told) or _counted_as(request.META.get("REMOTE_ADDR", ""))


def _counted_as(text):
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(address) if address.version == 4 else str(IPv6Network((int(address), 64), strict=False).network_address)
