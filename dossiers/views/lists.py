from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET

from dossiers.filters import DossierFilterForm
from dossiers.models import Dossier
from units.calendars import work_calendar
from units.models import AdministrativeUnit

PAGE = 25
# A heading sorts by one column and the key; the last row of a page is where the next one starts (no page is counted).
ORDERS = {"received": "received_at", "due": "due_at"}
COUNTED = 1000


@require_GET
def dossiers(request):
    """The dossiers one may see, filtered; page 1,000 costs what page 1 costs."""
    if not request.user.duties:
        raise PermissionDenied
    today = timezone.localdate(request.now)
    visible = Dossier.objects.visible_to(request.user)
    calendar = SimpleLazyObject(lambda: work_calendar(on=today))  # read by the first who asks for it
    form = DossierFilterForm(request.GET, user=request.user, units=_units(request.user))
    order = request.GET.get("order", "-received")
    if order.removeprefix("-") not in ORDERS:
        order = "-received"
    context = {"section": "dossiers", "form": form, "today": today, "calendar": calendar}
    if not form.is_valid():
        return render(request, "dossiers/list.html", context, status=400)
    found = form.apply(visible, today=today, calendar=calendar)
    rows = list(_after(found, order, request.GET.get("after", "")).with_list_data()[: PAGE + 1])
    count = found.order_by()[: COUNTED + 1].count()
    context |= {
        "dossiers": rows[:PAGE],
        "parts": form.in_words(request.GET),
        "count": min(count, COUNTED),
        "is_counted": count <= COUNTED,
        "next_page": _with(request.GET, after=_key(rows[PAGE - 1], order)) if len(rows) > PAGE else "",
        "first_page": _with(request.GET, after=None) if request.GET.get("after") else "",
        "orders": {column: _with(request.GET, order=_turned(order, column), after=None) for column in ORDERS},
    }
    return render(request, "dossiers/list.html", context)


def _units(user):
    seen = {duty.unit.pk for duty in user.duties}
    return AdministrativeUnit.objects.within(seen).filter(agencies__isnull=False).distinct().order_by("code")


def _turned(order, column):
    return f"-{column}" if order == column else column


def _key(dossier, order):
    return f"{getattr(dossier, ORDERS[order.removeprefix('-')]).isoformat()}_{dossier.pk}"


def _after(dossiers, order, key):
    column, backwards = ORDERS[order.removeprefix("-")], order.startswith("-")
    sign, beyond = ("-", "lt") if backwards else ("", "gt")
    dossiers = dossiers.order_by(f"{sign}{column}", f"{sign}pk")
    moment, _, pk = key.partition("_")
    try:
        moment = parse_datetime(moment)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment) or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return dossiers
    # The first condition is implied by the second; it is the one that tells an index where to begin.
    dossiers = dossiers.filter(**{f"{column}__{beyond}e": moment})
    return dossiers.filter(Q(**{f"{column}__{beyond}": moment}) | Q(**{f"pk__{beyond}": int(pk)}))


def _with(query, **changes):
    query = query.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
