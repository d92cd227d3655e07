"""How long dossiers took: a page of its own beside the dashboard."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards import links
from dashboards.forms import TimesForm
from dashboards.times import MOST_BATCHES, gather_times
from dashboards.times_told import as_told
from dashboards.views.asked import asked_for, base_of, for_overseers
from units.replica import reads_replica

PRINTED_LINES = {"unit": 30, "sector": 30, "procedure": 12}  # on one sheet of paper, as dashboard.css cuts it


@require_safe
@reads_replica
@for_overseers
def times(request):
    """Office time and waiting apart, by lines and by months; what was closed in batches, with the times of the rest."""
    form, scope = asked_for(request, TimesForm)
    board = gather_times(scope, form.by_for(scope))
    context = base_of(form) | {
        "scope": scope,
        "board": board,
        "told": as_told(board),
        "batches": board.batches[:MOST_BATCHES],
        "more_batches": len(board.batches[MOST_BATCHES:]),
        "printed_lines": PRINTED_LINES[board.by],
        "fewest": settings.FEWEST_TIMED,
        "many": settings.BATCH_CLOSING_MANY,
        "seconds": settings.BATCH_CLOSING_SECONDS,
        "percent": settings.BATCH_CLOSING_PERCENT,
        "dashboard": links.dashboard(scope.period, scope.unit.code, **scope.query),
    }
    return render(request, "dashboards/times.html", context)
