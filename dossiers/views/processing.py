from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dossiers import actions
from dossiers.forms import form_for
from dossiers.models import Dossier
from dossiers.permissions import is_foreseen, may
from dossiers.states import Verb
from dossiers.views.dossier import get_dossier, render_detail


@require_POST
def move(request, code, verb):
    """One lawful move of a dossier; what the table does not allow any more is told, and nothing is changed."""
    dossier = get_dossier(request, code)
    if not may(request.user, verb, dossier):
        raise PermissionDenied
    if not is_foreseen(verb, dossier):
        messages.error(request, _not_foreseen(verb))
        return _to_the_dossier(request, code)
    form = form_for(verb, dossier, request.POST, now=request.now, user=request.user)
    if form and not form.is_valid():
        return render_detail(request, dossier, bound=(verb, form), status=400)
    given = {"dossier": dossier, "by": request.user, "now": request.now}
    try:
        match verb:
            case Verb.HAND_BACK:
                actions.hand_back(**given, collection=form.collection())
            case _ if form:
                getattr(actions, verb)(**given, **form.cleaned_data)
            case _:
                getattr(actions, verb)(**given)
    except actions.NotForeseen:
        messages.error(request, _not_foreseen(verb))
        return _to_the_dossier(request, code)
    except actions.MoveNotAllowed as refusal:
        messages.error(request, _now_in_another_state(refusal.dossier, verb))
        return _to_the_dossier(request, code)
    except actions.LeaderMustDecide:
        form.add_error(None, _("Meanwhile it needs a leader's reason, since somebody was quicker or the day went by."))
        return render_detail(request, get_dossier(request, code), bound=(verb, form), status=400)
    except actions.AmountTooHigh as refusal:
        form.say_too_high(refusal.most)
        return render_detail(request, dossier, bound=(verb, form), status=400)
    except actions.ReceiptRecorded:
        form.say_receipt_is_recorded()
        return render_detail(request, dossier, bound=(verb, form), status=400)
    except actions.FeeStillOwed:
        messages.error(request, _("Nothing was changed: meanwhile a fee is owed. Collect it with the result."))
        return _to_the_dossier(request, code)
    except actions.ResultStillToCome:
        messages.error(request, _("Nothing was changed: the result is dated later than now."))
        return _to_the_dossier(request, code)
    except actions.NoSuchStep:
        form.add_error("to", _("No step of this dossier lies there any more. Choose one of the list."))
        return render_detail(request, get_dossier(request, code), bound=(verb, form), status=400)
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


def _not_foreseen(verb):
    return _("Nothing was changed: the procedure does not foresee “%(verb)s” here, or not once more.") % {
        "verb": verb.label
    }


def _now_in_another_state(dossier, verb):
    return _(
        "Nothing was changed: “%(verb)s” is not possible any more, because the dossier is “%(state)s” by now. "
        "Somebody else may have been quicker; see the history."
    ) % {"verb": verb.label, "state": dossier.get_state_display()}
