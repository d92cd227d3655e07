"""Satisfaction is the business of who oversees desks, never of the desk that is rated."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from satisfaction.models import TYPISTS
from units.models import OVERSEEING, ServiceDesk


def overseers_only(view):
    @wraps(view)
    def gate(request, *args, **kwargs):
        if not request.user.oversees:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return gate


def desks_overseen_by(user):
    """The desks that are open today in the units over which `user` looks."""
    units = user.units_of(*OVERSEEING)
    return ServiceDesk.objects.open_on(user.today).filter(unit__in=units).select_related("unit")


def typists_only(view):
    """For who types paper cards in; of which desks is for `CardBatch.objects.visible_to` and `desks_typed_by`."""

    @wraps(view)
    def gate(request, *args, **kwargs):
        if not request.user.has_role(*TYPISTS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return gate
