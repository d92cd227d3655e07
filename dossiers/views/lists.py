from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dossiers.errands import errands_of
from dossiers.filters import sight_in_words
from dossiers.listing import DossierList


@require_GET
def dossiers(request):
    """The dossiers one may see, filtered; page 1,000 costs what page 1 costs."""
    asked = asked_for(request, request.GET)
    if not asked.form.is_valid():
        return refused(request, asked)
    rows, after = asked.page()
    count, is_counted = asked.count()
    context = _context(asked) | {
        "dossiers": rows,
        "parts": asked.parts(),
        "is_part": asked.is_part,
        "told": asked.told,
        "count": count,
        "is_counted": is_counted,
        "next_page": after and asked.address(after=after),
        "first_page": asked.place and asked.address(after="", order=asked.order),
        "heads": {column: _head(asked, column) for column in asked.columns},
        "here": asked.address(order=asked.order),
        "all": asked.address(after="", order=asked.order),
        "sight": sight_in_words(request.user),
        "errands": errands_of(request.user),
        "batch_limit": settings.BATCH_LIMIT,
        "finished": asked.form.shows_finished and ("waiting" if asked.form.awaits_collection else "finished"),
    }
    return render(request, "dossiers/list.html", context)


def way_back(request, dossier):
    """The list from which `dossier` was opened, as the address says, and what stands beside it there; or None.

    Only a filter of our own list is taken from the address, so it leads nowhere else.
    """
    asked = DossierList.from_address(request.GET.get("list", ""), user=request.user, now=request.now)
    if asked is None or not asked.form.is_valid():
        return None
    previous, following = asked.neighbours(dossier)
    return {"list": asked.address(), "previous": previous, "next": following}


def asked_for(request, query):
    """The list that `query` names, for who has work here."""
    if not request.user.duties:
        raise PermissionDenied
    return DossierList(query, user=request.user, now=request.now)


def refused(request, asked):
    """The list's page with what is wrong with its filter."""
    return render(request, "dossiers/list.html", _context(asked), status=400)


def _context(asked):
    return {"section": "dossiers", "form": asked.form, "today": asked.today, "calendar": asked.calendar}


def _head(asked, column):
    """Where the head of a column leads, and how the list is sorted by it now."""
    direction = "" if column != asked.order.column else "descending" if asked.order.is_descending else "ascending"
    return {"address": asked.address(order=asked.order.turned(column), after=""), "direction": direction}
