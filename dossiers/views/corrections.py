from copy import copy

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.actions.corrections import has_result, promise_is_open
from dossiers.differences import differences
from dossiers.due import limit_text, why_of
from dossiers.forms import CorrectionForm
from dossiers.permissions import corrects_himself, last_own_correction, may_correct
from dossiers.views.dossier import get_dossier
from dossiers.views.intake import choices_of, version_at


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, code):
    """The reception as it was taken down, to be put right: what differs is shown first, then it is saved."""
    dossier = get_dossier(request, code)
    if not may_correct(request.user, dossier, request.now):
        raise PermissionDenied(_why_not(request.user, dossier))
    version = _version(request, dossier)
    if version is None or "another" in request.GET:
        return _choose(request, dossier, is_unknown=version is None)
    form = CorrectionForm(
        request.POST or None,
        dossier=dossier,
        version=version,
        needs_reason=not corrects_himself(request.user, dossier, request.now),
        now=request.now,
    )
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=400)
    right, change = _put_right(form)
    if not change:
        form.add_error(None, _("Nothing differs from what is recorded."))
        return _page(request, form, status=400)
    if form.cleaned_data["revision"] not in (None, dossier.revision):
        return _page(request, form, right, change, status=409)
    if "again" in request.POST or request.POST.get("shown") != change.digest:
        return _page(request, form, right, change)
    return _save(request, form, change)


def _save(request, form, change):
    try:
        dossier = actions.correct(
            dossier=form.dossier,
            **_given(form),
            by=request.user,
            now=request.now,
            reason=form.cleaned_data["reason"],
            seen=change.digest,
        )
    except (actions.ChangedMeanwhile, actions.NothingToCorrect):  # between this request's reading and its writing
        form.dossier = get_dossier(request, form.dossier.code)
        return _page(request, form, *_put_right(form), status=409)
    except actions.ReasonMissing:  # his minutes went by
        form.add_error("reason", form.fields["reason"].error_messages["required"])
        return _page(request, form, status=400)
    messages.success(request, _told(dossier, change))
    return redirect("dossiers:detail", code=dossier.code)


def _put_right(form):
    """The dossier as it would be, and what of it changes; nothing is written."""
    right = copy(form.dossier)
    change = actions.change_of(right, **_given(form))
    return right, change


def _given(form):
    number = form.cleaned_data["result_number"] if has_result(form.dossier) else None
    return {"right": form.right(), "result_number": number, "received_at": form.received_at()}


def _told(dossier, change):
    if "receipt_version" in change.after:
        sentence = _("Corrected. Print the receipt anew: it is number %(version)s and replaces the one given out.")
        return sentence % {"version": dossier.receipt_version}
    return _("Corrected: %(code)s.") % {"code": dossier.code}


def _why_not(user, dossier):
    if dossier.received_by_id != user.pk:
        return ""
    minutes = settings.OWN_CORRECTION_MINUTES
    return ngettext(
        "You can correct your own reception within %(n)d minute. After that your leader corrects it, with a reason.",
        "You can correct your own reception within %(n)d minutes. After that your leader corrects it, with a reason.",
        minutes,
    ) % {"n": minutes}


def _version(request, dossier):
    """The recorded version, or that of the procedure chosen as the right one, in force on the day of reception."""
    code = (request.POST.get("procedure") or request.GET.get("procedure") or "").strip()
    if not code or code == dossier.procedure.code or not promise_is_open(dossier):
        return dossier.version
    return version_at(dossier.receiving_desk, code, dossier.received_at)


def _choose(request, dossier, *, is_unknown):
    words = request.GET.get("q", "")
    context = {"section": "dossiers", "dossier": dossier, "q": words, "is_unknown": is_unknown}
    context |= choices_of(dossier.receiving_desk, words, dossier.received_at)
    return render(request, "dossiers/correct_procedure.html", context, status=400 if is_unknown else 200)


def _page(request, form, right=None, change=None, status=200):
    dossier, today = form.dossier, timezone.localdate(request.now)
    context = {
        "section": "dossiers",
        "dossier": dossier,
        "form": form,
        "version": form.version,
        "limit_text": limit_text(form.limit),
        "may_choose": promise_is_open(dossier),
        "own_until": last_own_correction(dossier) if not form.fields["reason"].required else None,
        "change": change,
        "differs": differences(change) if change else [],
        "why": why_of(right) if change and "due_at" in change.after else "",
        "replaces_receipt": bool(change) and "receipt_version" in change.after,
        "becomes_overdue": bool(change) and right.is_overdue(today) and not dossier.is_overdue(today),
        "is_conflict": status == 409,
    }
    return render(request, "dossiers/correct.html", context, status=status)
