"""Many procedures changed alike: chosen in the list, looked at before and after, then done as it was shown."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from procedures.forms import ChosenAlikeForm
from procedures.permissions import keepers_only
from procedures.views.decisions import SECTION, attempt

MOST_CODES = 100  # that fit into the address of another page


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def change(request):
    """Its address names the procedures, or the search that finds them, and what changes; the form says into what."""
    today = timezone.localdate(request.now)
    chosen = ChosenAlikeForm(request.GET, today=today)
    if not chosen.is_valid():
        messages.error(request, chosen.fault)
        return redirect(list_address(request))
    form, alike = chosen.form_class(request.POST or None), None
    if form.is_valid():
        if "sure" in request.POST and (n := _done(request, chosen, form)):
            messages.success(request, told(form, n))
            return redirect(where_it_stands(request, form))
        alike = form.alike(chosen.procedures, today)
    context = {
        "chosen": chosen,
        "form": form,
        "alike": alike,
        "list_address": list_address(request),
        "codes": codes_of(chosen),
    }
    status = 400 if form.errors else 200
    return render(request, "procedures/manage/alike.html", context | SECTION, status=status)


def _done(request, chosen, form):
    """How many were changed, as they were shown under the stamp that the button sends."""
    return attempt(request, form.action, procedures=chosen.procedures, stamp=request.POST["sure"], **form.values)


def told(form, n):
    if form.is_by_law:
        return ngettext("%(n)d procedure is changed in the draft.", "%(n)d procedures are changed in the draft.", n) % {
            "n": n
        }
    return ngettext("%(n)d procedure is changed.", "%(n)d procedures are changed.", n) % {"n": n}


def where_it_stands(request, form):
    if form.is_by_law:
        return reverse("procedures:decision", args=[form.cleaned_data["decision"].pk])
    return list_address(request)


def list_address(request):
    """The list as it was searched."""
    searched = {name: value for name in ("q", "level", "sector") if (value := request.GET.get(name))}
    return f"{reverse('procedures:manage')}?{urlencode(searched)}" if searched else reverse("procedures:manage")


def codes_of(chosen):
    """For the page on which single units are set to differ; none where they are too many for it."""
    codes = dict.fromkeys(procedure.code for procedure in chosen.procedures)
    return ", ".join(codes) if len(codes) <= MOST_CODES else ""
