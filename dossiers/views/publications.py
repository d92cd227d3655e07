"""Publishing results on the portal: how much of what was resolved, by unit; the months of one unit, to write down."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers import actions
from dossiers.forms import PublicationForm, YearForm
from dossiers.models import ResultsPublication
from dossiers.published import Published, over_by, published_results, results_by_month
from procedures.models import PostingPlace
from procedures.permissions import may_post, units_in_sight
from units.models import Level
from units.periods import Period, year_of

SECTION = {"section": "procedures"}


@dataclass(frozen=True)
class Month:
    """One of a unit: its results, and where they were published, if they were."""

    first: date
    results: int
    made: ResultsPublication | None
    may_undo: bool = False


@require_safe
def published(request):
    """Each unit in one's sight: results of the year so far, and how many of them are published."""
    form, period, today = asked(request)
    units = list(units_with_desks(request.user).in_force_on(today))
    units.sort(key=lambda unit: (unit.level == Level.COMMUNE, unit.code))
    sums = published_results(units, period, today)
    context = {"form": form, "rows": sums.items(), "total": sum(sums.values(), Published()), "today": today}
    context["months"] = over_by(period, today)
    return render(request, "results/published.html", context | SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
def published_by(request, code):
    """The months of one unit; those that are over and have results are ticked as published."""
    form, period, today = asked(request)
    unit = get_object_or_404(units_with_desks(request.user).filter(code=code).in_force_on(today))
    may = may_post(request.user, unit, PostingPlace.PORTAL)
    if request.method == "POST" and not may:
        raise PermissionDenied
    months = months_of(request, unit, over_by(period, today))
    open_months = [month.first for month in months if month.results and not month.made]
    publishing = PublicationForm(request.POST or None, months=open_months, today=today)
    if publishing.is_valid() and carried_out(request, publishing, unit):
        return redirect(request.get_full_path())
    context = {"form": form, "unit": unit, "months": months, "publishing": publishing if may and open_months else None}
    context["total"] = published_results([unit], period, today)[unit]
    status = 400 if publishing.is_bound else 200
    return render(request, "results/published_by.html", context | {"sent": publishing} | SECTION, status=status)


@require_POST
def undo(request, code, pk):
    """Undo one's own slip of today."""
    made = get_object_or_404(ResultsPublication.objects.visible_to(request.user), unit__code=code, pk=pk)
    if made.by != request.user:
        raise PermissionDenied
    try:
        actions.undo_publication(made=made, by=request.user, now=request.now)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Undone: these results count as not published."))
    return redirect(f"{reverse('dossiers:published_by', args=[code])}?year={made.month.year}")


def asked(request):
    """The form, the year that it asks for, and today; in January it is the year before, whose months are over."""
    today = timezone.localdate(request.now)
    form = YearForm(request.GET, default=(today.replace(day=1) - timedelta(days=1)).year)
    return form, year_of(date(form.chosen, 1, 1)), today


def units_with_desks(user):
    if not (user.is_superuser or user.duties):
        raise PermissionDenied
    return units_in_sight(user).filter(desk__isnull=False)


def months_of(request, unit, period: Period | None) -> list[Month]:
    if period is None:
        return []
    results = results_by_month([unit], period)
    made = ResultsPublication.objects.filter(unit=unit, month__range=(period.first, period.last), undone_at=None)
    made = {each.month: each for each in made.select_related("by")}
    return [
        Month(
            month.first,
            results.get((unit.pk, month.first), 0),
            found := made.get(month.first),
            found is not None and actions.may_undo_publication(found, request.user, request.now),
        )
        for month in period.months()
    ]


def carried_out(request, publishing, unit):
    """Whether it is written down now; if not, the form says why, and nothing was changed."""
    try:
        actions.publish_results(unit=unit, **publishing.cleaned_data, by=request.user, now=request.now)
    except ValidationError as refusal:
        publishing.add_error(None, refusal)
        return False
    messages.success(request, _("Written down: these results stand on the portal."))
    return True
