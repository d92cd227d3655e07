"""The calendar, and the way in which it is changed: proposed, shown with what it moves, accepted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import actions
from dossiers.calendar_changes import changed_days, preview_of
from dossiers.forms.calendar import AcceptForm, ProposalForm, Rows, signed, unsigned
from dossiers.models import CalendarChange, Dossier
from units.models import AdministrativeUnit, CalendarDay
from units.permissions import administered_units, administrators_only, may_change_calendar
from units.tables import TableFaults

PAGE = 50  # dossiers that a change moved
SHOWN = 50  # dossiers of a unit in a preview
CHANGES_SHOWN = 10
FAULTS_SHOWN = 100


@require_safe
def calendar(request):
    """The odd days of a year, the country's and those of one's own units, and the changes that were accepted."""
    this_year = timezone.localdate(request.now).year
    year = _year(request.GET.get("year"), this_year)
    mine = _units_of(request.user)
    days = CalendarDay.objects.filter(Q(unit=None) | Q(unit__in=mine), date__year=year).select_related("unit")
    changes = CalendarChange.objects.filter(Q(unit=None) | Q(unit__in=mine)).select_related("unit", "accepted_by")
    context = {
        "section": "calendar",
        "year": year,
        "days": days.order_by("date", "unit__code"),
        "changes": changes.annotate(moved=Count("due_moves"))[:CHANGES_SHOWN],
        "today": timezone.localdate(request.now),
    }
    return render(request, "calendar/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def change(request):
    """First it shows what a change would move; then, accepted, it makes it."""
    if "proposal" in request.POST:
        return _accept(request)
    sent = request.method == "POST"
    given = (request.POST, request.FILES) if sent else (None, None)
    form = ProposalForm(*given, user=request.user, today=timezone.localdate(request.now))
    rows = Rows(request.POST if sent else None, prefix="rows")
    faults = []
    if sent and all([form.is_valid(), rows.is_valid()]):
        try:
            days = _days(form, rows)
        except TableFaults as error:
            faults = error.found
        else:
            if days:
                return _show(request, form.proposal(days))
    context = {"section": "calendar", "form": form, "rows": rows}
    context |= {"faults": faults[:FAULTS_SHOWN], "fault_count": len(faults)}
    return render(request, "calendar/propose.html", context, status=400 if sent else 200)


@require_safe
def changed(request, pk):
    """Who changed which days and why, and the dossiers that it moved: of these, those that one may see."""
    mine = _units_of(request.user)
    changes = CalendarChange.objects.filter(Q(unit=None) | Q(unit__in=mine)).select_related("unit", "accepted_by")
    found = get_object_or_404(changes, pk=pk)
    seen = Dossier.objects.visible_to(request.user)
    moves = found.due_moves.filter(dossier__in=seen).select_related("dossier__version", "dossier__receiving_desk__unit")
    page = Paginator(moves.order_by("due_after", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"section": "calendar", "change": found, "page": page, "count": found.due_moves.count()}
    return render(request, "calendar/changed.html", context | {"days": changed_days(found)})


def _accept(request):
    proposal = unsigned(request.POST["proposal"], by=request.user)
    if proposal is None:
        messages.error(request, _("Nothing was changed: the proposal is older than an hour. Make it once more."))
        return redirect("dossiers:change_calendar")
    if not may_change_calendar(request.user, proposal.unit):
        raise PermissionDenied
    preview = preview_of(proposal, today=timezone.localdate(request.now))
    form = AcceptForm(request.POST, takes_worked_days=bool(preview.worked))
    if not form.is_valid():
        return _show(request, proposal, form=form, preview=preview)
    reasons = {name: form.cleaned_data.get(name, "") for name in ("reason", "worked_reason", "seen")}
    try:
        made = actions.change_calendar(proposal=proposal, by=request.user, now=request.now, **reasons)
    except (actions.NotAsSeen, actions.WorkedDayTaken):
        said = _(
            "Nothing was changed: meanwhile other days or other dossiers are concerned. This is how it stands now."
        )
        messages.error(request, said)
        return _show(request, proposal)
    messages.success(request, _("The calendar is changed."))
    return redirect("dossiers:calendar_changed", made.pk)


def _show(request, proposal, *, form=None, preview=None):
    """What a proposal would change and move; a form that was sent and found wrong comes back with its faults."""
    preview = preview or preview_of(proposal, today=timezone.localdate(request.now))
    if form is None:
        initial = {"proposal": signed(proposal, by=request.user), "seen": preview.digest}
        form = AcceptForm(initial=initial, takes_worked_days=bool(preview.worked))
    visible = set(_visible(request.user, preview))
    context = {
        "section": "calendar",
        "proposal": proposal,
        "preview": preview,
        "units": [_of_unit(unit, moved, visible) for unit, moved in preview.by_unit()],
        "form": form,
    }
    return render(request, "calendar/preview.html", context, status=400 if form.errors else 200)


def _of_unit(unit, moved, visible):
    seen = [each for each in moved if each.dossier.pk in visible]
    return {"unit": unit, "count": len(moved), "moved": seen[:SHOWN], "more": len(moved) - len(seen[:SHOWN])}


def _visible(user, preview):
    keys = [each.dossier.pk for each in preview.moved]
    return Dossier.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)


def _days(form, rows):
    """Those of the file or of the rows; where there are both or none, the form says so."""
    typed = rows.days()
    if bool(typed) == bool(form.cleaned_data["file"]):
        form.add_error(None, _("Give rows or a file, one of the two."))
        return []
    return typed or form.from_file()


def _units_of(user):
    """Whose own days `user` is shown: the units that he administers, those where he works, and those above them."""
    own = {duty.unit.pk for duty in user.duties}
    above = AdministrativeUnit.objects.filter(Q(children__in=own) | Q(children__children__in=own)).values("pk")
    return AdministrativeUnit.objects.filter(
        Q(pk__in=own) | Q(pk__in=above) | Q(pk__in=administered_units(user).values("pk"))
    )


def _year(text, otherwise):
    return int(text) if text and text.isdecimal() and 2000 <= int(text) <= 2100 else otherwise
