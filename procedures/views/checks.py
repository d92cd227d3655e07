"""Kiểm tra thực tế: a sample of what a unit says hangs there, looked for by somebody from above."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from procedures import actions
from procedures.checks import checks_of, sample_of
from procedures.forms import PostingsDayForm, SpotCheckForm
from procedures.models import Posting
from procedures.permissions import may_check
from procedures.postings import place_of
from procedures.views.postings import get_unit
from procedures.views.rounds import with_ways_back

MOST_SHOWN = 20  # checks of a unit


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request, code):
    """The sample of a day to tick, for who checks; and what was found before, for everybody who sees the unit."""
    asked = PostingsDayForm(request.GET, today=timezone.localdate(request.now))
    unit = None if asked.errors else get_unit(request.user, code, asked.day)
    if unit is None:
        raise Http404
    may = may_check(request.user, unit)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = form_of(request, unit, asked.day) if may else None
    if form and form.is_valid() and recorded(request, form, unit, asked.day):
        return redirect(request.get_full_path())
    context = {
        "unit": unit,
        "place": place_of(unit),
        "asked": asked,
        "form": form,
        "checks": with_ways_back(request, checks_of(unit, place_of(unit))[:MOST_SHOWN]),
        "section": "procedures",
    }
    return render(request, "procedures/rounds/checks.html", context, status=400 if form and form.is_bound else 200)


@require_POST
def undo_check(request, code, made):
    """Undo one's own slip of today."""
    unit = get_unit(request.user, code, timezone.localdate(request.now))
    if unit is None:
        raise Http404
    made = get_object_or_404(checks_of(unit, place_of(unit)), pk=made)
    if made.by != request.user:
        raise PermissionDenied
    try:
        actions.undo_check(made=made, by=request.user, now=request.now)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Undone: what was not found hangs as it did before."))
    return redirect("procedures:spot_checks", code=code)


def form_of(request, unit, day):
    """About the sample that was on the page, though others may have changed meanwhile what hangs there."""
    if request.method != "POST":
        return SpotCheckForm(sample=sample_of(unit.desk, place_of(unit), day))
    keys = [key for key in request.POST.getlist("sample") if key.isascii() and key.isdigit() and len(key) < 19]
    there = Posting.objects.filter(pk__in=keys, desk=unit.desk, place=place_of(unit))
    sample = list(there.select_related("version__procedure").order_by("version__name"))
    return SpotCheckForm(request.POST, request.FILES, sample=sample)


def recorded(request, form, unit, day):
    """Whether the check is written down now; if not, the form says why, and nothing was changed."""
    try:
        made = actions.record_check(
            desk=unit.desk,
            place=place_of(unit),
            checked_on=day,
            found=form.found,
            note=form.cleaned_data["note"],
            photos=form.photos,
            by=request.user,
            now=request.now,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    said = _("The check is recorded: %(found)d found, %(missed)d not found.")
    messages.success(request, said % {"found": made.found_count, "missed": len(made.not_found)})
    return True
