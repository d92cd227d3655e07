"""A procedure's page for procedure control: its versions, fees and exceptions, and what is drafted of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from procedures import actions
from procedures.actions.fees import received_under, why_it_stays
from procedures.forms import AmendInForm, CompareForm, FeeForm
from procedures.history import drafted_of, stages_of
from procedures.models import Procedure
from procedures.permissions import keepers_only
from procedures.views.decisions import SECTION, amend_in, attempt
from procedures.wording import changes


@require_safe
@keepers_only
def procedure(request, level, code):
    return page_of(request, get_procedure(level, code))


@require_POST
@keepers_only
def amend(request, level, code):
    procedure = get_procedure(level, code)
    form = AmendInForm(request.POST)
    if form.is_valid():
        return amend_in(request, form.cleaned_data["decision"], procedure)
    messages.error(request, form.errors["decision"][0])
    return redirect(address_of(procedure))


@require_POST
@keepers_only
def set_fee(request, level, code):
    procedure, form = get_procedure(level, code), FeeForm(request.POST)
    if not form.is_valid():
        return page_of(request, procedure, fee_form=form)
    given = {"charge": form.charge, "valid_from": form.cleaned_data["valid_from"]}
    fee = attempt(request, actions.set_fee, procedure=procedure, **given)
    if not fee:
        return page_of(request, procedure, fee_form=form)
    messages.success(request, _("The fee is set from %(day)s on.") % {"day": f"{fee.valid_from:%d/%m/%Y}"})
    if n := received_under(fee).count():
        said = ngettext(
            "%(n)d dossier was received since then: it keeps what was to be paid at its reception.",
            "%(n)d dossiers were received since then: they keep what was to be paid at their reception.",
            n,
        )
        messages.warning(request, said % {"n": n})
    return redirect(address_of(procedure))


@require_POST
@keepers_only
def take_back_fee(request, level, code, pk):
    procedure = get_procedure(level, code)
    if attempt(request, actions.take_back_fee, fee=get_object_or_404(procedure.fees, pk=pk)):
        messages.success(request, _("The fee is taken back."))
    return redirect(address_of(procedure))


def get_procedure(level, code):
    return get_object_or_404(Procedure, level=level, code=code)


def address_of(procedure):
    return reverse("procedures:manage_procedure", args=[procedure.level, procedure.code])


def page_of(request, procedure, *, fee_form=None):
    today = timezone.localdate(request.now)
    stages = stages_of(procedure, request.user)
    fees = list(procedure.fees.order_by("kind", "channel", "-valid_from"))
    for fee in fees:
        fee.procedure, fee.stays = procedure, why_it_stays(fee)
    context = {
        "procedure": procedure,
        "stages": stages,
        "name": name_on(stages, today),
        "compared": compared(request, procedure, stages),
        "fees": fees,
        "fee_form": fee_form or FeeForm(initial={"valid_from": today}),
        "processes": procedure.processes.all(),
        "exceptions": procedure.at_units.select_related("unit").order_by("unit__code"),
        "drafted": drafted_of(procedure),
        "amend_form": AmendInForm(),
        "events": procedure.events.select_related("by").order_by("-at", "-pk"),
        "today": today,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "procedures/manage/procedure.html", context | SECTION, status=status)


def name_on(stages, day):
    """What it is called on `day`, or was or will be."""
    held = next((each for each in stages if each.version.is_in_force_on(day)), stages[0] if stages else None)
    return held.version.name if held else ""


def compared(request, procedure, stages):
    """The two versions asked for side by side, the earlier one first; None if the address names none."""
    form = CompareForm(request.GET, procedure=procedure)
    if not form.is_valid() or form.cleaned_data["a"] == form.cleaned_data["b"]:
        return None
    chosen = set(form.cleaned_data.values())
    after, before = [stage for stage in stages if stage.version in chosen]
    return {"before": before, "after": after, "changes": changes(before.content, after.content)}
