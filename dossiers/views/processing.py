from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dossiers.carrying_out import Refused, carry_out
from dossiers.models import Dossier
from dossiers.permissions import may
from dossiers.states import Verb
from dossiers.views.dossier import get_dossier, render_detail


@require_POST
def move(request, code, verb):
    """One lawful move of a dossier; what the table does not allow any more is told, and nothing is changed."""
    dossier = get_dossier(request, code)
    if not may(request.user, verb, dossier, now=request.now):
        raise PermissionDenied
    try:
        carry_out(verb, dossier, request.POST, by=request.user, now=request.now)
    except Refused as refusal:
        if refusal.form:
            return render_detail(request, get_dossier(request, code), bound=(verb, refusal.form), status=400)
        messages.error(request, str(refusal))
        return _to_the_dossier(request, code)
    messages.success(request, _done(verb) % {"code": code})
    if request.POST.get("next") == "desk":
        return redirect("dossiers:desk")
    return _to_the_dossier(request, code)


def _to_the_dossier(request, code):
    """With the list from which it was opened, so that the way back stays; what left one's reach is on its way."""
    if not Dossier.objects.visible_to(request.user).filter(code=code).exists():
        return redirect("dossiers:custody")
    address = reverse("dossiers:detail", args=[code])
    opened_from = request.GET.get("list")
    return redirect(f"{address}?{urlencode({'list': opened_from})}" if opened_from else address)


def _done(verb):
    return {
        Verb.START: _("You have taken up %(code)s."),
        Verb.ASSIGN: _("%(code)s is assigned."),
        Verb.FORWARD: _("%(code)s is handed on; it is on its way until somebody there takes it over."),
        Verb.TAKE_OVER: _("You have taken over the papers of %(code)s."),
        Verb.SEND_BACK: _("%(code)s is sent back."),
        Verb.SUBMIT_FOR_SIGNATURE: _("%(code)s is submitted for signature."),
        Verb.RECORD_SIGNATURE: _("The signature on %(code)s is recorded."),
        Verb.ASK_FOR_PAPERS: _("Papers are asked for; the clock of %(code)s stands still."),
        Verb.AWAIT_PAYMENT: _("%(code)s waits for the payment; its clock stands still."),
        Verb.SUSPEND: _("The clock of %(code)s stands still."),
        Verb.EXTEND: _("The time of %(code)s is extended; the history says until when."),
        Verb.APOLOGISE: _("The apology for %(code)s is recorded, with its new date."),
        Verb.RESUME: _("The clock of %(code)s goes on."),
        Verb.STOP: _("%(code)s is stopped for good."),
        Verb.RESOLVE: _("The result of %(code)s is ready at the desk."),
        Verb.DENY: _("%(code)s is denied; the answer waits at the desk."),
        Verb.HAND_BACK: _("The result of %(code)s is handed back."),
        Verb.WITHDRAW: _("%(code)s is withdrawn at the applicant's request."),
        Verb.COLLECT_FEE: _("The fee of %(code)s is collected. Its slip is below, under Fees."),
        Verb.EXEMPT_FEE: _("%(code)s is exempted from the fee."),
        Verb.CHANGE_FEE: _("What is due for %(code)s is changed."),
        Verb.REFUND_FEE: _("The fee of %(code)s is given back. Its slip is below, under Fees."),
    }[verb]
