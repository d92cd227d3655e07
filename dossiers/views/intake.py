from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import actions, due, queries
from dossiers.forms import IntakeForm
from dossiers.models import Dossier
from dossiers.numbering import NumbersExhausted
from dossiers.permissions import may_receive
from procedures.models import Procedure, ProcedureVersion
from units.models import RuleSet

MOST_CHOICES = 12
PREFILLED = (
    "applicant_name",
    "applicant_phone",
    "applicant_email",
    "applicant_address",
    "applicant_birth_date",
    "owner_name",
    "representative_name",
)


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request):
    """The intake page: procedure and papers, person, due date and buttons; one press of a button writes it all."""
    if not may_receive(request.user):
        raise PermissionDenied
    desk = _desk(request)
    code = request.POST.get("procedure", "") or request.GET.get("procedure", "")
    version = _version(desk, code.strip(), request.now)
    context = {"section": "desk", "desk": desk, "code": code, "version": version}
    context |= {name: request.GET.get(name, "") for name in ("q", "after")}
    if version is None:
        context["choices"] = _choices(desk, context["q"], request.now)
        context["unknown"] = code.strip() or (request.method == "POST")
        return render(request, "desk/receive.html", context, status=400 if context["unknown"] else 200)
    at_once = "hand_back_now" in request.POST
    fee = _fee(version, request.now)
    form = IntakeForm(
        request.POST or None,
        request.FILES or None,
        version=version,
        fee=fee,
        now=request.now,
        at_once=at_once,
        initial=_of_the_same_person(request),
    )
    if request.method == "POST" and form.is_valid():
        return _receive(request, desk, form, at_once, context)
    context |= {"form": form, "fee": fee} | _reckoned(version, desk, request.now)
    return render(request, "desk/receive.html", context, status=400 if form.is_bound else 200)


@require_GET
def choices(request):
    """The procedures that fit what has been typed so far (htmx)."""
    if not may_receive(request.user):
        raise PermissionDenied
    found = _choices(_desk(request), request.GET.get("q", ""), request.now)
    asked = {name: request.GET.get(name, "") for name in ("q", "after")}
    return render(request, "desk/_choices.html", {"choices": found} | asked)


@require_POST
def doubles(request):
    """Possible doubles of what has been typed so far (htmx); POST, since names and numbers stay out of addresses."""
    if not may_receive(request.user):
        raise PermissionDenied
    version = _version(_desk(request), request.POST.get("procedure", "").strip(), request.now)
    if version is None:
        return HttpResponseBadRequest()
    found = queries.possible_doubles(
        user=request.user,
        procedure=version.procedure,
        name=request.POST.get("applicant_name", ""),
        id_number=request.POST.get("applicant_id", "").strip(),
        now=request.now,
    )
    return render(request, "desk/_doubles.html", {"doubles": found[:3]})


def _receive(request, desk, form, at_once, context):
    given = {
        "desk": desk,
        "intake": form.intake(),
        "key": form.cleaned_data["key"],
        "by": request.user,
        "now": request.now,
    }
    try:
        if at_once:
            number = form.cleaned_data["result_number"]
            dossier, is_new = actions.receive_and_hand_back(**given, result_number=number)
        else:
            dossier, is_new = actions.receive(**given)
    except actions.KeyReused as conflict:
        first = Dossier.objects.visible_to(request.user).filter(pk=conflict.dossier.pk).first()
        return render(request, "desk/key_reused.html", context | {"first": first, "form": form}, status=409)
    except NumbersExhausted:
        form.add_error(None, _("This office has given its 9,999 numbers of today. The dossier was not saved."))
        reckoned = _reckoned(form.version, desk, request.now)
        return render(request, "desk/receive.html", context | {"form": form} | reckoned, status=409)
    if not is_new:
        messages.info(
            request,
            _("The dossier was saved already, code %(code)s. No need to type it again.") % {"code": dossier.code},
        )
    elif at_once:
        messages.success(request, _("Received and handed back: %(code)s.") % {"code": dossier.code})
    else:
        messages.success(request, _("Received: %(code)s. Print the receipt.") % {"code": dossier.code})
    return redirect("dossiers:detail", code=dossier.code)


def _desk(request):
    """The desk he receives at; who receives at several says which."""
    desks = {str(desk.pk): desk for desk in request.user.desks}
    wanted = request.POST.get("desk") or request.GET.get("desk")
    return desks.get(wanted) or next(iter(desks.values()))


def _version(desk, code, now):
    """The version in force of a procedure that this desk receives, by its code; None if there is none."""
    if not code:
        return None
    procedures = Procedure.objects.received_at(desk.unit).with_any_code(code)
    in_force = ProcedureVersion.objects.in_force_on(timezone.localdate(now)).with_list_data()
    return in_force.filter(procedure__in=procedures).first()


def _choices(desk, words, now):
    """What fits the words typed; without any, what this desk receives most."""
    in_force = (
        ProcedureVersion.objects.in_force_on(timezone.localdate(now))
        .filter(procedure__in=Procedure.objects.received_at(desk.unit))
        .with_list_data()
    )
    if words.strip():
        return in_force.search(words).order_by("name")[: MOST_CHOICES + 1]
    return in_force.filter(pk__in=queries.most_received(desk, now=now, most=MOST_CHOICES)).order_by("name")


def _fee(version, now):
    """The published fee in đồng, or None where it varies or none is known."""
    amounts = [fee.amount for fee in version.procedure.fees_on(timezone.localdate(now))]
    return sum(amounts) if amounts and None not in amounts else None


def _reckoned(version, desk, now):
    """The due date and its reason, before the clerk commits."""
    rule_set = RuleSet.objects.in_force_on(timezone.localdate(now))
    deadline = due.due(version=version, unit=desk.unit, received_at=now, rule_set=rule_set)
    why = deadline and due.why(version=version, received_at=now, deadline=deadline)
    return {"deadline": deadline, "why": why, "limit_text": due.limit_text(version)}


def _of_the_same_person(request):
    """What the dossier `after` says of its people: the next paper of somebody who is still standing there."""
    code = request.GET.get("after")
    before = code and Dossier.objects.visible_to(request.user).filter(code=code).first()
    if not before:
        return {}
    return {name: getattr(before, name) for name in PREFILLED} | {
        "applicant_id": before.applicant_id_number,
        "representative_id": before.representative_id_number,
    }
