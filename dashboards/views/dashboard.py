"""Screens for leaders and for procedure control: what needs them, and how the period went."""

from django.conf import settings
from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards import drawings, links
from dashboards.board import gather
from dashboards.forms import DashboardForm
from dashboards.headline import headlines, name_of_before
from dashboards.needs import needs_of
from dashboards.table import table_of
from dashboards.views.asked import asked_for, base_of, for_overseers
from dashboards.workbook import sheets
from dossiers.figures import Figure
from procedures import publicity
from procedures.models import ProcedureVersion
from units.calendars import work_calendar
from units.models import Level, Role
from units.replica import reads_replica
from units.sheets import workbook_response

MOST_FAULTS = 6  # units that are named
# What one sheet of paper holds, as dashboard.css cuts it.
PRINTED_UNITS, PRINTED_PROCEDURES = 33, 25


@require_safe
@reads_replica
@for_overseers
def dashboard(request):
    """One page, printed on one sheet: today's needs first, then the period."""
    form, scope = asked_for(request, DashboardForm)
    return render(request, "dashboards/dashboard.html", base_of(form) | _shown(request, form, scope))


@require_safe
@reads_replica
@for_overseers
def export(request):
    """The figures of the page at the same address as a workbook."""
    form, scope = asked_for(request, DashboardForm)
    name = f"tong-quan-{scope.unit.code}-{scope.period.first}-{scope.period.last}.xlsx"
    return workbook_response(name, *sheets(gather(scope), sort=form.cleaned_data["sort"], now=request.now))


def _shown(request, form, scope):
    board = gather(scope)
    begins_with_catalogue = request.user.has_role(Role.PROCEDURE_CONTROL)
    return {
        "scope": scope,
        "board": board,
        "begins_with_catalogue": begins_with_catalogue,
        "levels": _levels(scope) if begins_with_catalogue else [],
        "needs": needs_of(scope, board.posted_by_part, work_calendar(on=form.today, unit=scope.unit)),
        "headlines": headlines(board),
        "before": name_of_before(board),
        "flow": drawings.flow_lines(board),
        "charts": drawings.flow_charts(board),
        "bars": drawings.bars(board),
        "table": table_of(board, form.cleaned_data["sort"]),
        "target": settings.SATISFACTION_TARGET,
        "fewest_ranked": settings.FEWEST_RANKED,
        "posted_groups": publicity.groups(board.posted, form.today),
        "posted_faults": publicity.faults(board.posted, form.today),
        "most_faults": MOST_FAULTS,
        "printed_lines": PRINTED_PROCEDURES if scope.is_alone else PRINTED_UNITS,
        "opens": _lists(scope),
    }


def _levels(scope):
    """How many procedures are in force today at each level that this unit and those under it have."""
    versions = ProcedureVersion.objects.in_force_on(scope.today).order_by()
    in_force = dict(versions.values_list("procedure__level").annotate(n=Count("pk")))
    own = {part.unit.level for part in scope.parts}
    return [
        {"name": level.label, "count": in_force[level], "href": links.catalogue(level)}
        for level in Level
        if level in own and level in in_force
    ]


def _lists(scope):
    """What the numbers open that stand in sentences."""
    return {
        "satisfaction": links.satisfaction(scope.period, scope.whole),
        "postings": links.postings(scope.today, scope.whole),
        "decided": links.decided(scope.period),
        "trend": links.trend(scope.period, scope.unit.code, **scope.query),
        "digest": links.digest(scope.unit.code),
        "times": links.times(scope.period, scope.unit.code, **scope.query),
        "assumed": links.figure(Figure.RECEIVED, scope.period, **links.of_part(scope.whole), assumed="on"),
    }
