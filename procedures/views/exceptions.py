"""Who applies what: each unit's list with its differences, and setting them for many at once."""

from django.contrib import messages
from django.db.models import Case, When
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from procedures import actions
from procedures.exceptions import applied_by, handled_at, steps_of
from procedures.forms import AtUnitsForm
from procedures.models import KEEPERS, ProcedureVersion
from procedures.permissions import keepers_only
from procedures.views.decisions import SECTION, attempt
from units.models import AdministrativeUnit, ServiceDesk, UnitKind
from units.sheets import Column, Sheet, workbook_response


@require_safe
@keepers_only
def units(request):
    today = timezone.localdate(request.now)
    counts = applied_by(kept_units(request), today)
    return render(request, "procedures/manage/units.html", {"counts": counts} | SECTION)


@require_safe
@keepers_only
def unit(request, code):
    """What it does with the procedures of its level; `?all=1` also with those that all handle alike."""
    unit = get_unit(request, code)
    handled = handled_at(unit, timezone.localdate(request.now))
    differing = [each for each in handled if each.differs]
    shows_all = bool(request.GET.get("all"))
    context = {
        "unit": unit,
        "handled": handled if shows_all else differing,
        "count": len(handled),
        "differing_count": len(differing),
        "shows_all": shows_all,
    }
    return render(request, "procedures/manage/unit.html", context | SECTION)


@require_safe
@keepers_only
def excel(request, code):
    unit = get_unit(request, code)
    today = timezone.localdate(request.now)
    headings = (
        (_("Code"), 14),
        (_("Procedure"), 70),
        (_("Sector"), 30),
        (_("Usually"), 24),
        (_("At this unit"), 24),
        (_("Reason"), 40),
        (_("From"), 12),
        (_("Until"), 12),
    )
    columns = [Column(heading, width) for heading, width in headings]
    rows = (row_of(each) for each in handled_at(unit, today))
    return workbook_response(f"ap-dung-{unit.code}-{today}.xlsx", Sheet(unit.code, columns, rows, is_landscape=True))


def row_of(handled):
    version, exception = handled.version, handled.exception
    differs = (exception.reason, exception.valid_from, exception.valid_to) if exception else ("", None, None)
    names = (version.procedure.code, version.name, version.sector.name, handled.usual.label, handled.here.label)
    return (*map(str, names), *differs)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def set_at_units(request):
    """First shows what it would change, procedure by procedure and unit by unit; then, confirmed, does it."""
    today = timezone.localdate(request.now)
    initial = {"valid_from": today, "codes": request.GET.get("codes", ""), "units": request.GET.getlist("unit")}
    form = AtUnitsForm(request.POST or None, initial=initial, units=kept_units(request))
    steps = None
    if form.is_valid():
        if "sure" in request.POST and (n := _set(request, form)):
            said = ngettext("Set for %(n)d procedure at a unit.", "Set for %(n)d procedures at units.", n) % {"n": n}
            messages.success(request, said)
            return redirect("procedures:manage_units")
        steps = [step for step in steps_of(form.ask) if step.changes]
    context = {"form": form, "steps": named(steps, today)}
    status = 400 if request.method == "POST" and steps is None else 200
    return render(request, "procedures/manage/set_at_units.html", context | SECTION, status=status)


def named(steps, day):
    """Each step with the version by whose name its procedure is known on `day`."""
    if steps is None:
        return None
    names = ProcedureVersion.objects.filter(procedure__in={step.procedure for step in steps}).named_on(day)
    return [(step, names.get(step.procedure.pk)) for step in steps]


def _set(request, form):
    return attempt(request, actions.set_at_units, ask=form.ask, reason=form.cleaned_data["reason"])


def kept_units(request):
    """The units that have a desk today, of those for which one keeps the catalogue; the ones above first."""
    open_today = ServiceDesk.objects.open_on(timezone.localdate(request.now)).values("unit")
    mine = AdministrativeUnit.objects.all() if request.user.is_superuser else request.user.units_of(*KEEPERS)
    above_first = Case(When(kind__in=(UnitKind.PROVINCE, UnitKind.DISTRICT), then=0), default=1)
    return mine.filter(pk__in=open_today).order_by(above_first, "code")


def get_unit(request, code):
    return get_object_or_404(kept_units(request), code=code)
