import uuid
from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import actions, due, queries
from dossiers.filters import sight_in_words
from dossiers.forms import IntakeForm
from dossiers.forms.papers import tick_name
from dossiers.models import Dossier, Enquiry
from dossiers.numbering import NumbersExhausted
from dossiers.people import Likeness, Person
from dossiers.permissions import may_receive
from procedures.models import Procedure, ProcedureVersion
from units.models import AgencyCode, RuleSet

MOST_CHOICES, MOST_DOUBLES, MOST_EARLIER = 12, 3, 3
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
    context = _asked_for(request)
    enquiry = context["enquiry"]
    if enquiry and not enquiry.is_open and request.method != "POST":
        return redirect("dossiers:enquiry", pk=enquiry.pk)
    desk = enquiry.desk if enquiry else desk_of(request)
    if desk is None:
        return _left_desk(request)
    code = (request.POST.get("procedure") or request.GET.get("procedure", "")).strip()
    version = version_at(desk, code, request.now)
    context |= {"desk": desk, "code": code, "version": version}
    if version is None:
        return _choose(request, context)
    comes_back = "again" in request.POST  # from the page of an enquiry that was not kept
    prefetch_related_objects([version.procedure], "fees")
    form = IntakeForm(
        None if comes_back else request.POST or None,
        None if comes_back else request.FILES or None,
        version=version,
        desk=desk,
        fee=version.procedure.fee_on(timezone.localdate(request.now)),
        now=request.now,
        user=request.user,
        at_once="hand_back_now" in request.POST,
        initial=request.POST.dict()
        if comes_back
        else _prefilled(context["before"] or enquiry, version) | _case(request),
    )
    if form.is_bound and form.is_valid():
        return _receive(request, form, context)
    if form.is_bound and (first := _saved_before(request, form.data.get("key"))):
        return _conflict(request, form, first, context)
    return _form_page(request, form, context, status=400 if form.is_bound else 200)


@require_GET
def choices(request):
    """The procedures that fit what has been typed so far (htmx)."""
    if not may_receive(request.user):
        raise PermissionDenied
    context = _asked_for(request)
    desk = context["enquiry"].desk if context["enquiry"] else desk_of(request)
    return render(request, "desk/_choices.html", context | choices_of(desk, context["q"], request.now))


@require_POST
def doubles(request):
    """Possible doubles of what has been typed so far, enquiries it goes on from, and what that person asked for before.

    By htmx, and by POST, since names and numbers stay out of addresses. Common names alone say nothing: the past is
    told of who has a number or a date of birth.
    """
    if not may_receive(request.user):
        raise PermissionDenied
    desk = desk_of(request)
    version = desk and version_at(desk, request.POST.get("procedure", "").strip(), request.now)
    if version is None:
        return HttpResponseBadRequest()
    person = _person_typed(request.POST)
    given = {"user": request.user, "procedure": version.procedure, "person": person, "now": request.now}
    found = list(queries.possible_doubles(**given)[:MOST_DOUBLES])
    begun = queries.enquiries_of(person, user=request.user, procedure=version.procedure)
    if enquiry := _enquiry(request):
        begun = begun.exclude(pk=enquiry.pk)
    context = {"doubles": found, "enquiries": begun[:MOST_DOUBLES], "sight": sight_in_words(request.user)}
    if person.numbers or person.birth_date:
        others = Dossier.objects.visible_to(request.user).exclude(pk__in=[double.pk for double in found])
        context |= _past(queries.dossiers_of(person, among=others))
    return render(request, "desk/_doubles.html", context)


def _past(earlier):
    """What is his, as far as can be known, and what is only of his name: the latest of each, and how many."""
    dossiers = earlier.dossiers
    return {
        "his": _latest(dossiers.exclude(likeness=Likeness.NAME)),
        "of_his_name": _latest(dossiers.filter(likeness=Likeness.NAME)) | {"is_cut": earlier.is_cut},
    }


def _latest(dossiers):
    latest = list(dossiers[: MOST_EARLIER + 1])
    count = len(latest) if len(latest) <= MOST_EARLIER else dossiers.count()
    return {"dossiers": latest[:MOST_EARLIER], "count": count, "has_more": count > MOST_EARLIER}


def _person_typed(data):
    birth_date = None
    with suppress(ValueError):
        birth_date = parse_date(data.get("applicant_birth_date", ""))
    return Person.typed(
        name=data.get("applicant_name", ""), id_number=data.get("applicant_id", ""), birth_date=birth_date
    )


def _receive(request, form, context):
    given = {
        "enquiry": context["enquiry"],
        "desk": form.desk,
        "intake": form.intake(),
        "key": form.cleaned_data["key"],
        "by": request.user,
        "now": request.now,
    }
    try:
        if form.at_once:
            number = form.cleaned_data["result_number"]
            dossier, is_new = actions.receive_and_hand_back(**given, result_number=number)
        else:
            dossier, is_new = actions.receive(**given)
    except actions.KeyReused as conflict:
        return _conflict(request, form, conflict.dossier, context)
    except actions.AlreadyReceived as conflict:
        form.add_error(None, _received_meanwhile(conflict.enquiry))
        return _form_page(request, form, context | {"enquiry": None}, status=409)
    except actions.ReceiptRecorded:
        form.say_receipt_is_recorded()
        return _form_page(request, form, context, status=409)
    except actions.VersionGone:
        said = _(
            "What this procedure asks for has just changed. The dossier was not saved: press the button once more."
        )
        form.add_error(None, said)
        return _form_page(request, form, context, status=409)
    except NumbersExhausted:
        form.add_error(None, _("This office has given its 9,999 numbers of today. The dossier was not saved."))
        return _form_page(request, form, context, status=409)
    except AgencyCode.DoesNotExist:
        form.add_error(None, _("This office has no agency code today. Not saved: tell your administrator."))
        return _form_page(request, form, context, status=409)
    if not is_new:
        sentence = _("The dossier was saved already, code %(code)s. No need to type it again.")
        messages.info(request, sentence % {"code": dossier.code})
    elif form.at_once:
        messages.success(request, _("Received and handed back: %(code)s.") % {"code": dossier.code})
    else:
        messages.success(request, _("Received: %(code)s. Print the receipt.") % {"code": dossier.code})
    return redirect("dossiers:detail", code=dossier.code)


def _received_meanwhile(enquiry):
    sentence = _(
        "Enquiry %(number)s has become dossier %(code)s already; that one stays as it is. If this is another dossier, "
        "press the button once more; else leave this page."
    )
    return sentence % {"number": enquiry.number, "code": enquiry.dossier.code}


def _form_page(request, form, context, *, status):
    reckoned = _reckoned(form.limit, form.desk, request.now)
    return render(request, "desk/receive.html", context | reckoned | {"form": form}, status=status)


def _choose(request, context):
    """Which procedure? Also after one was named that this desk does not receive."""
    context["unknown"] = bool(context["code"]) or request.method == "POST"
    context |= choices_of(context["desk"], context["q"], request.now)
    return render(request, "desk/receive.html", context, status=400 if context["unknown"] else 200)


def _conflict(request, form, first, context):
    """The form's key has saved other content: both are shown, and the form goes on under a key of its own."""
    visible = Dossier.objects.visible_to(request.user).filter(pk=first.pk).first()
    form.data = form.data.copy()
    form.data["key"] = uuid.uuid4().hex
    differs = form.what_differs_from(visible) if visible and not form.errors else []
    return _form_page(request, form, context | {"first": visible, "is_conflict": True, "differs": differs}, status=409)


def _saved_before(request, key):
    return key and Dossier.objects.visible_to(request.user).filter(key=key).first()


def _left_desk(request):
    """The form was opened at a desk where he receives no more."""
    messages.error(request, _("Not saved: you do not receive at that desk any more. Here is the one you receive at."))
    return redirect("dossiers:receive")


def _asked_for(request):
    """What the address says besides the procedure: words to look for, whose next paper, or what it goes on from."""
    before = (
        request.GET.get("after") and Dossier.objects.visible_to(request.user).filter(code=request.GET["after"]).first()
    )
    return {"section": "desk", "q": request.GET.get("q", ""), "before": before, "enquiry": _enquiry(request)}


def _enquiry(request):
    """The enquiry that the dossier goes on from; it must be one of a desk that he receives at."""
    named = request.POST.get("enquiry") or request.GET.get("enquiry")
    if not named:
        return None
    here = Enquiry.objects.visible_to(request.user).filter(desk__in=request.user.desks).with_list_data()
    return get_object_or_404(here, pk=named if named.isascii() and named.isdigit() else None)


def desk_of(request):
    """The desk he receives at; who receives at several names one of them. None for a desk that is not his."""
    desks = {str(desk.pk): desk for desk in request.user.desks}
    named = request.POST.get("desk") or request.GET.get("desk")
    return desks.get(named) if named else next(iter(desks.values()))


def version_at(desk, code, now):
    """The version in force of a procedure that this desk receives, by its code; None if there is none."""
    if not code:
        return None
    today = timezone.localdate(now)
    procedures = Procedure.objects.received_at(desk.unit, today).with_any_code(code)
    in_force = ProcedureVersion.objects.in_force_on(today).with_list_data()
    return in_force.with_has_cases().filter(procedure__in=procedures).first()


def choices_of(desk, words, now):
    """What fits the words typed, or what this desk receives most; and what fits but is not received here."""
    today = timezone.localdate(now)
    in_force = ProcedureVersion.objects.in_force_on(today).with_list_data()
    here = in_force.filter(procedure__in=Procedure.objects.received_at(desk.unit, today))
    often = here.filter(pk__in=queries.most_received(desk, now=now, most=MOST_CHOICES)).order_by("name")
    if not words.strip():
        return {"choices": often}
    found = list(here.search(words)[:MOST_CHOICES])
    return {"choices": found} if found else {"elsewhere": in_force.search(words)[:5], "choices": often}


def _reckoned(limit, desk, now):
    """The due date and its reason, before the clerk commits."""
    rule_set = RuleSet.objects.in_force_on(timezone.localdate(now))
    deadline = due.due(limit=limit, unit=desk.unit, received_at=now, rule_set=rule_set)
    why = deadline and due.why(limit=limit, received_at=now, deadline=deadline)
    return {"deadline": deadline, "why": why, "limit_text": due.limit_text(limit)}


def _case(request):
    """The case that the address names."""
    return {"case": request.GET["case"]} if "case" in request.GET else {}


def _prefilled(before, version):
    """What `before` says: the people of a dossier, whose next paper it is; of an enquiry the papers brought, too."""
    if not before:
        return {}
    people = {name: getattr(before, name) for name in PREFILLED}
    numbers = {"applicant_id": before.applicant_id_number, "representative_id": before.representative_id_number}
    brought = getattr(before, "brought", ())
    ticks = {tick_name(paper): "1" for paper in version.required_documents.all() if paper.name in brought}
    return people | numbers | ticks
