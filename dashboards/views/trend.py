"""This period and the same days of last year, month by month."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards import links
from dashboards.forms import TrendForm
from dashboards.trend import charts, trend_of
from dashboards.views.asked import asked_for, base_of, for_overseers
from units.replica import reads_replica


@require_safe
@reads_replica
@for_overseers
def trend(request):
    form, scope = asked_for(request, TrendForm)
    found = trend_of(scope)
    context = base_of(form) | {
        "scope": scope,
        "trend": found,
        "charts": charts(found),
        "dashboard": links.dashboard(scope.period, scope.unit.code, **scope.query),
    }
    return render(request, "dashboards/trend.html", context)
