from datetime import UTC

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import actions, apologising
from dossiers.forms.apologies import ApologyList
from dossiers.letters import apology_slip_of, make_ready
from dossiers.permissions import may
from dossiers.states import Verb
from prints.together import together
from units.calendars import Calendars
from units.models import Role

MOST = 150


@require_http_methods(["GET", "HEAD", "POST"])
def apologies(request):
    """What falls due without a result: who will not make it gets an apology, all that are ticked in one press."""
    user, today = _whoever_answers(request), timezone.localdate(request.now)
    calendars = Calendars()
    calendar = calendars.of(user.duties[0].unit.pk, today)
    mine = apologising.answered_for_by(user)
    due = apologising.due_without_result(mine, today, calendar)
    found = list(due.with_list_data().select_related("rule_set").prefetch_related("apologies")[: MOST + 1])
    dossiers = [dossier for dossier in found[:MOST] if may(user, Verb.APOLOGISE, dossier)]
    apology_list = ApologyList(
        dossiers, now=request.now, calendars=calendars, data=request.POST if request.method == "POST" else None
    )
    if request.method == "POST":
        if not user.has_role(Role.OFFICER):
            raise PermissionDenied
        if _is_complete(request, apology_list):
            return _record(request, apology_list)
    context = {"section": "desk" if user.has_role(Role.OFFICER) else "dashboard", "today": today}
    context |= {"calendar": calendar, "list": apology_list, "others": [d for d in found[:MOST] if d not in dossiers]}
    context |= {"has_more": len(found) > MOST, "most": MOST, "next_day": calendar.next_working_day(today)}
    context |= {"hour": settings.APOLOGY_LIST_HOUR}
    context |= {"is_final": apologising.is_final(request.now), "presses": apologising.presses_of(mine, today)}
    context |= {"recorded": _recorded(request, mine), "reasons": apologising.reasons_given_before(mine)}
    return render(request, "desk/apologies.html", context, status=400 if request.method == "POST" else 200)


@require_GET
def apologies_pdf(request):
    """The letters of one press, to be signed together: the very slips that each dossier keeps, one after the other."""
    letters = _recorded(request, apologising.answered_for_by(_whoever_answers(request)))
    if not letters:
        raise Http404
    slips = [apology_slip_of(apology, now=request.now) for apology in letters]
    response = HttpResponse(together(bytes(slip.content) for slip in slips), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="xin-loi-{timezone.localdate(letters[0].made_at)}.pdf"'
    return response


def _whoever_answers(request):
    if not request.user.has_role(Role.OFFICER, Role.LEADER):
        raise PermissionDenied
    return request.user


def _is_complete(request, apology_list):
    """Whether what was sent can be recorded; what cannot is said, and nothing of it is."""
    if not apology_list.was_ticked:
        messages.error(request, _("Nothing was recorded: tick the dossiers to apologise for."))
    elif not apology_list.is_valid():
        messages.error(
            request, _("Nothing was recorded yet, and what you typed is still here. Correct what is marked.")
        )
    else:
        return True
    return False


def _record(request, apology_list):
    """Each by itself: what somebody else has moved meanwhile is told, the others stand."""
    done, refused = 0, []
    for row in apology_list.ticked:
        try:
            actions.apologise(dossier=row.dossier, by=request.user, now=request.now, **row.form.cleaned_data)
            done += 1
            make_ready.enqueue(row.dossier.apologies.latest("round").pk)
        except (actions.MoveNotAllowed, actions.LeaderMustDecide):
            refused.append(row.dossier.code)
    if done:
        said = ngettext("%(n)d apology is recorded.", "%(n)d apologies are recorded.", done)
        messages.success(request, said % {"n": done})
    if refused:
        said = _("Not recorded, since somebody was quicker: %(codes)s. Look at them again.")
        messages.error(request, said % {"codes": ", ".join(refused)})
    if apology_list.gone:
        said = ngettext(
            "%(n)d ticked dossier needs no apology any more.",
            "%(n)d ticked dossiers need no apology any more.",
            apology_list.gone,
        )
        messages.info(request, said % {"n": apology_list.gone})
    address = reverse("dossiers:apologies")
    return redirect(f"{address}?made={request.now.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}" if done else address)


def _recorded(request, mine):
    """The letters of the press that the address names; none without such an address."""
    try:
        made_at = parse_datetime(request.GET.get("made", ""))
    except ValueError:
        made_at = None
    if made_at is None or timezone.is_naive(made_at):
        return []
    return list(apologising.recorded_together(mine, made_at))
