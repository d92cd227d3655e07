"""The site's own pages: the way in, whether it works, and what it says when it does not."""

import sys
from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers.forms import TrackingForm
from dossiers.models import Dossier
from procedures.models import LifeEvent, Sector
from units.clock import demo_clock
from units.models import AdministrativeUnit, Assignment, Level

SECTORS_SHOWN = 12
LATEST_DOSSIERS = 1000  # enough to tell what people come for, few enough to count each time
RETRY_AFTER_SECONDS = 30


@require_safe
@login_not_required
def home(request):
    today = timezone.localdate(request.now)
    context = {
        "unit": highest_unit(today),
        "life_events": LifeEvent.objects.leading_somewhere_on(today),
        "sectors": sectors_most_asked_for(today),
        "tracking": TrackingForm(),
    }
    return render(request, "home.html", context)


def highest_unit(today):
    """The one above the others in which anybody works today: whose installation this is. None without such a one."""
    duties = Assignment.objects.in_force_on(today)
    places = Q(pk__in=duties.values("desk__unit")) | Q(pk__in=duties.values("agency__unit"))
    units = list(AdministrativeUnit.objects.in_force_on(today).filter(places))
    for level in reversed(Level):
        if at_level := [unit for unit in units if unit.level == level]:
            return at_level[0] if len(at_level) == 1 else None
    return None


def sectors_most_asked_for(today):
    """By the latest dossiers, then by how many procedures the desks receive."""
    asked_for = Counter(Dossier.objects.order_by("-pk").values_list("version__sector", flat=True)[:LATEST_DOSSIERS])
    sectors = Sector.objects.received_on(today)
    return sorted(sectors, key=lambda sector: (-asked_for[sector.pk], -sector.procedure_count))[:SECTORS_SHOWN]


@require_safe
@login_not_required
def favicon(request):
    """Where a page cannot name its icon (a PDF), browsers ask here."""
    return redirect(static("img/door.svg"))


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """200 when ready to serve; otherwise 503 and why. Needs neither log-in nor, to answer, the database."""
    fault = fault_of_installation()
    return HttpResponse(f"{fault or 'ready'}\n", content_type="text/plain", status=503 if fault else 200)


def fault_of_installation():
    """What keeps the installation from serving, in English for whoever watches it, or None."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations are due"
        demo = demo_clock()
        return "the demo is loading" if demo and demo.is_loading else None
    except (DatabaseError, InterfaceError):
        return "the database does not answer"


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", {"exception": str(exception or "")}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """Without the database, which may be what failed: 503 when it does not answer, else 500."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        response = render(None, "503.html", status=503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    return render(None, "500.html", status=500)
