"""Screens for leaders and for procedure control: what needs them, and how the period went."""

import tempfile

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards import drawings, links, publicity
from dashboards.board import gather
from dashboards.forms import DashboardForm
from dashboards.headline import headlines
from dashboards.needs import needs_of
from dashboards.scope import NotInForce, overseen_by, scope_of
from dashboards.table import table_of
from dashboards.workbook import write
from dossiers.figures import Figure
from procedures.models import ProcedureVersion
from units.calendars import work_calendar
from units.models import Level, Role
from units.sheets import XLSX

MOST_FAULTS = 6  # units that are named
# What one sheet of paper holds, as dashboard.css cuts it.
PRINTED_UNITS, PRINTED_PROCEDURES = 33, 25


@require_safe
def dashboard(request):
    """One page, printed on one sheet: today's needs first, then the period."""
    if not request.user.oversees:
        return _without_duty(request)
    form, scope = _asked_for(request)
    context = {"section": "dashboard", "form": form, "scope": scope, "today": form.today}
    if scope is None:
        return render(request, "dashboards/dashboard.html", context, status=400)
    return render(request, "dashboards/dashboard.html", context | _shown(request, form, scope))


@require_safe
def export(request):
    """The figures of the page at the same address as a workbook."""
    if not request.user.oversees:
        return _without_duty(request)
    form, scope = _asked_for(request)
    if scope is None:
        context = {"section": "dashboard", "form": form, "scope": None, "today": form.today}
        return render(request, "dashboards/dashboard.html", context, status=400)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write(file, gather(scope), sort=form.cleaned_data["sort"], now=request.now)
    file.seek(0)
    name = f"dashboard-{scope.unit.code}-{scope.period.first}-{scope.period.last}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _without_duty(request):
    """An administrator of the system oversees no unit; who only has work of his own has no business here."""
    if request.user.is_superuser and not request.user.duties:
        return render(request, "dashboards/nothing.html", {"section": "dashboard"})
    raise PermissionDenied


def _asked_for(request):
    """The form, and the Scope it stands for; None if it makes no sense, as the form says."""
    form = DashboardForm(request.GET, today=timezone.localdate(request.now))
    overseen = overseen_by(request.user)
    scope = _scope(request, form, overseen) if form.is_valid() else None
    form.offer([unit for unit in overseen if unit.is_in_force_on(form.period.last)])
    return form, scope


def _scope(request, form, overseen):
    code = form.cleaned_data["unit"]
    try:
        scope = scope_of(request.user, overseen, code=code, period=form.period, today=form.today)
    except NotInForce as fault:
        form.add_error("unit" if code else None, str(fault))
        return None
    form.show(scope.unit)
    return scope


def _shown(request, form, scope):
    board = gather(scope)
    begins_with_catalogue = request.user.has_role(Role.PROCEDURE_CONTROL)
    return {
        "board": board,
        "begins_with_catalogue": begins_with_catalogue,
        "levels": _levels(scope) if begins_with_catalogue else [],
        "needs": needs_of(scope, work_calendar(on=form.today)),
        "headlines": headlines(board),
        "compares": not board.before.is_empty,
        "flow": drawings.flow_lines(board),
        "charts": drawings.flow_charts(board),
        "bars": drawings.bars(board),
        "table": table_of(board, form.cleaned_data["sort"]),
        "target": settings.SATISFACTION_TARGET,
        "posted_groups": publicity.groups(board),
        "posted_faults": publicity.faults(board),
        "most_faults": MOST_FAULTS,
        "printed_lines": PRINTED_PROCEDURES if scope.is_alone else PRINTED_UNITS,
        "opens": _lists(scope),
    }


def _levels(scope):
    """How many procedures are in force on the last day at each level that this unit and those under it have."""
    versions = ProcedureVersion.objects.in_force_on(scope.period.last).order_by()
    in_force = dict(versions.values_list("procedure__level").annotate(n=Count("pk")))
    own = {part.unit.level for part in scope.parts}
    return [
        {"name": level.label, "count": in_force.get(level, 0), "href": links.catalogue(level)}
        for level in Level
        if level in own
    ]


def _lists(scope):
    """What the numbers open that stand in sentences."""
    period, where = scope.period, links.of_scope(scope)
    alone = scope.parts[0] if scope.is_alone else None
    return {
        "carried_over": links.figure(Figure.CARRIED_OVER, period, **where),
        "early": links.figure(Figure.RESOLVED_EARLY, period, **where),
        "on_time": links.figure(Figure.RESOLVED_ON_TIME, period, **where),
        "satisfaction": links.satisfaction(period, alone),
        "postings": links.postings(period.last, alone),
        "decided": links.decided(period),
        "assumed": links.figure(Figure.RECEIVED, period, **where, assumed="on"),
    }
